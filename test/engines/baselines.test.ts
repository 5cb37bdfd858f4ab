// The baselines of relevance on a real OpenSearch: what each analyzer finds, and what it takes for alike.
import { describe, expect, inject, it } from "vitest";
import { baselinesOn, dropIndices, indicesOn } from "../relevance/opensearch.ts";

const node = inject("openSearch") ?? "";
const text = (id: string, words: string) => ({ id, title: id, text: words });
const query = (id: string, words: string) => ({ id, text: words, judged: new Map<string, number>() });

/** What each baseline finds, by its name. */
const found = async (
  asks: "search" | "similar",
  texts: readonly ReturnType<typeof text>[],
  queries: readonly ReturnType<typeof query>[],
) => {
  const all = await baselinesOn(node, texts, 10);
  const answers = await Promise.all(
    all.map(async ({ name, answer }) => [name, (await answer(asks, queries)).rankings]),
  );
  return Object.fromEntries(answers) as Record<string, string[][]>;
};

describe("the baselines on OpenSearch", () => {
  it("find single hanzi, bigrams or words, each query for itself, in title and text, equals by id", async () => {
    const texts = [text("b", "保鲜技术"), text("a", "保鲜技术"), text("c", "术技"), text("title", "")];
    const queries = [query("1", "技术"), query("2", "鲜技"), query("3", "title"), query("4", "无")];
    expect(await found("search", texts, queries)).toEqual({
      standard: [["c", "a", "b"], ["a", "b", "c"], ["title"], []],
      cjk: [["a", "b"], ["a", "b"], ["title"], []],
      smartcn: [["a", "b"], ["c"], ["title"], []],
    });
  });

  it("begin anew with other texts, and take more of them and of queries than go at once", async () => {
    const texts = Array.from({ length: 1_001 }, (_, at) => text(`t${at}`, `w${at}`));
    const queries = [0, 499, 500, 1_000].flatMap((at) => Array.from({ length: 30 }, () => query("q", `w${at}`)));
    const { cjk } = await found("search", texts, queries);
    expect(cjk?.length).toBe(120);
    expect([0, 30, 60, 90].map((at) => cjk?.[at])).toEqual([["t0"], ["t499"], ["t500"], ["t1000"]]);
    expect((await found("search", [text("only", "w0")], [query("q", "w0 w1")]))["cjk"]).toEqual([["only"]]);
  });

  it("take for alike what shares words that a text says twice and five texts hold", async () => {
    const texts = [
      ...Array.from({ length: 5 }, (_, at) => text(`t${at}`, "保鲜 保鲜")),
      ...Array.from({ length: 4 }, (_, at) => text(`u${at}`, "机床 机床")),
    ];
    const alike = await found("similar", texts, [
      query("t0", "保鲜 保鲜"),
      query("u0", "机床 机床"),
      query("t1", "保鲜"),
    ]);
    for (const name of ["standard", "cjk", "smartcn"])
      expect(alike[name]?.map((ids) => ids.toSorted())).toEqual([["t0", "t1", "t2", "t3", "t4"], [], []]);
  });

  it("lie in one index of the node, which can be dropped by its name", async () => {
    await baselinesOn(node, [text("a", "w")], 10);
    expect(await indicesOn(node)).toContain("baseline");
    await dropIndices(node, ["baseline"]);
    expect(await indicesOn(node)).not.toContain("baseline");
  });
});
