// What every search engine must bear: words that nearly everything holds, the longest queries, the worst texts. Part of the one suite.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tombstone } from "../../../packages/shared/src/search/document.ts";
import { readingsOf } from "../../../packages/shared/src/search/pinyin.ts";
import type { SearchQuery } from "../../../packages/shared/src/search/port.ts";
import { allianceSynonyms } from "../../../packages/shared/src/search/synonyms.ts";
import type { Opened } from "./contract.ts";
import { aDocument } from "./documents.ts";

const mostGraphemes = 256;
const papers = readFileSync(join(import.meta.dirname, "../../data/csl-200.jsonl"), "utf8")
  .split("\n", 4)
  .map((line) => JSON.parse(line) as { abstract: string });
const hanzi = Array.from({ length: 6_000 }, (_, at) => String.fromCharCode(0x4e00 + 3 * at));

/** `opened`: the index of the test under way, which is empty when it starts. */
export function limitsSuite(opened: () => Opened): void {
  const write = (...documents: ReturnType<typeof aDocument>[]) => opened().index.write(documents);
  const find = (q: string, over: Partial<SearchQuery> = {}) =>
    opened().index.search({ q, audience: ["public"], limit: 100, ...over });

  describe("a word that nearly every document holds, and that has synonyms", () => {
    it("finds them all, those called otherwise behind them, alone, beside a rare one and among some things", async () => {
      const many = Array.from({ length: 1_300 }, (_, at) => aDocument({ title: `机床 ${at}`, text: "" }));
      const others = Array.from({ length: 25 }, (_, at) => aDocument({ title: `工具机 ${at}`, text: "" }));
      const [rare] = [aDocument({ title: "机床保养", text: "" })];
      await write(...many, ...others, rare);
      const alone = await find("机床");
      expect([alone.total.value, alone.items.length]).toEqual([1_326, 100]);
      expect(alone.items.every(({ score, title }) => score > 0 && title.startsWith("机床"))).toBe(true);
      const beside = await find("机床 保养");
      expect(beside.items[0]?.id).toBe(rare.id);
      expect(beside.items.every(({ score }) => score > 0)).toBe(true);
      const among = [many[0]?.id ?? "", others[0]?.id ?? ""];
      const { items } = await find("机床", { among });
      expect(items.map(({ id }) => id)).toEqual(among);
    });
  });

  describe("the longest queries", () => {
    const cut = (text: string): string => Array.from(text).slice(0, mostGraphemes).join("");
    const passage = cut(papers.map(({ abstract }) => abstract.match(/\p{Script=Han}+/gu)?.join("") ?? "").join(""));
    const alike = (text: string): string => {
      const byReading = Map.groupBy(hanzi, (each) => readingsOf(each)[0] ?? "");
      return Array.from(text, (each) => byReading.get(readingsOf(each)[0] ?? "")?.find((o) => o !== each) ?? each).join(
        "",
      );
    };
    const synonyms = cut([...allianceSynonyms.keys()].filter((term) => /^\p{Script=Han}+$/u.test(term)).join(" "));
    const instead = [...allianceSynonyms.values()].flat().join(" ");

    it.each<[what: string, q: string, text: string]>([
      ["a passage", passage, passage],
      [
        "a passage in traditional script",
        "人工智能與網際網路技術在數控機床誤差補償中的應用研究",
        "人工智能与互联网技术在数控机床误差补偿中的应用研究，人工智能与网际网路技术",
      ],
      ["a passage of homophones", alike(passage), passage],
      ["a list of terms that all have synonyms", synonyms, instead],
      [
        "hanzi of which no two stand together twice",
        hanzi.slice(0, mostGraphemes).join(""),
        hanzi.slice(0, 300).join(""),
      ],
      ["hanzi that stand alone", cut(hanzi.join("、")), hanzi.slice(0, 300).join("")],
      ["pinyin", "shukongjichuangzhuzhou".repeat(5), "数控机床主轴"],
      [
        "codes and Latin words",
        cut("GB/T 19001 labview mes 6063-T5 iatf16949 ".repeat(9)),
        "GB/T 19001, labview, MES, 6063-T5",
      ],
    ])("%s is answered", async (_, q, text) => {
      const wanted = aDocument({ title: "所求", text });
      await write(wanted, aDocument({ title: "管理创新", text: "质量" }));
      const asked = cut(q);
      expect((await find(asked)).items.map(({ id }) => id)).toEqual([wanted.id]);
      expect((await find(asked, { filters: { kind: ["case"], year: ["2026"] }, sort: "newest" })).total.value).toBe(1);
    });

    it("what is typed: mixed hanzi and letters with many readings", async () => {
      await write(aDocument({ title: "长长长长长安霜状" }));
      for (const q of ["长长长长长ashuangzhuang", "长".repeat(64), `${"长重行乐".repeat(4)}${"shuang".repeat(8)}`])
        expect(Array.isArray(await opened().index.suggest({ q, audience: ["public"], limit: 10 }))).toBe(true);
    });
  });

  describe("a text of nothing but noise", () => {
    it("is written beside another, and makes both due to who waits for them", async () => {
      const noise = Array.from({ length: 40_000 }, (_, at) => hanzi[(at * 7_919 + ((at * at) % 5_003)) % 6_000]).join(
        "",
      );
      const [bad, good] = [aDocument({ title: "噪声", text: noise }), aDocument({ title: "磨削" })];
      await opened().index.write([], { standing: [{ id: "search_1", version: 1, q: "磨削 噪声" }] });
      const results = await opened().index.write([bad, good], { dueSince: "" });
      expect(results.map(({ result }) => result)).toEqual(["applied", "applied"]);
      const due = (await opened().index.due(10)).map(({ thing }) => thing);
      expect(due.toSorted()).toEqual([bad.id, good.id].toSorted());
    });
  });

  describe("many long texts at once", () => {
    it("are written whatever they come to together", async () => {
      const text = "数控机床主轴热误差补偿与刀具磨损监测。".repeat(1_000);
      const documents = Array.from({ length: 150 }, () => aDocument({ text }));
      const results = await write(...documents);
      expect(results.filter(({ result }) => result === "applied").length).toBe(150);
    });
  });

  describe("what was purged", () => {
    it("can come back under its next version", async () => {
      const gone = aDocument({ updatedAt: "2026-01-01T00:00:00.000Z", version: 2 });
      await write(tombstone(gone));
      expect(await opened().index.purge("2026-01-02T00:00:00.000Z")).toBe(1);
      const back = { ...gone, version: 3 };
      expect(await write(back)).toMatchObject([{ result: "applied" }]);
      expect((await find("数控机床")).items.map(({ id }) => id)).toEqual([gone.id]);
    });
  });
}
