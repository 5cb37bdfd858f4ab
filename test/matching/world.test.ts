// The scripted world holds what its plan says: otherwise what is measured in it would mean nothing.
import { isIndustry } from "@lianchuang/shared/industry";
import { describe, expect, it } from "vitest";
import { judge } from "../../packages/shared/src/cooperation/matching/eligible.ts";
import { complementsOf } from "./measure.ts";
import { isForTuning, makeWorld, type Planned, today } from "./world.ts";

const world = makeWorld();
const needs = world.requests.filter(({ part }) => part === "need");
const inCell = (need: Planned, part: Planned["part"]) =>
  world.requests.filter((each) => each.part === part && each.cell === need.cell);
const obstacles = (need: Planned, offer: Planned) => judge(need.side, offer.side, today).obstacles;

describe("the scripted world", () => {
  it("is the same from the same seed, and another from another", () => {
    expect(makeWorld()).toEqual(world);
    expect(makeWorld(1).requests).not.toEqual(world.requests);
  });

  it("has 200 organisations and 600 requests with ids of their own", () => {
    expect(world.organisations.length).toBe(200);
    expect(new Set(world.requests.map(({ side }) => side.id)).size).toBe(600);
    const known = new Set(world.organisations.map(({ id }) => id));
    expect(world.requests.every(({ side }) => known.has(side.organisationId))).toBe(true);
    const codes = world.requests.flatMap(({ side }) => side.elements?.industries ?? []);
    expect(codes.length > 200 && codes.every(isIndustry)).toBe(true);
  });

  it("every complement may meet its needs; what breaks a limit, is over or hidden may not be met or seen", () => {
    for (const need of needs) {
      const complements = inCell(need, "complement");
      expect([...complementsOf(world, need).keys()]).toEqual(complements.map(({ side }) => side.id));
      expect(complements.flatMap((offer) => obstacles(need, offer))).toEqual([]);
      for (const offer of complements) expect(offer.document.audience).toEqual(["members"]);
      expect(inCell(need, "breaks").map((offer) => obstacles(need, offer).length)).toEqual([1]);
      expect(inCell(need, "over").every((offer) => obstacles(need, offer).includes("state"))).toBe(true);
      expect(inCell(need, "hidden").every(({ document }) => !document.audience.includes("members"))).toBe(true);
    }
  });

  it("is cut into two halves of needs, none much smaller", () => {
    const tuned = needs.filter(isForTuning).length;
    expect(tuned).toBeGreaterThan(needs.length / 3);
    expect(tuned).toBeLessThan((2 * needs.length) / 3);
  });

  it("often names the same thing by other words: plain words of a complement's title are rarely those of its need", () => {
    const isSame = (need: Planned, offer: Planned) =>
      need.side.elements?.processes?.[0] === offer.side.elements?.processes?.[0];
    const pairs = needs.flatMap((need) => inCell(need, "complement").map((offer) => [need, offer] as const));
    const named = pairs.filter(([need, offer]) => need.side.elements?.processes && offer.side.elements?.processes);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(([need, offer]) => isSame(need, offer)).length / named.length).toBeLessThan(0.5);
  });
});
