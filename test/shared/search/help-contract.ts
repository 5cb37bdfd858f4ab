// What every search engine must do to help on: corrections, synonyms, what comes nearest, what resembles. Part of the one suite.
import { describe, expect, it } from "vitest";
import type { SearchDocument } from "../../../packages/shared/src/search/document.ts";
import type { SearchQuery, WantedAlike } from "../../../packages/shared/src/search/port.ts";
import type { Opened } from "./contract.ts";
import { aDocument } from "./documents.ts";

const everybody = ["public"];

/** `opened`: the index of the test under way, which is empty when it starts. */
export function helpSuite(opened: () => Opened): void {
  const find = (q: string, over: Partial<SearchQuery> = {}) =>
    opened().index.search({ q, audience: everybody, limit: 100, ...over });

  describe("corrections", () => {
    const weld = aDocument({ title: "激光焊接工艺", text: "使用 labview 采集数据，机器学习预测缺陷。" });

    it("a word that sounds, reads or is typed alike is offered", async () => {
      await opened().index.write([weld]);
      const meant = [
        ["a hanzi of the same sound", "激光汉接", "激光焊接"],
        ["the first hanzi", "基光焊接", "激光焊接"],
        ["a letter left out, in a word of Latin letters", "labviw", "labview"],
        ["two letters exchanged", "labveiw", "labview"],
        ["pinyin", "jiqixuexi", "机器学习"],
        ["pinyin beside a word", "labview jiguang", "labview 激光"],
      ] as const;
      for (const [what, q, text] of meant) {
        const { correction, items } = await find(q);
        expect([what, correction?.text, items[0]?.id]).toEqual([what, text, weld.id]);
      }
    });

    it("they are applied only where nothing is found otherwise", async () => {
      await opened().index.write([weld]);
      expect((await find("labviw")).correction).toEqual({ text: "labview", applied: true });
      const misspelt = aDocument({ title: "labviw" });
      await opened().index.write([misspelt]);
      const kept = await find("labviw");
      expect([kept.correction, kept.items.map(({ id }) => id)]).toEqual([undefined, [misspelt.id]]);
      expect((await find("激光汉接")).correction).toEqual({ text: "激光焊接", applied: false });
    });

    it("none is offered for what is there as it was asked, nor for what nothing resembles", async () => {
      await opened().index.write([weld]);
      for (const q of ["激光焊接", "工艺数据", "labview", "焊接吗", "完全无关", "xyz", ""])
        expect([q, (await find(q)).correction]).toEqual([q, undefined]);
    });

    it("nothing is offered that only hidden things hold", async () => {
      await opened().index.write([{ ...weld, audience: ["org:1"] }, aDocument({ title: "激光", text: "采集" })]);
      for (const q of ["激光汉接", "labviw", "jiqixuexi"]) {
        expect((await find(q)).correction).toBeUndefined();
        expect((await find(q, { audience: ["org:1"] })).correction).toBeDefined();
      }
    });
  });

  describe("synonyms", () => {
    it("find what is called otherwise, behind what is called as asked, and are named", async () => {
      const [asked, other, part] = [
        aDocument({ title: "增材制造车间", text: "" }),
        aDocument({ title: "3D打印车间", text: "" }),
        aDocument({ title: "打印机", text: "" }),
      ];
      await opened().index.write([part, other, asked]);
      const { items, alsoSearched } = await find("增材制造");
      expect(items.map(({ id }) => id)).toEqual([asked.id, other.id]);
      expect(alsoSearched).toEqual(["3d打印"]);
      expect(items[1]?.why).toEqual([{ kind: "synonym", text: "3d打印", of: "增材制造" }]);
      expect(items[1]?.titleHighlights).toEqual([[0, 4]]);
    });

    it("so does what Taiwan calls otherwise", async () => {
      const document = aDocument({ title: "工业互联网平台", text: "" });
      await opened().index.write([document]);
      const { items, alsoSearched } = await find("網際網路");
      expect([items.map(({ id }) => id), alsoSearched]).toEqual([[document.id], ["互联网"]]);
    });

    it("none is named that only hidden things hold", async () => {
      await opened().index.write([
        aDocument({ title: "3D打印", audience: ["org:1"] }),
        aDocument({ title: "增材制造" }),
      ]);
      expect((await find("增材制造")).alsoSearched).toEqual([]);
      expect((await find("增材制造", { audience: ["org:1"] })).alsoSearched).toEqual(["3d打印"]);
    });
  });

  describe("what comes nearest", () => {
    it("is what was found but for the filters, or holds anything of the query; nothing where something is found", async () => {
      const document = aDocument({ title: "铅冶炼", facets: { region: "11" } });
      await opened().index.write([document]);
      const [filtered, partly, found] = [
        await find("铅冶炼", { filters: { region: ["31"] } }),
        await find("铅渣"),
        await find("铅冶炼"),
      ];
      expect([filtered, partly, found].map(({ items }) => items.length)).toEqual([0, 0, 1]);
      expect([filtered, partly, found].map(({ nearest }) => nearest.map(({ id }) => id))).toEqual([
        [document.id],
        [document.id],
        [],
      ]);
    });

    it("is never hidden, and at most five", async () => {
      const many = Array.from({ length: 9 }, () => aDocument({ title: "铅冶炼" }));
      await opened().index.write([...many, aDocument({ title: "铅渣", audience: ["org:1"] })]);
      const { items, nearest } = await find("铅渣");
      expect([items, nearest.length]).toEqual([[], 5]);
      expect(nearest.every(({ title }) => title === "铅冶炼")).toBe(true);
    });
  });

  describe("similar things", () => {
    const similar = async (id: string, audience: readonly string[] = everybody, over: Partial<WantedAlike> = {}) => {
      const [found = []] = await opened().index.similar({ id, audience, wanted: [{ limit: 10, ...over }] });
      return found;
    };

    it("share what few others hold, most alike first, and say which words", async () => {
      const [one, near, far, none] = [
        aDocument({ title: "激光焊接工艺优化", text: "铝合金激光焊接的缺陷控制" }),
        aDocument({ title: "铝合金焊接", text: "激光焊接缺陷" }),
        aDocument({ title: "激光切割", text: "不锈钢板" }),
        aDocument({ title: "供应链协同", text: "订单与库存" }),
      ];
      await opened().index.write([one, near, far, none]);
      const found = await similar(one.id);
      expect(found.map(({ id }) => id)).toEqual([near.id, far.id]);
      expect(found[0]?.shared).toEqual(expect.arrayContaining(["焊接", "铝合金", "缺陷"]));
      expect(found[1]?.shared).toEqual(["激光"]);
      expect((await similar(one.id, everybody, { limit: 1 })).length).toBe(1);
    });

    it("score what share they are of what is asked: 1 where they say the same, nothing hidden counted", async () => {
      const text = { title: "激光焊接工艺优化", text: "铝合金激光焊接的缺陷控制，激光功率与焊接速度" };
      const [one, same, part] = [aDocument(text), aDocument(text), aDocument({ title: "激光切割", text: "不锈钢板" })];
      await opened().index.write([one, same, part]);
      const [first, second] = await similar(one.id);
      expect([first?.id, second?.id]).toEqual([same.id, part.id]);
      expect(first?.score).toBeCloseTo(1, 5);
      expect(second?.score).toBeGreaterThan(0);
      expect(second?.score).toBeLessThan(0.5);
      await opened().index.write(Array.from({ length: 9 }, () => aDocument({ ...text, audience: ["org:1"] })));
      expect(await similar(one.id)).toEqual([first, second]);
    });

    it("are of the same kind, and none of what is unknown, hidden or gone", async () => {
      const one = aDocument();
      const hidden = aDocument({ audience: ["org:1"] });
      await opened().index.write([one, hidden, aDocument({ kind: "organisation" })]);
      expect([await similar(one.id), await similar(hidden.id), await similar("case_0")]).toEqual([[], [], []]);
      expect((await similar(one.id, ["public", "org:1"])).map(({ id }) => id)).toEqual([hidden.id]);
    });

    it("may be of another kind and narrowed as a search is, by what their reader sees", async () => {
      const of = (over: Partial<SearchDocument>) => aDocument({ kind: "request", view: "members", ...over });
      const offer = { direction: "offer", industry: "3421" };
      const need = of({ facets: { direction: "need" } });
      const [near, far] = [of({ facets: offer }), of({ text: "", facets: { ...offer, industry: "3511" } })];
      const [other, hidden] = [of({ facets: { direction: "need" } }), of({ facets: offer, audience: ["org:1"] })];
      const [practice, firm] = [aDocument({ facets: { industry: "34" } }), aDocument({ kind: "organisation" })];
      await opened().index.write([need, near, far, other, hidden, practice, firm]);
      const found = async (over: Partial<WantedAlike>, id = need.id, audience: readonly string[] = everybody) =>
        (await similar(id, audience, over)).map((each) => each.id);
      expect((await found({})).toSorted()).toEqual([near.id, far.id, other.id].toSorted());
      expect(await found({ filters: { direction: ["offer"] } })).toEqual([near.id, far.id]);
      expect(await found({ filters: { direction: ["offer"] }, limit: 1 })).toEqual([near.id]);
      expect(await found({ filters: { direction: ["offer"], industry: ["35", "A"] } })).toEqual([far.id]);
      expect(await found({ filters: { direction: ["offer"], region: [] } })).toEqual([near.id, far.id]);
      expect(await found({ filters: { direction: ["offer"], region: ["11"] } })).toEqual([]);
      const more = await found({ filters: { direction: ["offer"] } }, need.id, ["public", "org:1"]);
      expect(more.toSorted()).toEqual([near.id, far.id, hidden.id].toSorted());
      expect(await found({ kind: "case" })).toEqual([practice.id]);
      expect(await found({ kind: "case", filters: { industry: ["C"] } })).toEqual([practice.id]);
      expect(await found({ kind: "case", filters: { kind: ["organisation"] } })).toEqual([]);
      expect(await found({ kind: "case" }, hidden.id)).toEqual([]);
      const both = { id: need.id, audience: everybody, wanted: [{ limit: 1 }, { kind: "case", limit: 10 }] } as const;
      expect(await opened().index.similar(both)).toEqual([
        await similar(need.id, everybody, { limit: 1 }),
        await similar(need.id, everybody, { kind: "case" }),
      ]);
    });

    it("tell a piece of the text of so many as is wanted, and all else the same", async () => {
      const many = Array.from({ length: 3 }, () => aDocument());
      await opened().index.write(many);
      const [one] = many;
      const whole = await similar(one?.id ?? "");
      const without = whole.map((each) => ({ ...each, excerpt: { text: "", highlights: [] } }));
      expect(whole.map(({ excerpt }) => excerpt.text !== "")).toEqual([true, true]);
      expect(await similar(one?.id ?? "", everybody, { excerpts: 0 })).toEqual(without);
      expect(await similar(one?.id ?? "", everybody, { excerpts: 1 })).toEqual([whole[0], without[1]]);
    });

    it("of a thing with two views the one counts that the reader sees", async () => {
      const published = aDocument({ id: "case_9", title: "焊接", text: "", except: ["org:1"] });
      const working = aDocument({ id: "case_9", view: "working", title: "铸造", text: "", audience: ["org:1"] });
      const [welds, casts] = [aDocument({ title: "焊接", text: "" }), aDocument({ title: "铸造", text: "" })];
      await opened().index.write([published, working, welds, casts]);
      expect((await similar("case_9")).map(({ id }) => id)).toEqual([welds.id]);
      expect((await similar("case_9", ["public", "org:1"])).map(({ id }) => id)).toEqual([casts.id]);
    });
  });
}
