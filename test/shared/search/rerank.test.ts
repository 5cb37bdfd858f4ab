// The second pass: what a closer look adds, worked by hand.
import { describe, expect, it } from "vitest";
import { HanziCounter, packHanzi } from "../../../packages/shared/src/search/hanzi.ts";
import { analyse } from "../../../packages/shared/src/search/query.ts";
import { Bm25, lengthClass } from "../../../packages/shared/src/search/rank.ts";
import { rerank } from "../../../packages/shared/src/search/rerank.ts";

const candidate = (title: string, text: string, score = 1) => ({
  score,
  lengthClass: lengthClass(64),
  title,
  hanzi: packHanzi(`${title}\n${text}`),
});
const bm25 = new Bm25({ documents: 10, tokens: 640 });

describe("hanzi", () => {
  it("are counted, each once per place, and nothing else is", () => {
    const counter = new HanziCounter(["偿", "债", "𬭚"]);
    expect([...counter.count(packHanzi("清偿债务，偿还 debts 𬭚"))]).toEqual([2, 1, 0]);
    expect(packHanzi("")).toHaveLength(0);
    expect([...new HanziCounter(["钢"]).count(packHanzi("钢".repeat(1_000)))]).toEqual([255]);
  });
});

describe("a query", () => {
  it("is one notion by its words of more than one hanzi, function words aside", () => {
    expect(["6063", "钢", "学习", "如何学习", "学习的方法", "学习 方法 改进"].map((q) => analyse(q).focus)).toEqual([
      1, 1, 1, 1, 0.5, 0,
    ]);
    // Hanzi that the cut left single are one word together.
    expect(["铅渣", "铝酸锶 长余辉", "硼掺杂 铝酸锶 长余辉"].map((q) => analyse(q).focus)).toEqual([1, 0.5, 0]);
  });

  it("counts function words less, unless there is nothing else", () => {
    const asked = analyse("如何偿还债务");
    expect([asked.weightOf("如何"), asked.weightOf("何偿"), asked.weightOf("偿还")]).toEqual([0.6, 0.6, 1]);
    expect([asked.hanzi.get("如"), asked.hanzi.get("偿")]).toEqual([0.6, 1]);
    expect(analyse("如何").weightOf("如何")).toBe(1);
  });
});

describe("a closer look", () => {
  it("adds what single hanzi have in common, where the query describes", () => {
    const query = analyse("夫妻 债务 偿还");
    const [shares, not] = rerank(query, [candidate("规定", "应当清偿"), candidate("规定", "应当申请")], bm25, []);
    expect(not).toBe(1);
    expect(shares).toBeGreaterThan(1);
    const [same] = rerank(analyse("偿还"), [candidate("规定", "应当清偿")], bm25, []);
    expect(same).toBe(1);
  });

  it("raises a title that holds all of the query by a fifth, one that holds half by a hundredth", () => {
    const tokens = [
      { says: 2, text: "数控", readings: [] },
      { says: 2, text: "机床", readings: ["ji~chuang"] },
    ];
    const scores = rerank(
      analyse("数控"),
      ["数控机创", "数控车间", "焊接"].map((title) => candidate(title, "")),
      bm25,
      tokens,
    );
    expect(scores.map((score) => Math.round(score * 10_000) / 10_000)).toEqual([1.2, 1.0125, 1]);
  });
});
