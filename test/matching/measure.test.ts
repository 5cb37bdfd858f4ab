// The measures of matching, by hand.
import { describe, expect, it } from "vitest";
import { judge } from "../../packages/shared/src/cooperation/matching/eligible.ts";
import { breaksLimit, gini, measure } from "./measure.ts";
import { makeWorld, today } from "./world.ts";

describe("measures", () => {
  it("Gini is 0 where all have the same and near 1 where one has all", () => {
    expect([gini([]), gini([0, 0]), gini([3, 3, 3]), gini([0, 0, 0, 4]), gini([1, 3])]).toEqual([0, 0, 0, 0.75, 0.25]);
  });

  it("whether two may meet, written twice, is the same for every need and offer of the world", () => {
    const { requests } = makeWorld();
    const [needs, offers] = ["need", "offer"].map((direction) =>
      requests.filter(({ side }) => side.direction === direction),
    );
    let broken = 0;
    for (const need of needs ?? [])
      for (const offer of offers ?? []) {
        const breaks = breaksLimit(need.side, offer.side);
        if (breaks) broken++;
        if (breaks !== judge(need.side, offer.side, today).obstacles.length > 0)
          expect([need.side, offer.side, breaks]).toBe("judged otherwise");
      }
    expect(broken).toBeGreaterThan(1_000);
  });

  it("count what is planted, broken and hidden among what is given", async () => {
    const world = makeWorld();
    const of = (part: string, cell: number) =>
      world.requests.flatMap((each) => (each.part === part && each.cell === cell ? [each.side.id] : []));
    const all = await measure(world, { name: "planted", answer: async ({ cell }) => of("complement", cell) });
    expect([all.judging.ndcg, all.tuned.recall, all.brokenLimits, all.notSeen]).toEqual([1, 1, 0, 0]);
    const wrong = await measure(world, {
      name: "wrong",
      answer: async ({ cell }) => [...of("breaks", cell), ...of("hidden", cell)],
    });
    expect([wrong.judging.ndcg, wrong.tuned.recall]).toEqual([0, 0]);
    expect(wrong.brokenLimits).toBeGreaterThanOrEqual(168);
    expect(wrong.notSeen).toBe(56);
  });
});
