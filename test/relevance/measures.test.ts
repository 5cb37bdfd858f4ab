// Measures: worked by hand.
import { describe, expect, it } from "vitest";
import {
  bootstrap,
  bootstrapChange,
  bootstrapMean,
  mean,
  ndcg,
  percentile,
  recall,
  reciprocalRank,
} from "./measures.ts";

const judged = new Map([
  ["a", 2],
  ["b", 1],
  ["c", 0],
]);

describe("measures", () => {
  it("nDCG has gain 2^grade - 1 and discount log2(rank + 1), and is 1 for the ideal order", () => {
    expect(ndcg(["a", "b", "c"], judged)).toBe(1);
    expect(ndcg(["x", "b", "a"], judged)).toBeCloseTo((1 / Math.log2(3) + 3 / 2) / (3 + 1 / Math.log2(3)), 12);
    expect(ndcg(["x", "a"], judged, 1)).toBe(0);
    expect(ndcg(["a"], new Map())).toBe(0);
  });

  it("recall counts relevant documents only, to its depth", () => {
    expect(recall(["c", "b"], judged)).toBe(0.5);
    expect(recall(["x", "a", "b"], judged, 2)).toBe(0.5);
    expect(recall(["c"], new Map([["c", 0]]))).toBe(0);
  });

  it("the reciprocal rank is of the first relevant document", () => {
    expect(reciprocalRank(["c", "x", "b", "a"], judged)).toBeCloseTo(1 / 3, 12);
    expect(reciprocalRank(["x", "a"], judged, 1)).toBe(0);
  });

  it("the bootstrap is the same each time, holds the mean, and narrows to a point without spread", () => {
    const differences = Array.from({ length: 200 }, (_, at) => (at % 7) / 10 - 0.3);
    const interval = bootstrap(differences);
    expect(bootstrap(differences)).toEqual(interval);
    expect(interval.low).toBeLessThan(mean(differences));
    expect(interval.high).toBeGreaterThan(mean(differences));
    // The standard error is 0.2 / sqrt(200) = 0.0141; a 95 % interval spans about four of them.
    expect(interval.high - interval.low).toBeGreaterThan(0.045);
    expect(interval.high - interval.low).toBeLessThan(0.065);
    const same = bootstrap([0.25, 0.25, 0.25]);
    expect(same).toEqual({ value: 0.25, low: 0.25, high: 0.25 });
  });

  it("the mean over sets weighs each set the same, however many queries it has", () => {
    expect(bootstrapMean([[0.5, 0.5, 0.5], [0], [-0.125]])).toEqual({ value: 0.125, low: 0.125, high: 0.125 });
    const { value, low, high } = bootstrapMean([[1, -1, 1, -1], [0.5]]);
    expect(value).toBe(0.25);
    // The first set's mean is -1 or 1 once in 16 draws each, so the interval spans all it can be.
    expect([low, high]).toEqual([-0.25, 0.75]);
  });

  it("a change is of the whole mean, not a mean of changes, and its draws keep pairs together", () => {
    // 1.2 of 1.6 is left; the changes one by one (-0.5 and 0.25) would say -12.5 %.
    expect(bootstrapChange([0.8, 0.8], [0.4, 0.8]).value).toBeCloseTo(-0.25, 12);
    const halved = bootstrapChange([0.2, 0.4, 1], [0.1, 0.2, 0.5]);
    for (const figure of [halved.value, halved.low, halved.high]) expect(figure).toBeCloseTo(-0.5, 12);
    expect(bootstrapChange([0, 0], [0, 0.5])).toEqual({ value: 0, low: 0, high: 0 });
    expect(bootstrapChange([], [])).toEqual({ value: 0, low: 0, high: 0 });
  });

  it("a percentile is a value that was seen", () => {
    expect([0, 0.5, 0.95, 1].map((share) => percentile([4, 1, 3, 2], share))).toEqual([1, 2, 4, 4]);
  });
});
