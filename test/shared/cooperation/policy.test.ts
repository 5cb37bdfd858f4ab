import { type Actor, visitor } from "@lianchuang/shared/actor";
import { describe, expect, it } from "vitest";
import { type Action, isPossible, standAfter } from "../../../packages/shared/src/cooperation/life.ts";
import { actionsOf, mayAct, mayAnswer, mayAsk, mayDoDue } from "../../../packages/shared/src/cooperation/policy.ts";
import { type CooperationRequest } from "../../../packages/shared/src/cooperation/request.ts";
import { editions, requestActions, requestStates } from "../../../packages/shared/src/cooperation/schema.ts";
import { actors, owned } from "../../support/actors.ts";

/** Who may do what with a request of org_1 begun by `author`, whatever its state. */
const matrix: Record<string, string> = {
  visitor: "",
  system: "",
  clock: "",
  author: "change submit hold renew confirm close withdraw",
  colleague: "change submit hold renew confirm",
  representative: "change submit hold renew confirm close withdraw",
  stranger: "",
  authorGone: "",
  secretary: "open return hold withdraw",
};

/** Where each action leads, by state and edition; what is not named is not possible. */
const life: Record<string, string> = {
  "draft/draft": "change draft/draft, submit screening/screening, withdraw withdrawn/draft",
  "screening/screening": "change draft/draft, open open/shown, return draft/draft, withdraw withdrawn/screening",
  "open/shown":
    "change open/draft, hold on-hold/shown, renew open/shown, confirm open/shown, close closed/shown, withdraw withdrawn/shown",
  "open/draft":
    "change open/draft, submit open/screening, hold on-hold/draft, renew open/draft, confirm open/draft, close closed/draft, withdraw withdrawn/draft",
  "open/screening":
    "change open/draft, open open/shown, return open/draft, hold on-hold/screening, renew open/screening, confirm open/screening, close closed/screening, withdraw withdrawn/screening",
  "in-talks/shown":
    "change in-talks/draft, renew in-talks/shown, confirm in-talks/shown, close closed/shown, withdraw withdrawn/shown",
  "on-hold/shown": "change on-hold/draft, renew open/shown, close closed/shown, withdraw withdrawn/shown",
  "expired/shown": "change expired/draft, renew open/shown, close closed/shown, withdraw withdrawn/shown",
  "agreed/shown": "renew open/shown, withdraw withdrawn/shown",
  "closed/shown": "renew open/shown, withdraw withdrawn/shown",
  "withdrawn/draft": "",
};

const standOf = (text: string) => {
  const [state, edition] = text.split("/");
  return { state, edition } as Pick<CooperationRequest, "state" | "edition">;
};

describe("the policy of requests", () => {
  it.each(Object.entries(matrix))("lets %s do what its place allows, and no more", (who, allowed) => {
    const actor = actors[who] ?? visitor;
    expect(requestActions.filter((action) => mayAct(actor, action, owned)).join(" ")).toBe(allowed);
  });

  it("lets others ask for their own organisation, its own people answer, and the clock do what is due", () => {
    const who = (may: (actor: Actor) => boolean) => Object.keys(actors).filter((name) => may(actors[name] ?? visitor));
    expect(who((actor) => mayAsk(actor, owned, "org_2"))).toEqual(["stranger", "authorGone"]);
    expect(who((actor) => mayAsk(actor, owned, "org_3"))).toEqual(["secretary"]);
    expect(who((actor) => mayAsk(actor, owned, "org_1"))).toEqual([]);
    expect(who((actor) => mayAnswer(actor, owned))).toEqual(["author", "colleague", "representative"]);
    expect(who(mayDoDue)).toEqual(["clock"]);
  });

  it("offers only what actor and state both allow", () => {
    const head = { ...owned, state: "screening", edition: "screening" } as unknown as CooperationRequest;
    expect(actionsOf(actors["secretary"] ?? visitor, head)).toEqual(["open", "return", "withdraw"]);
    expect(actionsOf(actors["colleague"] ?? visitor, head)).toEqual(["change"]);
  });
});

describe("the life of a request", () => {
  it.each(Object.entries(life))("leads from %s exactly where the table says", (from, leads) => {
    const stand = standOf(from);
    const found = requestActions.flatMap((action) => {
      try {
        const { state, edition } = standAfter(stand, action);
        return [`${action} ${state}/${edition}`];
      } catch {
        return [];
      }
    });
    expect(found.join(", ")).toBe(leads);
  });

  it.each([
    ["ask", "open in-talks"],
    ["answer", "open in-talks expired on-hold"],
    ["ask-to-confirm", "open in-talks"],
    ["ends-soon", "open in-talks on-hold"],
    ["expire", "open on-hold"],
  ] as [Exclude<Action, "draft">, string][])("takes %s from %s alone, whatever its text", (action, states) => {
    for (const edition of editions)
      expect(requestStates.filter((state) => isPossible({ state, edition }, action)).join(" ")).toBe(states);
  });

  it("has no state or edition that nothing is said of", () => {
    const named = Object.keys(life).map(standOf);
    expect(new Set(named.map(({ state }) => state))).toEqual(new Set(requestStates));
    expect(new Set(named.map(({ edition }) => edition))).toEqual(new Set(editions));
  });

  it("says, refusing, where the action is possible", () => {
    expect(() => standAfter(standOf("agreed/shown"), "submit")).toThrow(/is agreed.*possible from: draft, open/);
  });
});
