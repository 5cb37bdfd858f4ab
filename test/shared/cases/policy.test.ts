import { type Actor, visitor } from "@lianchuang/shared/actor";
import { describe, expect, it } from "vitest";
import { actionsOf, mayAct, mayDraft, mayImport, mayScreen } from "../../../packages/shared/src/cases/policy.ts";
import { isPossible, nextState, type PracticeCase } from "../../../packages/shared/src/cases/practice-case.ts";
import { caseActions, caseStates } from "../../../packages/shared/src/cases/schema.ts";
import { actors, owned } from "../../support/actors.ts";

/** Who may do what with a case of org_1 drafted by `author`, whatever its state. */
const matrix: Record<string, string> = {
  visitor: "",
  system: "",
  clock: "",
  author: "change submit withdraw",
  colleague: "change submit",
  representative: "change submit withdraw",
  stranger: "",
  authorGone: "",
  secretary: "publish return withdraw",
};

const states: Record<string, string> = {
  draft: "change submit withdraw",
  submitted: "change publish return withdraw",
  published: "change withdraw",
  returned: "change submit withdraw",
  withdrawn: "change",
};

describe("the policy of cases", () => {
  it.each(Object.keys(actors))("for %s is as the matrix says", (name) => {
    const actor = actors[name] ?? visitor;
    expect(caseActions.filter((action) => mayAct(actor, action, owned)).join(" ")).toBe(matrix[name]);
    for (const state of caseStates) {
      const both = (matrix[name] ?? "")
        .split(" ")
        .filter((action) => (states[state] ?? "").split(" ").includes(action));
      expect(actionsOf(actor, { ...owned, state } as PracticeCase).toSorted()).toEqual(both.filter(Boolean).toSorted());
    }
  });

  it("lets people of the organisation draft and import, only the secretariat import as published and screen all", () => {
    const may = (rule: (actor: Actor) => boolean) =>
      Object.keys(actors).filter((name) => rule(actors[name] ?? visitor));
    expect(may((actor) => mayDraft(actor, "org_1"))).toEqual(["author", "colleague", "representative"]);
    expect(may((actor) => mayImport(actor, "org_1", false))).toEqual(["author", "colleague", "representative"]);
    expect(may((actor) => mayImport(actor, "org_1", true))).toEqual([]);
    expect(may((actor) => mayImport(actor, "org_3", true))).toEqual(["secretary"]);
    expect(may(mayScreen)).toEqual(["secretary"]);
  });
});

describe("the states of a case", () => {
  it("allow what the table allows, and name where else an action is possible", () => {
    for (const state of caseStates)
      expect(caseActions.filter((action) => isPossible(state, action)).join(" ")).toBe(states[state]);
    expect(nextState("submitted", "publish")).toBe("published");
    expect(() => nextState("draft", "publish")).toThrow(/possible from: submitted/);
  });
});
