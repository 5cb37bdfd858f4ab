// What every search engine must do: one suite, run on each adapter of the port.
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  documentKey,
  hashDocument,
  type SearchDocument,
  tombstone,
} from "../../../packages/shared/src/search/document.ts";
import { fold } from "../../../packages/shared/src/search/fold.ts";
import {
  type Hit,
  type SearchAnswer,
  type SearchIndex,
  type SearchQuery,
  StaleCursor,
} from "../../../packages/shared/src/search/port.ts";
import { facetNames, searchKinds, searchViews } from "../../../packages/shared/src/search/schema.ts";
import { tokenise } from "../../../packages/shared/src/search/tokens.ts";
import { aDocument } from "./documents.ts";
import { choice, facetSuite, fits, someFacets, someTime } from "./facet-contract.ts";
import { helpSuite } from "./help-contract.ts";
import { limitsSuite } from "./limits-contract.ts";
import { standingSuite } from "./standing-contract.ts";
import { suggestSuite } from "./suggest-contract.ts";

export interface Opened {
  readonly index: SearchIndex;
  /** Lets go of the index and opens the same data again. */
  reopen(): Promise<SearchIndex>;
  remove(): Promise<void>;
}

const everybody = ["public"];

/** What is asked, and the title that is meant by it. */
const meant: readonly (readonly [what: string, q: string, title: string])[] = [
  ["traditional script", "數控機床", "数控机床"],
  ["simplified for traditional", "数控机床", "數控機床改造"],
  ["full width", "ＭＥＳ系统", "MES系统"],
  ["upper case", "mes 系统", "MES系统"],
  ["a wrong character of the same sound", "数孔机床", "数控机床改造"],
  ["pinyin, its syllables apart", "shu kong ji chuang", "数控机床改造"],
  ["pinyin, written together", "shukongjichuang", "数控机床改造"],
  ["pinyin of a hanzi with several readings", "yinhang", "银行授信"],
  ["pinyin beside hanzi and Latin letters", "MES xitong 改造", "MES系统改造"],
  ["mixed script", "BP神经网络", "基于BP神经网络的预测"],
  ["a code", "6063-T5", "６０６３－Ｔ５铝型材"],
  ["a standard with and without space", "GB/T1.1", "按照 GB/T 1.1—2020 编写"],
  ["a standard without its year", "GB/T 19001", "通过 GB/T 19001-2016 认证"],
  ["a code written apart", "IATF 16949", "IATF16949认证"],
  ["one hanzi inside a word", "钢", "一种不锈钢板"],
  ["one hanzi at the end", "钢", "一种不锈钢。"],
  ["one hanzi alone", "钢", "铁、钢、铜"],
  ["rare hanzi beyond the BMP", "𬭚", "元素𬭚"],
];

/**
 * Declares the suite; call it within a `describe` that names the engine.
 *
 * @param mostFresh how many indexes of its own a property may open, at most: few where opening takes long and the same code is
 *   tried with many elsewhere.
 */
