// Three rounds of kill -9 under twenty writers, one of each kind; `npm run faults` runs fifty.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kinds, openSite, runRound, type Site } from "./rounds.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe("a kill -9 under twenty writers", () => {
  for (const [position, kind] of kinds.embedded.entries())
    it(`of the ${kind} loses nothing acknowledged, doubles nothing, refuses no replay, and the index follows`, async () => {
      const round = await runRound(site, kind, 2017 + position);
      expect(round.violations).toEqual([]);
    }, 120_000);
});
