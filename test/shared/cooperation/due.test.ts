import { describe, expect, it } from "vitest";
import { askedAfter, confirmByOf, dueBy, nextDue, type Timed } from "../../../packages/shared/src/cooperation/due.ts";
import { requestStates } from "../../../packages/shared/src/cooperation/schema.ts";

const shown = { edition: "shown", confirmedAt: "2026-03-01T02:00:00.000Z" } as const;
/** Opened on 1 March at ten in China, for a year. */
const open: Timed = { ...shown, state: "open", deadline: "2027-02-28" };
const asked: Timed = { ...open, confirmAskedAt: "2026-04-30T02:00:00.000Z" };

/** What is due next, of which request; the end of a day in China is four in the afternoon by UTC. */
const cases: Record<string, [Timed, string | undefined]> = {
  "asked after sixty days without a word": [open, "ask-to-confirm 2026-04-30T02:00:00.000Z"],
  "on hold at the end of the thirtieth day after it was asked": [asked, "hold 2026-05-30T16:00:00.000Z"],
  "in talks, asked but never on hold": [{ ...asked, state: "in-talks" }, "ends-soon 2027-02-14T16:00:00.000Z"],
  "told fourteen days before the deadline": [{ ...open, deadline: "2026-04-10" }, "ends-soon 2026-03-27T16:00:00.000Z"],
  "told once of a deadline": [
    { ...open, deadline: "2026-04-10", endsSoonFor: "2026-04-10" },
    "expire 2026-04-10T16:00:00.000Z",
  ],
  "told again of another deadline": [
    { ...open, deadline: "2026-04-20", endsSoonFor: "2026-04-10" },
    "ends-soon 2026-04-06T16:00:00.000Z",
  ],
  "in talks, told but not expired": [
    { ...asked, state: "in-talks", deadline: "2026-04-10", endsSoonFor: "2026-04-10" },
    undefined,
  ],
  "on hold, expired at its deadline": [
    { ...asked, state: "on-hold", endsSoonFor: "2027-02-28" },
    "expire 2027-02-28T16:00:00.000Z",
  ],
  "told while on hold": [{ ...asked, state: "on-hold" }, "ends-soon 2027-02-14T16:00:00.000Z"],
  "open with its next edition being screened": [
    { ...open, edition: "screening" },
    "ask-to-confirm 2026-04-30T02:00:00.000Z",
  ],
};

describe("what is due next of a request", () => {
  it.each(Object.entries(cases))("%s", (_, [timed, due]) => {
    const next = nextDue(timed);
    expect(next && `${next.action} ${next.at}`).toBe(due);
  });

  it.each(requestStates.filter((state) => !["open", "in-talks", "on-hold"].includes(state)))("nothing, %s", (state) => {
    expect(nextDue({ ...asked, state })).toBeUndefined();
  });

  it("is not due a moment before", () => {
    expect(dueBy(open, new Date("2026-04-30T01:59:59.999Z"))).toBeUndefined();
    expect(dueBy(open, new Date("2026-04-30T02:00:00.000Z"))?.action).toBe("ask-to-confirm");
  });

  it("is the end of it where the clock comes so late that an announcement would be in vain", () => {
    const late = new Date("2027-03-05T00:00:00.000Z");
    expect(dueBy(open, late)?.action).toBe("expire");
    expect(dueBy(asked, new Date("2026-07-01T00:00:00.000Z"))?.action).toBe("hold");
  });
});

describe("whether an owner is still asked", () => {
  const at = "2026-04-30T02:00:00.000Z";
  it.each([
    ["yes, after a write that says nothing of it", { state: "open", confirmedAt: "a" }, "open", "a", at],
    ["no, once he confirmed", { state: "open", confirmedAt: "a" }, "open", "b", undefined],
    ["yes, when talks begin", { state: "open", confirmedAt: "a" }, "in-talks", "a", at],
    ["no, when talks end: he is asked anew", { state: "in-talks", confirmedAt: "a" }, "open", "a", undefined],
  ] as const)("%s", (_, from, state, confirmedAt, still) => {
    expect(askedAfter(from, { state, confirmedAt, confirmAskedAt: at })).toBe(still);
  });

  it("has a last day in China, thirty days on, while it is open or in talks", () => {
    expect(confirmByOf(asked)).toBe("2026-05-30");
    expect(confirmByOf({ ...asked, confirmAskedAt: "2026-04-30T16:00:00.000Z" })).toBe("2026-05-31");
    expect(confirmByOf({ ...asked, state: "in-talks" })).toBe("2026-05-30");
    expect([confirmByOf(open), confirmByOf({ ...asked, state: "on-hold" })]).toEqual([undefined, undefined]);
  });
});
