// Ranking: BM25 as the formula has it, the minimum of tokens, the order of equals.
import { describe, expect, it } from "vitest";
import { best, enoughTokens, lengthClass, Scores } from "../../../packages/shared/src/search/rank.ts";

const posting = (number: number, tokens: number) => ({ number, lengthClass: lengthClass(tokens) });

describe("rank", () => {
  it("a score is Lucene's BM25 of token frequency, document frequency and length", () => {
    const scores = new Scores({ documents: 10, tokens: 1_280 }, 5);
    scores.add([[posting(1, 128), posting(2, 64)], [posting(1, 128)], [posting(1, 128)]]);
    const items = best(scores.matches(), 10, (number) => scores.scoreOf(number), String);
    const idf = Math.log(1 + (10 - 2 + 0.5) / (2 + 0.5)) ** 1.25;
    const bm25 = (repeats: number, length: number) =>
      (idf * repeats * 2.2) / (repeats + 1.2 * (0.15 + (0.85 * length) / 128));
    expect(items.map(({ number }) => number)).toEqual([1, 2]);
    expect(items[0]?.score).toBeCloseTo(bm25(3, 128), 10);
    expect(items[1]?.score).toBeCloseTo(bm25(1, 64), 10);
  });

  it("a document with fewer tokens than are enough does not count", () => {
    const scores = new Scores({ documents: 40, tokens: 400 }, 9);
    for (let token = 0; token < 6; token++) scores.add([[posting(1, 10), ...(token < 2 ? [posting(2, 10)] : [])]]);
    scores.add([[posting(3, 10)]]);
    expect(scores.matches()).toEqual([1, 2]);
  });

  it("of one notion a document that holds half scores less than half as much", () => {
    const [loose, whole] = [0, 1].map((focus) => {
      const scores = new Scores({ documents: 9, tokens: 90 }, 9, focus);
      scores.add([[posting(1, 10), posting(2, 10)]]);
      scores.add([[posting(1, 10), posting(3, 10)]]);
      return scores.scoreOf(2) / scores.scoreOf(1);
    });
    expect(loose).toBeCloseTo(0.5, 12);
    expect(whole).toBeCloseTo(0.5 * Math.SQRT1_2, 12);
  });

  it("what stands in a token's stead counts as so many tokens and never as more than the whole", () => {
    const scores = new Scores({ documents: 9, tokens: 90 }, 9, 1);
    const says = scores.add([[posting(1, 10)]]);
    scores.addInstead([[posting(2, 10)]], 1, says);
    scores.addInstead([[posting(2, 10)]], 1, says);
    expect(scores.matches()).toEqual([1, 2]);
    expect(scores.scoreOf(2)).toBeCloseTo(2 * scores.scoreOf(1), 12);
  });

  it("equal scores stand in the order of their keys, across pages too", () => {
    const scores = new Scores({ documents: 9, tokens: 90 }, 10);
    scores.add([[9, 3, 7, 1, 5].map((number) => posting(number, 10))]);
    const [three, all] = [3, 9].map((most) =>
      best(
        scores.matches(),
        most,
        (number) => scores.scoreOf(number),
        (number) => `key ${9 - number}`,
      ).map(({ number }) => number),
    );
    expect(three).toEqual([9, 7, 5]);
    expect(all).toEqual([9, 7, 5, 3, 1]);
  });

  it("how many tokens are enough rises mildly", () => {
    expect([1, 5, 6, 17, 18, 35, 36, 256].map((tokens) => enoughTokens(tokens))).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect([1, 2, 3, 5, 6, 9].map((tokens) => enoughTokens(tokens, 1))).toEqual([1, 1, 2, 2, 3, 4]);
  });

  it("a length class is within 5 % of its length", () => {
    for (let tokens = 12; tokens < 60_000; tokens = Math.ceil(tokens * 1.01))
      expect(Math.abs(2 ** (lengthClass(tokens) / 8) / tokens - 1)).toBeLessThan(0.05);
    expect([lengthClass(0), lengthClass(1), lengthClass(10_000_000)]).toEqual([0, 0, 127]);
  });
});
