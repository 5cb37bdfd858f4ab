// Rounds of kill -9 under twenty writers with a search engine of its own, one of each kind; `npm run faults -- --search opensearch` runs many.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kinds, openSite, runRound, type Site } from "../faults/rounds.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite("opensearch");
}, 120_000);
afterAll(() => site.close());

describe("a kill -9 under twenty writers", () => {
  it.each(kinds.opensearch)("of the %s loses nothing acknowledged, and the index follows", async (kind) => {
    const round = await runRound(site, kind, 2018 + kinds.opensearch.indexOf(kind));
    expect(round.violations).toEqual([]);
  });
});