export function contractSuite(open: () => Promise<Opened>, mostFresh = 40): void {
  let opened: Opened;
  let index: SearchIndex;
  beforeEach(async () => {
    opened = await open();
    index = opened.index;
  });
  afterEach(async () => opened.remove());

  const find = (q: string, over: Partial<SearchQuery> = {}) =>
    index.search({ q, audience: everybody, limit: 100, ...over });
  const idsOf = async (q: string, over: Partial<SearchQuery> = {}): Promise<string[]> =>
    (await find(q, over)).items.map(({ id }) => id);
  const resultsOf = async (...documents: SearchDocument[]): Promise<string[]> =>
    (await index.write(documents)).map(({ result }) => result);

  describe("versions", () => {
    it("the newest version is found, whatever the order of arrival", async () => {
      const first = aDocument({ title: "旧标题" });
      const second = { ...first, version: 2, title: "新名称" };
      expect(await resultsOf(second)).toEqual(["applied"]);
      expect(await resultsOf(first, second)).toEqual(["stale", "stale"]);
      expect(await idsOf("旧标题")).toEqual([]);
      expect(await idsOf("新名称")).toEqual([first.id]);
    });

    it("several versions of one document in one write leave the newest", async () => {
      const first = aDocument({ title: "旧标题" });
      const third = { ...first, version: 3, title: "新名称" };
      expect(await resultsOf(first, third, { ...first, version: 2 })).toEqual(["applied", "applied", "stale"]);
      expect((await find("新名称")).items).toMatchObject([{ id: first.id, version: 3 }]);
      expect((await find("")).total).toEqual({ value: 1, relation: "eq" });
    });

    it("what was replaced is no longer found by its old words, nor counted", async () => {
      const first = aDocument({ title: "龙门铣床", text: "" });
      await index.write([first]);
      await index.write([{ ...first, version: 2, title: "激光切割" }]);
      expect((await find("龙门铣床")).total).toEqual({ value: 0, relation: "eq" });
      expect((await find("激光切割")).total).toEqual({ value: 1, relation: "eq" });
    });

    it("a late older version does not bring back what has gone", async () => {
      const first = aDocument();
      await index.write([first]);
      await index.write([tombstone({ ...first, version: 3 })]);
      expect(await resultsOf({ ...first, version: 2 })).toEqual(["stale"]);
      expect(await idsOf("数控机床")).toEqual([]);
      expect(await index.versions("", 10)).toMatchObject([{ version: 3, tombstone: true }]);
    });

    it("what has gone can come back under a newer version", async () => {
      const first = aDocument();
      await index.write([tombstone(first)]);
      expect(await resultsOf({ ...first, version: 2 })).toEqual(["applied"]);
      expect(await idsOf("数控机床")).toEqual([first.id]);
    });

    it("a bad document is named and stops no other", async () => {
      const [good, bad, long, other] = [
        aDocument(),
        aDocument({ version: Number.NaN }),
        aDocument({ id: `case_${"x".repeat(600)}` }),
        aDocument(),
      ];
      const results = await index.write([good, bad, long, other], { checkpoint: "7" });
      expect(results.map(({ result }) => result)).toEqual(["applied", "failed", "failed", "applied"]);
      expect(results[1]).toMatchObject({ key: documentKey(bad), error: expect.stringContaining("NaN") });
      expect((await idsOf("数控机床")).toSorted()).toEqual([good.id, other.id].toSorted());
      expect(await index.checkpoint()).toBe("7");
    });

    it("purging removes only tombstones older than asked", async () => {
      const at = (updatedAt: string) => aDocument({ updatedAt });
      const [old, young, alive] = [
        at("2026-01-01T00:00:00.000Z"),
        at("2026-01-03T00:00:00.000Z"),
        at("2020-01-01T00:00:00.000Z"),
      ];
      await index.write([tombstone(old), tombstone(young), alive]);
      expect(await index.purge("2026-01-02T00:00:00.000Z")).toBe(1);
      expect((await index.versions("", 10)).map(({ id }) => id).toSorted()).toEqual([young.id, alive.id].toSorted());
      expect(await idsOf("数控机床")).toEqual([alive.id]);
    });
  });

  describe("audit", () => {
    it("every document is listed once in the order of keys, with the hash of what was written", async () => {
      const documents = Array.from({ length: 7 }, () => aDocument());
      await index.write(documents);
      const listed: string[] = [];
      for (let page = await index.versions("", 3); page.length > 0; page = await index.versions(listed.at(-1) ?? "", 3))
        listed.push(...page.map(({ key }) => key));
      expect(listed).toEqual(documents.map(documentKey).toSorted());
      const hashes = new Map((await index.versions("", 10)).map(({ key, hash }) => [key, hash]));
      for (const document of documents) expect(hashes.get(documentKey(document))).toBe(hashDocument(document));
    });
  });

  describe("what is held", () => {
    it("is said by key: versions of documents and of what has gone, nothing of what was never written", async () => {
      const [alive, gone, never] = [aDocument({ version: 7 }), aDocument(), aDocument()];
      await index.write([alive, tombstone(gone)]);
      const held = await index.held([alive, gone, never].map(documentKey));
      expect(Object.fromEntries(held)).toEqual({ [documentKey(alive)]: 7, [documentKey(gone)]: gone.version });
    });
  });

  describe("the facts", () => {
    it("count what somebody sees and what has gone, and tell make, size and checkpoint", async () => {
      const gone = aDocument();
      await index.write([aDocument(), aDocument({ view: "working", audience: ["org:1"] }), gone], { checkpoint: "7" });
      await index.write([tombstone({ ...gone, version: 2 })]);
      const facts = await index.facts();
      expect(facts).toMatchObject({ documents: 2, tombstones: 1, setAside: 0, checkpoint: "7" });
      expect(facts.make).toMatchObject({ icu: process.versions.icu, dictionary: expect.any(String) });
      expect(facts.bytes).toBeGreaterThan(0);
    });
  });

  describe("what is set aside", () => {
    it("is kept with its error until it is read again and all its documents are applied", async () => {
      const [bad, other] = [aDocument({ version: -1 }), aDocument()];
      await index.write([bad, other], {
        read: [bad.id, other.id],
        setAside: [{ id: "case_unreadable", error: "why" }],
      });
      expect((await index.setAside()).map(({ id }) => id).toSorted()).toEqual([bad.id, "case_unreadable"].toSorted());
      expect((await index.setAside()).find(({ id }) => id === "case_unreadable")?.error).toBe("why");
      expect(await index.facts()).toMatchObject({ setAside: 2, documents: 1 });
      await index.write([{ ...bad, version: 1 }], { read: [bad.id, "case_unreadable"] });
      expect(await index.setAside()).toEqual([]);
      index = await opened.reopen();
      expect(await index.setAside()).toEqual([]);
    });

    it("keeps since when, and counts how often it failed since, once a write", async () => {
      const [working, published] = (["working", "published"] as const).map((view) =>
        aDocument({ id: "case_twice", view, version: -1 }),
      );
      const began = Date.now();
      const failing = [working, published].flatMap((document) => document ?? []);
      await index.write(failing, { read: ["case_twice"] });
      const [first] = await index.setAside();
      expect([first?.attempts, Math.abs(Date.parse(first?.at ?? "") - began) < 10_000]).toEqual([1, true]);
      await index.write([], { setAside: [{ id: "case_twice", error: "why" }] });
      expect(await index.setAside()).toEqual([{ ...first, error: "why", attempts: 2 }]);
      await index.write([], { read: ["case_twice"] });
      await index.write([], { setAside: [{ id: "case_twice", error: "why" }] });
      expect(await index.setAside()).toMatchObject([{ attempts: 1 }]);
    });
  });

  describe("what is asked among some things, or newest first", () => {
    const ofDay = (day: number) =>
      aDocument({ updatedAt: `2026-03-${String(day + 10)}T00:00:00.000Z`, text: day % 2 === 0 ? "主轴主轴" : "" });

    it("is what is found anyway, without the rest: no more, and nothing that its reader may not see", async () => {
      const [first, second, third] = [ofDay(1), ofDay(2), ofDay(3)];
      const hidden = aDocument({ audience: ["org:1"] });
      const other = aDocument({ title: "铸造", text: "" });
      await index.write([first, second, third, hidden, other]);
      const among = [first.id, third.id, hidden.id, other.id, "case_none"];
      const expected: [q: string, found: string[]][] = [
        ["数控机床", [first.id, third.id]],
        ["", [first.id, third.id, other.id]],
        ["焊接", []],
      ];
      for (const [q, found] of expected) {
        const answer = await find(q, { among });
        expect(answer.items.map(({ id }) => id).toSorted()).toEqual(found.toSorted());
        expect(answer.total).toEqual({ value: found.length, relation: "eq" });
      }
      expect(await idsOf("数控机床", { among: [] })).toEqual([]);
    });

    it("stands in the order of time, in pages that hold each once", async () => {
      const documents = Array.from({ length: 7 }, (_, day) => ofDay(day));
      await index.write(documents);
      const expected = documents.map(({ id }) => id).toReversed();
      expect(await idsOf("主轴改造", { sort: "newest" })).toEqual(expected);
      const pages: string[] = [];
      for (let after: SearchQuery["after"], more = true; more; more = after !== undefined) {
        const answer = await find("主轴改造", { sort: "newest", limit: 3, after });
        pages.push(...answer.items.map(({ id }) => id));
        after = answer.next;
      }
      expect(pages).toEqual(expected);
    });
  });

  describe("readers", () => {
    const token = fc.constantFrom("public", "members", "org:1", "org:2", "staff");
    const tokens = fc.uniqueArray(token, { maxLength: 3 });
    const meets = (one: readonly string[], other: readonly string[]) => one.some((each) => other.includes(each));

    it("nobody finds or counts what his tokens do not permit, and everybody finds the rest", async () => {
      const word = fc.constantFrom("alpha", "beta", "gamma", "轴承", "铸造");
      const change = fc.record({
        id: fc.constantFrom("case_1", "case_2", "case_3", "case_4"),
        view: fc.constantFrom(...searchViews),
        version: fc.integer({ min: 1, max: 6 }),
        words: fc.array(word, { maxLength: 4 }),
        audience: tokens,
        except: tokens,
      });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 12 }), tokens, word, async (changes, audience, q) => {
          const fresh = await open();
          const newest = new Map<string, SearchDocument>();
          for (const { words, ...rest } of changes) {
            const document = aDocument({ ...rest, title: "t", text: words.join("，") });
            const known = newest.get(documentKey(document));
            if (!known || known.version < document.version) newest.set(documentKey(document), document);
            await fresh.index.write([document]);
          }
          const visible = [...newest.values()].filter(
            (each) => meets(each.audience, audience) && !meets(each.except, audience),
          );
          for (const [asked, expected] of [
            [q, visible.filter(({ text }) => text.includes(q))],
            ["", visible],
          ] as const) {
            const answer = await fresh.index.search({ q: asked, audience, limit: 100 });
            expect(answer.items.map(documentKey).toSorted()).toEqual(expected.map(documentKey).toSorted());
            expect(answer.total).toEqual({ value: expected.length, relation: "eq" });
          }
          await fresh.remove();
        }),
        { numRuns: mostFresh },
      );
    });

    it("one thing is one hit for every reader, when the wider view excepts the narrower's readers", async () => {
      const documents = [["members"], ["org:1", "staff"], ["org:2"], ["public", "org:1"]].flatMap((working, at) => [
        aDocument({ id: `case_${at}`, view: "working", audience: working }),
        aDocument({ id: `case_${at}`, view: "published", audience: ["public", "members"], except: working }),
      ]);
      await index.write(documents);
      await fc.assert(
        fc.asyncProperty(tokens, async (audience) => {
          const answer = await find("数控机床", { audience });
          const ids = answer.items.map(({ id }) => id);
          const readable = documents.filter((each) => meets(each.audience, audience)).map(({ id }) => id);
          expect(ids.toSorted()).toEqual([...new Set(readable)].toSorted());
          expect(answer.total.value).toBe(ids.length);
        }),
        { numRuns: 40 },
      );
    });

    it("an answer tells of nothing but what its reader may see now, whatever else is there or was before", async () => {
      const word = fc.constantFrom("alpha", "beta", "gamma", "轴承", "铸造", "3d打印");
      const typed = fc.oneof(word, fc.constantFrom("alpah", "轴程", "zhucheng", "zhu zao", "增材制造", "轴"));
      const change = fc.record({
        id: fc.constantFrom("case_1", "case_2", "case_3", "case_4", "case_5"),
        words: fc.array(word, { maxLength: 3 }),
        audience: tokens,
        except: tokens,
        facets: someFacets,
        updatedAt: someTime,
        kind: fc.constantFrom(...searchKinds),
      });
      const asked = fc.array(typed, { maxLength: 2 }).map((words) => words.join(" "));
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { maxLength: 16 }),
          tokens,
          asked,
          choice,
          async (changes, held, q, chosen) => {
            // What belongs to other runs is there, too, and nobody sees it.
            const run = ++runs;
            const ofThisRun = (some: readonly string[]) => some.map((each) => `${each}/${run}`);
            const audience = ofThisRun(held);
            const without = await open();
            const newest = new Map<string, SearchDocument>();
            for (const [at, { id, words, facets, updatedAt, kind, ...readers }] of changes.entries()) {
              const document = aDocument({
                id: `${id}-${run}`,
                version: at + 1,
                title: "t",
                text: words.join("，"),
                audience: ofThisRun(readers.audience),
                except: ofThisRun(readers.except),
                facets,
                updatedAt,
                kind,
              });
              newest.set(document.id, document);
              await index.write([document]);
              // What a search leaves in memory must not be seen in the next one.
              if (at % 3 === 0) await index.search({ q: "", audience, limit: 1 });
            }
            const visible = [...newest.values()].filter(
              (each) => meets(each.audience, audience) && !meets(each.except, audience),
            );
            await without.index.write(visible.toReversed());
            const query = { q, audience, limit: 100, ...chosen };
            assertSame(await index.search(query), await without.index.search(query));
            for (const { id } of visible)
              for (const over of [{}, { kind: "request" as const }]) {
                const alike = { limit: 5, ...over };
                const narrower = { ...alike, filters: chosen.filters };
                const [found = [], narrowed] = await index.similar({ id, audience, wanted: [alike, narrower] });
                expect([found]).toEqual(await without.index.similar({ id, audience, wanted: [alike] }));
                const passing = visible.filter((each) => facetNames.every((name) => fits(each, name, chosen.filters)));
                const expected = found.filter((each) => passing.some((document) => document.id === each.id));
                expect(narrowed).toEqual(expected);
              }
            await without.remove();
          },
        ),
        { numRuns: Math.min(25, mostFresh) },
      );
    });

    it("the order of equals tells nothing of when each was written first", async () => {
      const documents = Array.from({ length: 6 }, () => aDocument());
      const without = await open();
      await without.index.write(documents);
      await index.write(documents.slice(3).map((each) => ({ ...each, audience: ["org:1"] })));
      await index.write(documents.map((each) => ({ ...each, version: 2 })));
      for (const q of ["数控机床", ""])
        expect(await idsOf(q)).toEqual(
          (await without.index.search({ q, audience: everybody, limit: 100 })).items.map(({ id }) => id),
        );
      await without.remove();
    });

    describe("among thousands of hidden documents that hold their words", () => {
      const hidden = (org: number, count: number) =>
        Array.from({ length: count }, () => aDocument({ audience: [`org:${org}`], title: "保密 主轴", text: "主轴" }));
      const questions = ["保密", "主轴", "保密 激光", "保密 主轴 激光", "密", "密 光", "缺 保密"];

      /** Each question of each reader, on an index that holds all of it and on one for each reader that holds what he sees. */
      const assertBlind = async (all: readonly SearchDocument[], readers: readonly (readonly string[])[]) => {
        await index.write(all);
        for (const audience of readers) {
          const without = await open();
          await without.index.write(all.filter((each) => meets(each.audience, audience)));
          for (const q of questions)
            assertSame(await find(q, { audience, limit: 20 }), await without.index.search({ q, audience, limit: 20 }));
          await without.remove();
        }
      };

      it("a visitor finds what he would find without them", async () => {
        const seen = Array.from({ length: 3 }, () => aDocument({ title: "保密 激光", text: "" }));
        await index.write(seen);
        expect((await find("保密 激光")).total.value).toBe(3);
        await assertBlind([...seen, ...hidden(1, 1_100)], [everybody, ["public", "org:1"], everybody]);
        expect((await find("保密 激光")).total.value).toBe(3);
      });

      it("so does a reader whose documents lie scattered among them", async () => {
        const scattered = Array.from({ length: 5 }, (_, org) => [
          ...hidden(org, org === 2 ? 2_100 : 300),
          aDocument({ audience: ["public", `org:${org}`], title: "保密 激光", text: "主轴" }),
          aDocument({ audience: ["members", `org:${org}`], title: "保密", text: "激光" }),
        ]).flat();
        await assertBlind(scattered, [["members", "public"], everybody, ["public", "org:4"], ["org:1", "org:3"]]);
      });

      it("so does one for whom a word is common by what he sees", async () => {
        const seen = [
          ...Array.from({ length: 1_050 }, (_, at) => aDocument({ title: "保密", text: at % 2 === 0 ? "主轴" : "" })),
          aDocument({ title: "激光", text: "保密" }),
        ];
        await assertBlind([...hidden(1, 1_100), ...seen], [everybody, ["public", "org:1"], ["org:1"]]);
      });

      it("a word that many documents hold finds them beside a rare one, for each reader those he sees", async () => {
        const both = aDocument({ title: "保密 激光", text: "" });
        const many = Array.from({ length: 1_100 }, () => aDocument({ audience: ["members"], title: "保密", text: "" }));
        await index.write([...many, both, aDocument({ title: "保密", text: "" })]);
        const totalFor = async (...audience: string[]) => (await find("保密 激光", { audience })).total.value;
        expect([await totalFor("public", "members"), await totalFor("public")]).toEqual([1102, 2]);
        await index.write(many.slice(0, 200).map((each) => tombstone({ ...each, version: 2 })));
        expect([await totalFor("public", "members"), await totalFor("public")]).toEqual([902, 2]);
      });
    });

    it("a change of audience takes effect with its version", async () => {
      const first = aDocument();
      await index.write([first]);
      await index.write([{ ...first, version: 2, audience: ["org:1"] }]);
      expect(await idsOf("数控机床")).toEqual([]);
      expect(await idsOf("数控机床", { audience: ["org:1"] })).toEqual([first.id]);
    });

    it("a reader without tokens finds nothing", async () => {
      await index.write([aDocument()]);
      expect((await find("", { audience: [] })).total.value).toBe(0);
      expect((await find("数控机床", { audience: [] })).total.value).toBe(0);
    });

    it("letters that stand in a text as a word are that word, not pinyin", async () => {
      const [word, sound] = [aDocument({ title: "change management" }), aDocument({ title: "嫦娥工程" })];
      await index.write([word, sound]);
      expect(await idsOf("change")).toEqual([word.id]);
      expect(await idsOf("change", { audience: [] })).toEqual([]);
    });

    it("a hit says what it was found by", async () => {
      await index.write([aDocument({ title: "数控机床", text: "MES系统，6063-T5 铝型材" })]);
      const why = async (q: string) =>
        (await find(q)).items[0]?.why.map(({ kind, text, of }) => [kind, text, of ?? ""].join(" "));
      expect(await why("6063-T5")).toEqual(expect.arrayContaining(["code 6063-t5 "]));
      expect(await why("MES")).toEqual(["word mes "]);
      expect(await why("数孔机床")).toEqual(expect.arrayContaining(["word 机床 ", "pinyin 数控 数孔"]));
      expect(await why("jichuang")).toEqual(["pinyin 机床 ji chuang"]);
      expect(await why("")).toEqual([]);
    });
  });

  facetSuite(() => opened);
  helpSuite(() => opened);
  limitsSuite(() => opened);
  standingSuite(() => opened);
  suggestSuite(() => opened);

  describe("finding", () => {
    it("what is asked in another script, width, case, spelling or by its sound finds what is meant", async () => {
      // Each case has readers of its own, to whom nothing else exists.
      const asked = meant.map(([what, q, title], at) => {
        const audience = [`org:${at}`];
        return { what, q, audience, wanted: aDocument({ title, text: "", audience }) };
      });
      const others = asked.map(({ audience }) => aDocument({ title: "管理创新", text: "质量", audience }));
      await index.write([...asked.map(({ wanted }) => wanted), ...others]);
      for (const { what, q, audience, wanted } of asked)
        expect(await idsOf(q, { audience }), `${what}: ${q}`).toEqual([wanted.id]);
    });

    it("a code stands for itself: 6063-T5 comes before 6063-T6", async () => {
      const [t5, t6] = [aDocument({ title: "6063-T5", text: "" }), aDocument({ title: "6063-T6", text: "" })];
      await index.write([t6, t5]);
      expect((await idsOf("6063-T5"))[0]).toBe(t5.id);
    });

    it("a long query counts only documents that hold several of its tokens", async () => {
      const question = "数控机床主轴轴承更换之后加工精度能够提高多少";
      const [near, far] = [aDocument(), aDocument({ title: "精益", text: "能够" })];
      await index.write([near, far]);
      expect(await idsOf(question)).toEqual([near.id]);
      expect(await idsOf("能够")).toEqual([far.id]);
    });

    it("more of the query, and more often, is better", async () => {
      const text = "铸造车间管理办法";
      const [all, twice, some] = [
        aDocument({ title: "铸造车间", text }),
        aDocument({ title: "铸造", text }),
        aDocument({ title: "总则", text: "铸造厂的一般办法" }),
      ];
      await index.write([some, twice, all]);
      const { items } = await find("铸造车间");
      expect(items.map(({ id }) => id)).toEqual([all.id, twice.id, some.id]);
      expect(items.every(({ score }, at) => at === 0 || score <= (items[at - 1]?.score ?? 0))).toBe(true);
    });

    it("an empty query lists what is visible, newest first", async () => {
      const documents = [3, 1, 2].map((day) => aDocument({ updatedAt: `2026-01-0${day}T00:00:00.000Z` }));
      await index.write([...documents, aDocument({ audience: ["org:1"] })]);
      const days = (await find(" ")).items.map(({ updatedAt }) => updatedAt[9]);
      expect(days).toEqual(["3", "2", "1"]);
    });

    it("pages hold every hit once, in the same order as one long page", async () => {
      await index.write(Array.from({ length: 23 }, (_, at) => aDocument({ text: "主轴 ".repeat(at % 4) })));
      for (const q of ["数控机床主轴", ""]) {
        const whole = await idsOf(q);
        const paged: string[] = [];
        let page = await find(q, { limit: 5 });
        paged.push(...page.items.map(({ id }) => id));
        while (page.next) {
          page = await find(q, { limit: 5, after: page.next });
          expect(page.total.value).toBe(23);
          paged.push(...page.items.map(({ id }) => id));
        }
        expect(new Set(whole).size).toBe(23);
        expect(paged).toEqual(whole);
      }
    });

    it("a place in another generation is refused", async () => {
      await expect(find("数控", { after: { generation: "elsewhere-1", offset: 5 } })).rejects.toBeInstanceOf(
        StaleCursor,
      );
    });

    it("a hit carries its facts, and externalId only when the document has one", async () => {
      const [named, unnamed] = [aDocument({ externalId: "csl-1", version: 4 }), aDocument({ title: "铸造" })];
      await index.write([named, unnamed]);
      const [hit] = (await find("数控机床主轴改造")).items;
      const { id, view, kind, version, title, updatedAt } = named;
      expect(hit).toMatchObject({ id, view, kind, version, title, updatedAt, externalId: "csl-1" });
      expect((await find("铸造")).items[0]).not.toHaveProperty("externalId");
    });
  });

  describe("hostile input", () => {
    const operators = ["*", "a*", "^", "NEAR(", "NEAR(a b, 2)", "a AND", "OR OR", "NOT x", "tokens:a", "{a b}: c", "%"];
    const marks = ['"', "'", '""""', "。，！？", "(((((", "\\", "-", "+", "_", "^2", "钢^2", ";DROP TABLE posting--"];
    const broken = ["\0", "a\0b", "\uD800", "a\uDFFF钢", "\u202Eabc", "👩‍👩‍👧‍👦🏭", "ａｂｃ數控Ωмир한국어ไทย"];
    const endless = ["钢", "👩‍👩‍👧‍👦", "e\u0301", "a-", "的 "].map((unit) => unit.repeat(256));
    const hostile = [...operators, ...marks, ...broken, ...endless];
    it("punctuation, quotes, operators, broken and endless characters are answered", async () => {
      await index.write([
        aDocument({ text: `铁、钢。${hostile.join(" ")}` }),
        aDocument({ title: "a or not near", text: "" }),
      ]);
      for (const q of hostile) {
        const answer = await find(q);
        expect({ q, total: answer.total.value }).toEqual({ q, total: answer.items.length });
        for (const hit of answer.items) assertHighlights(hit, q, answer);
      }
    });

    it("any string is answered, and as a text does no harm", async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "binary", maxLength: 80 }), async (text) => {
          const [result] = await index.write([aDocument({ text })]);
          expect(result?.result).toBe("applied");
          const { items, total } = await find(text.trim() === "" ? "x" : text);
          expect(total.value).toBeGreaterThanOrEqual(items.length);
        }),
        { numRuns: 60 },
      );
    });

    it("operators are words like any other", async () => {
      const wanted = aDocument({ title: "near and far", text: "" });
      await index.write([wanted, aDocument()]);
      expect(await idsOf("NEAR(")).toEqual([wanted.id]);
    });
  });

  describe("highlights", () => {
    it("they stand on the original words, whatever their spelling", async () => {
      await index.write([aDocument({ title: "㎡與ＭＥＳ系統", text: "本廠採用 ＭＥＳ系統，面积 100㎡。" })]);
      const [hit] = (await find("mes系统")).items;
      expect(hit?.titleHighlights.map((range) => hit.title.slice(...range))).toEqual(["ＭＥＳ系統"]);
      expect(hit?.excerpt.highlights.map((range) => hit.excerpt.text.slice(...range))).toEqual(["ＭＥＳ系統"]);
    });

    it("each of them folds to tokens of the query", async () => {
      const piece = fc.constantFrom(
        "數控",
        "机床",
        "ＢＰ",
        "神经网络",
        "GB/T 1.1",
        "ai",
        "maintain",
        "。",
        " ",
        "👩‍👩‍👧‍👦",
        "㎡",
        "e\u0301",
        "𬭚",
      );
      const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
      await fc.assert(
        fc.asyncProperty(text, fc.array(piece, { minLength: 1, maxLength: 4 }), async (body, words) => {
          const q = words.join(" ");
          const fresh = await open();
          await fresh.index.write([aDocument({ title: body.slice(0, 10), text: body })]);
          const answer = await fresh.index.search({ q: `${q} x`, audience: everybody, limit: 10 });
          for (const hit of answer.items) assertHighlights(hit, q, answer);
          await fresh.remove();
        }),
        { numRuns: mostFresh },
      );
    });
  });

  describe("durability", () => {
    it("documents and checkpoint are there after opening again", async () => {
      expect(await index.checkpoint()).toBeUndefined();
      const document = aDocument();
      await index.write([document], { checkpoint: "2026-03-18|1" });
      await index.write([aDocument({ title: "铸造", text: "" })]);
      index = await opened.reopen();
      expect(await index.checkpoint()).toBe("2026-03-18|1");
      expect(await idsOf("数控机床主轴改造")).toEqual([document.id]);
      expect(await resultsOf(document)).toEqual(["stale"]);
    });
  });
}

