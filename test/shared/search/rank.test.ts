// Ranking: BM25 as the formula has it, the minimum of tokens, the order of equals.
import { describe, expect, it } from "vitest";
import { enoughTokens, lengthClass, Scores } from "../../../packages/shared/src/search/rank.ts";

const posting = (number: number, tokens: number) => ({ number, lengthClass: lengthClass(tokens) });

describe("rank", () => {
  it("a score is Lucene's BM25 of token frequency, document frequency and length", () => {
    const scores = new Scores({ documents: 10, tokens: 1_280 }, 5);
    scores.add([[posting(1, 128), posting(2, 64)], [posting(1, 128)], [posting(1, 128)]]);
    const { total, items } = scores.best(1, 0, 10, String);
    const idf = Math.log(1 + (10 - 2 + 0.5) / (2 + 0.5));
    const bm25 = (repeats: number, length: number) =>
      (idf * repeats * 2.2) / (repeats + 1.2 * (0.25 + (0.75 * length) / 128));
    expect(total).toBe(2);
    expect(items.map(({ number }) => number)).toEqual([1, 2]);
    expect(items[0]?.score).toBeCloseTo(bm25(3, 128), 10);
    expect(items[1]?.score).toBeCloseTo(bm25(1, 64), 10);
  });

  it("a document with fewer tokens than asked does not count", () => {
    const scores = new Scores({ documents: 4, tokens: 40 }, 5);
    scores.add([[posting(1, 10), posting(2, 10)]]);
    scores.add([[posting(2, 10), posting(3, 10)]]);
    expect(scores.best(2, 0, 10, String)).toMatchObject({ total: 1, items: [{ number: 2 }] });
    expect(scores.best(3, 0, 10, String)).toEqual({ total: 0, items: [] });
  });

  it("equal scores stand in the order of their keys, across pages too", () => {
    const scores = new Scores({ documents: 9, tokens: 90 }, 10);
    scores.add([[9, 3, 7, 1, 5].map((number) => posting(number, 10))]);
    const pages = [0, 2, 4].map((offset) =>
      scores.best(1, offset, 2, (number) => `key ${9 - number}`).items.map(({ number }) => number),
    );
    expect(pages).toEqual([[9, 7], [5, 3], [1]]);
  });

  it("how many tokens are enough rises mildly", () => {
    expect([1, 5, 6, 17, 18, 35, 36, 256].map(enoughTokens)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it("a length class is within 5 % of its length", () => {
    for (let tokens = 12; tokens < 60_000; tokens = Math.ceil(tokens * 1.01))
      expect(Math.abs(2 ** (lengthClass(tokens) / 8) / tokens - 1)).toBeLessThan(0.05);
    expect([lengthClass(0), lengthClass(1), lengthClass(10_000_000)]).toEqual([0, 0, 127]);
  });
});
