// How a set is asked and measured.
import { describe, expect, it } from "vitest";
import type { Baseline } from "./baseline.ts";
import { evaluate, timed } from "./evaluate.ts";
import type { QuerySet } from "./sets.ts";

const judged = new Map([["a", 1]]);
const all = (baseline: Baseline) => ({ characters: baseline, bigrams: baseline, "words+bigrams": baseline });

describe("evaluating a set", () => {
  it("measures a variant beside what was meant, by the same judgements, and asks nothing twice", async () => {
    const asked: string[] = [];
    const ask = timed(async ({ text }) => {
      asked.push(text);
      return text === "meant" ? ["a"] : ["b", "a"];
    });
    const set: QuerySet = {
      name: "variant",
      asks: "search",
      data: "d",
      queries: [{ id: "q", text: "typed", judged }],
      clean: [{ id: "q", text: "meant", judged }],
    };
    await ask({ id: "q", text: "meant", judged });
    const { ours, clean, baselines } = await evaluate(
      set,
      ask,
      all(() => ["b", "c", "a"]),
    );
    expect(asked).toEqual(["meant", "typed"]);
    expect([ours.ndcg[0], ours.recall, ours.reciprocalRank]).toEqual([1 / Math.log2(3), [1], [0.5]]);
    expect(clean?.ours.ndcg).toEqual([1]);
    expect(baselines.characters.ndcg).toEqual([0.5]);
  });

  it("does not let a baseline find a text as its own like", async () => {
    const queries = [{ id: "self", text: "t", judged }];
    const baseline = all(() => ["self", "a"]);
    const ask = timed(async () => []);
    const asking = async (asks: QuerySet["asks"]) => {
      const { baselines } = await evaluate({ name: "n", asks, data: "d", queries }, ask, baseline);
      return baselines.bigrams.reciprocalRank;
    };
    expect([await asking("similar"), await asking("search")]).toEqual([[1], [0.5]]);
  });
});