/** Two answers say the same; the names of the generations they come from may differ. */
function assertSame(one: SearchAnswer, other: SearchAnswer): void {
  const withoutScores = (hits: readonly Hit[]) => hits.map(({ score: _, ...hit }) => hit);
  const said = ({ items, nearest, next, ...rest }: SearchAnswer) => ({
    ...rest,
    items: withoutScores(items),
    nearest: withoutScores(nearest),
    next: next?.offset,
  });
  expect(said(one)).toEqual(said(other));
  for (const [at, { score }] of one.items.entries()) expect(score).toBeCloseTo(other.items[at]?.score ?? Number.NaN, 9);
}

/** Every highlight is inside its text, ascending, and holds nothing but tokens of the query, as applied, or what stood in their place. */
function assertHighlights(hit: Hit, q: string, { correction }: SearchAnswer): void {
  const instead = hit.why.flatMap(({ text, of }) => (of === undefined ? [] : [text]));
  const { words, bigrams, codes } = tokenise(fold([correction?.applied ? correction.text : q, ...instead].join(" ")));
  const tokens = [...words, ...bigrams, ...codes];
  for (const [text, highlights] of [
    [hit.title, hit.titleHighlights],
    [hit.excerpt.text, hit.excerpt.highlights],
  ] as const) {
    let last = 0;
    for (const [start, end] of highlights) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
      last = end;
      const shown = fold(text.slice(start, end));
      const covered = new Set<number>();
      for (const token of tokens)
        for (let at = shown.indexOf(token); at !== -1; at = shown.indexOf(token, at + 1))
          for (let unit = at; unit < at + token.length; unit++) covered.add(unit);
      const isCode = tokenise(shown).codes.some((code) => codes.includes(code));
      expect({ q, shown, isFound: covered.size === shown.length || isCode }).toEqual({ q, shown, isFound: true });
    }
  }
}
