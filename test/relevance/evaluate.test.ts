// How a set is put to those who answer it, and measured.
import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate.ts";
import { type Contestant, timed } from "./retriever.ts";
import type { QuerySet } from "./sets.ts";

const judged = new Map([["a", 1]]);
/** Finds the same whatever it is asked. */
const baseline = (name: string, ranking: readonly string[]): Contestant => ({
  name,
  answer: async (_, queries) => ({ rankings: queries.map(() => ranking) }),
});

describe("evaluating a set", () => {
  it("measures a variant beside what was meant, by the same judgements, and asks a system nothing twice", async () => {
    const asked: string[] = [];
    const search = async ({ text }: { text: string }) => {
      asked.push(text);
      return text === "meant" ? ["a"] : ["b", "a"];
    };
    const system = timed("ours", { search, similar: search });
    const set: QuerySet = {
      name: "variant",
      asks: "search",
      data: "d",
      queries: [{ id: "q", text: "typed", judged }],
      clean: [{ id: "q", text: "meant", judged }],
    };
    await system.answer("search", set.clean ?? []);
    const { outcome, clean } = await evaluate(set, [system, baseline("plain", ["b", "c", "a"])]);
    expect(asked).toEqual(["meant", "typed"]);
    expect(outcome.get("ours")).toMatchObject({ ndcg: [1 / Math.log2(3)], recall: [1], reciprocalRank: [0.5] });
    expect(clean?.get("ours")?.ndcg).toEqual([1]);
    expect(outcome.get("plain")?.ndcg).toEqual([0.5]);
  });

  it("keeps what others found before, of a variant and of what was meant", async () => {
    const queries = [{ id: "q", text: "t", judged }];
    const set: QuerySet = { name: "n", asks: "search", data: "d", queries, clean: queries };
    const before = await evaluate(set, [baseline("first", ["a"])]);
    const { outcome, clean } = await evaluate(set, [baseline("second", ["b"])], before);
    const values = [outcome, clean].map((each) => [...(each ?? [])].map(([name, { ndcg }]) => [name, ...ndcg]));
    const both = [
      ["first", 1],
      ["second", 0],
    ];
    expect(values).toEqual([both, both]);
  });

  it("lets nobody find a text as its own like", async () => {
    const queries = [{ id: "self", text: "t", judged }];
    const asking = async (asks: QuerySet["asks"]) => {
      const { outcome } = await evaluate({ name: "n", asks, data: "d", queries }, [baseline("plain", ["self", "a"])]);
      return outcome.get("plain")?.reciprocalRank;
    };
    expect([await asking("similar"), await asking("search")]).toEqual([[1], [0.5]]);
  });

  it("takes the time of systems, and of nobody else", async () => {
    const queries = [{ id: "q", text: "t", judged }];
    const set: QuerySet = { name: "n", asks: "similar", data: "d", queries };
    const system = timed("ours", { search: async () => [], similar: async () => ["a"] });
    const { outcome } = await evaluate(set, [system, baseline("plain", [])]);
    expect(outcome.get("ours")).toMatchObject({ ndcg: [1], milliseconds: [expect.any(Number)] });
    expect(outcome.get("plain")).not.toHaveProperty("milliseconds");
  });
});
