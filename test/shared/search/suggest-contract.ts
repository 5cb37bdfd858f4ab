// What every search engine must suggest while somebody types: part of the one suite.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SearchDocument, tombstone } from "../../../packages/shared/src/search/document.ts";
import type { Suggestion } from "../../../packages/shared/src/search/port.ts";
import { searchKinds } from "../../../packages/shared/src/search/schema.ts";
import type { Opened } from "./contract.ts";
import { aDocument } from "./documents.ts";

const everybody = ["public"];

/** What is typed of which text, and what of it is marked. */
const completed: readonly (readonly [what: string, q: string, text: string, highlighted: string])[] = [
  ["its first hanzi", "数控", "数控机床误差补偿", "数控"],
  ["hanzi within", "机床", "数控机床误差补偿", "机床"],
  ["hanzi amid a word", "控机", "数控机床误差补偿", "控机"],
  ["all of it", "数控机床误差补偿", "数控机床误差补偿", "数控机床误差补偿"],
  [
    "more than is indexed from one place",
    "数控机床误差补偿技术与应用研",
    "数控机床误差补偿技术与应用研究",
    "数控机床误差补偿技术与应用研",
  ],
  ["pinyin begun", "shuk", "数控机床误差补偿", "数控"],
  ["pinyin within one syllable", "sh", "数控机床误差补偿", "数"],
  ["whole pinyin", "shukong", "数控机床误差补偿", "数控"],
  ["pinyin apart", "shu kong", "数控机床误差补偿", "数控"],
  ["pinyin apart and begun", "shu kong ji", "数控机床误差补偿", "数控机"],
  ["pinyin of a word within", "jichuangwu", "数控机床误差补偿", "机床误"],
  ["long pinyin", "shukongjichuangwuchabuch", "数控机床误差补偿", "数控机床误差补偿"],
  ["initials", "skjc", "数控机床误差补偿", "数控机床"],
  ["initials of a word within", "wcbc", "数控机床误差补偿", "误差补偿"],
  ["many initials", "skjcwcbcjs", "数控机床误差补偿技术", "数控机床误差补偿技术"],
  ["a hanzi and a letter", "数k", "数控机床误差补偿", "数控"],
  ["a hanzi and pinyin", "数kongji", "数控机床误差补偿", "数控机"],
  ["a hanzi and initials", "数kj", "数控机床误差补偿", "数控机"],
  ["pinyin and a hanzi", "shu控", "数控机床误差补偿", "数控"],
  ["a hanzi within and a letter", "机c", "数控机床误差补偿", "机床"],
  ["as it is read here", "chongqing", "重庆长安", "重庆"],
  ["as it is read most", "zhongqing", "重庆长安", "重庆"],
  ["ü as v", "lvse", "绿色工厂", "绿色"],
  ["ü", "lüse", "绿色工厂", "绿色"],
  ["lüe as lue", "zhanlue", "战略规划", "战略"],
  ["lüe as lve", "zhanlve", "战略规划", "战略"],
  ["an apostrophe", "xi'an", "西安机床", "西安"],
  ["capitals", "SHUKONG", "数控机床", "数控"],
  ["full width", "ｓｈｕ", "数控机床", "数"],
  ["Latin letters, whatever their case", "ERP", "企业erp系统", "erp"],
  ["full width in the text", "erp", "企业ＥＲＰ系统", "ＥＲＰ"],
  ["a Latin word within", "comp", "Error compensation", "comp"],
  ["Latin and hanzi", "cnc数", "CNC数控", "CNC数"],
  ["Latin and pinyin", "cncsk", "CNC数控", "CNC数控"],
  ["traditional script", "數控機床", "数控机床", "数控机床"],
  ["simplified script", "数控机床", "數控機床", "數控機床"],
  ["a code without its marks", "gbt1.1", "贯彻GB/T 1.1—2020", "GB/T 1.1"],
  ["the number of a code", "9001", "推行ISO9001", "9001"],
  ["past marks", "数控机", "“数控”机床", "数控”机"],
  ["past what is invisible", "数\u200b控", "数\u2060控机床", "数\u2060控"],
  ["a sign that is part of a name", "c++", "用C++编程", "C++"],
  ["operators as words", "NOT", "NOT AND OR", "NOT"],
  ["beyond the basic plane", "𠮷", "小𠮷野家", "𠮷"],
];

/** `opened`: the index of the test under way, which is empty when it starts. */
export function suggestSuite(opened: () => Opened): void {
  const write = (...documents: SearchDocument[]) => opened().index.write(documents);
  const suggest = (q: string, audience: readonly string[] = everybody, limit = 10) =>
    opened().index.suggest({ q, audience, limit });
  const textsOf = async (q: string, audience = everybody, limit = 10): Promise<string[]> =>
    (await suggest(q, audience, limit)).map(({ text }) => text);
  const marked = ({ text, highlights }: Suggestion): string =>
    highlights.map(([start, end]) => text.slice(start, end)).join("|");
  const termsOf = async (q: string, audience = everybody): Promise<[string, number][]> =>
    (await suggest(q, audience)).flatMap((each) => (each.kind === "term" ? [[each.text, each.count]] : []));

  describe("suggestions", () => {
    it("any part of a title or term, as hanzi, pinyin or initials, completes it, and only the typed part is marked", async () => {
      // Each case has readers of its own, to whom nothing else exists.
      const asked = completed.map(([what, q, text, highlighted], at) => {
        const audience = [`org:${at}`];
        return { what, q, text, highlighted, audience, document: aDocument({ title: text, audience }) };
      });
      const others = asked.map(({ audience }) => aDocument({ title: "完全无关的题目", audience }));
      await write(...asked.map(({ document }) => document), ...others);
      for (const { what, q, text, highlighted, audience, document } of asked) {
        const found = await suggest(q, audience);
        expect(found, `${what}: ${q}`).toMatchObject([{ kind: "case", text, id: document.id }]);
        expect(found.map(marked), `${what}: ${q}`).toEqual([highlighted]);
      }
      await write(...asked.map(({ document, text }) => ({ ...document, version: 2, title: "题目", terms: [text] })));
      for (const { what, q, highlighted, audience } of asked) {
        const found = await suggest(q, audience);
        expect(
          found.map((each) => [each.kind, marked(each)]),
          `${what}: ${q}`,
        ).toEqual([["term", highlighted]]);
      }
    });

    it("what only resembles a part of 西安机床 does not complete it", async () => {
      await write(aDocument({ title: "西安机床" }));
      for (const q of ["hi", "kj", "h", "anj x", "x i an g", "西j", "安机械", "机安", "ji chuan g", "xi a n"])
        expect([q, await textsOf(q)]).toEqual([q, []]);
    });

    it("a syllable does not reach over what stands apart", async () => {
      await write(aDocument({ title: "西安机床" }), aDocument({ title: "先进制造工艺" }));
      expect(await textsOf("xian")).toEqual(["西安机床", "先进制造工艺"]);
      for (const q of ["xi an", "xi'an", "xi’an"]) expect([q, await textsOf(q)]).toEqual([q, ["西安机床"]]);
    });

    it("nothing is suggested without a letter, digit or hanzi, nor for what nothing holds", async () => {
      await write(aDocument({ terms: ["主轴"] }));
      for (const q of [
        "",
        " ",
        "。，",
        '"',
        "*",
        "^",
        "'",
        "\u0000",
        "\u200b",
        "🔧",
        "彁",
        "qqqq",
        "数控刨床",
        "shukon g x",
      ])
        expect([q, await suggest(q)]).toEqual([q, []]);
    });

    it("what begins so comes before what holds it later, then the shorter, then the newer", async () => {
      const at = (title: string, day: number) => aDocument({ title, updatedAt: `2026-01-0${day}T00:00:00.000Z` });
      const [older, newer] = [at("机床主轴", 1), at("机床床身", 2)];
      await write(older, at("机床", 1), newer, at("数控机床", 3), at("精密数控机床", 3), at("机床误差补偿", 3));
      const ordered = ["机床", "机床床身", "机床主轴", "机床误差补偿", "数控机床", "精密数控机床"];
      for (const q of ["机床", "jichuang", "jc"]) expect([q, await textsOf(q)]).toEqual([q, ordered]);
      expect(await textsOf("机床", everybody, 3)).toEqual(ordered.slice(0, 3));
    });

    it("terms come with the number of things that carry them, the most carried first", async () => {
      await write(
        aDocument({ title: "甲", terms: ["热处理", "热补偿", "热补偿"] }),
        aDocument({ title: "乙", terms: ["热补偿", "淬火热"] }),
        aDocument({ title: "丙", terms: ["热", "淬火热"] }),
        aDocument({ title: "丁", terms: ["淬火热"] }),
      );
      const ordered = [
        ["热补偿", 2],
        ["热", 1],
        ["热处理", 1],
        ["淬火热", 3],
      ];
      for (const q of ["热", "re", "r"]) expect([q, await termsOf(q)]).toEqual([q, ordered]);
    });

    it("a term that is written in several ways is one, called as most call it", async () => {
      await write(
        aDocument({ title: "甲", terms: ["CNC", "cnc "] }),
        aDocument({ title: "乙", terms: ["cnc"] }),
        aDocument({ title: "丙", terms: ["ＣＮＣ", "CNC"] }),
        aDocument({ title: "丁", terms: ["cnc"] }),
        aDocument({ title: "戊", terms: ["cnc"], audience: ["org:1"] }),
      );
      expect(await termsOf("c")).toEqual([["cnc", 4]]);
      expect(await termsOf("c", ["public", "org:1"])).toEqual([["cnc", 5]]);
    });

    it("kinds are mixed: terms, titles, names, none beyond its share while another waits", async () => {
      const many = Array.from({ length: 12 }, (_, at) =>
        aDocument({ title: `机床${"甲乙丙丁戊己庚辛壬癸子丑"[at]}`, terms: [`机床术语${at}`] }),
      );
      const names = ["机床集团", "机床研究所", "机床协会总会", "沈阳机床"].map((title) =>
        aDocument({ id: `org_${title}`, kind: "organisation", title }),
      );
      const kinds = async (q: string, limit: number) =>
        (await suggest(q, everybody, limit)).map(({ kind }) => kind[0]).join("");
      await write(...many);
      expect(await kinds("机床", 10)).toBe("ttttttcccc");
      await write(...names);
      expect(await kinds("机床", 10)).toBe("ttttccccoo");
      expect(await kinds("机床", 20)).toBe("ttttttttccccccccoooo");
      expect(await kinds("机床", 1)).toBe("t");
      expect(await kinds("shenyang", 10)).toBe("o");
      await write(...many.map((each) => aDocument({ ...each, id: `${each.id}r`, kind: "request", view: "members" })));
      expect(await kinds("机床", 10)).toBe("ttttcccorr");
      expect(await kinds("机床", 20)).toBe("tttttttccccccooorrrr");
    });

    it("no text of one kind twice, the newest of them", async () => {
      const at = (day: number, over = {}) =>
        aDocument({ title: "机床", updatedAt: `2026-01-0${day}T00:00:00.000Z`, ...over });
      const [first, newest] = [at(1), at(3)];
      await write(first, newest, at(2), at(2, { kind: "organisation", id: "org_1", terms: ["机床"] }));
      expect((await suggest("机")).map((each) => [each.kind, "id" in each ? each.id : each.count])).toEqual([
        ["term", 1],
        ["case", newest.id],
        ["organisation", "org_1"],
      ]);
    });

    it("follow every write, and are there after opening again", async () => {
      const document = aDocument({ title: "旧机床", terms: ["旧工艺", "共用工艺"] });
      const other = aDocument({ title: "别的", terms: ["共用工艺"] });
      await write(document, other);
      await write({ ...document, version: 2, title: "新机床", terms: ["新工艺"] });
      expect(await textsOf("旧")).toEqual([]);
      expect(await textsOf("新")).toEqual(["新工艺", "新机床"]);
      expect(await termsOf("共用")).toEqual([["共用工艺", 1]]);
      await write({ ...document, version: 3, title: "新机床", terms: ["共用工艺"], audience: ["org:1"] });
      expect(await textsOf("新")).toEqual([]);
      expect(await termsOf("共用", ["org:1"])).toEqual([["共用工艺", 1]]);
      // A term that leaves one set of readers and comes to another in the same write stays.
      await write({ ...other, version: 2, audience: ["org:2"] }, { ...document, version: 4, terms: ["共用工艺"] });
      expect(await termsOf("共用")).toEqual([["共用工艺", 1]]);
      expect(await termsOf("共用", ["org:2"])).toEqual([["共用工艺", 1]]);
      const again = await opened().reopen();
      expect(await again.suggest({ q: "gongyonggy", audience: everybody, limit: 10 })).toEqual([]);
      expect(await again.suggest({ q: "gygy", audience: everybody, limit: 10 })).toMatchObject([{ text: "共用工艺" }]);
      await again.write([tombstone({ ...document, version: 5 })]);
      await again.purge("2999-01-01T00:00:00.000Z");
      expect(await again.suggest({ q: "g", audience: everybody, limit: 10 })).toEqual([]);
    });

    it("a thing's two views: each reader is offered the title he sees, and the thing counts once", async () => {
      const published = aDocument({ title: "机床旧题", terms: ["工艺"], except: ["org:1"] });
      await write(published, { ...published, view: "working", title: "机床新题", audience: ["org:1"], except: [] });
      expect(await textsOf("机床", ["public", "org:1"])).toEqual(["机床新题"]);
      expect(await textsOf("机床")).toEqual(["机床旧题"]);
      for (const audience of [["public"], ["public", "org:1"]])
        expect(await termsOf("gy", audience)).toEqual([["工艺", 1]]);
    });

    it("depend on nothing but what their reader sees now, whatever else is there or was before", async () => {
      const words = ["数控", "机床", "误差", "CNC", "书刊", "机 ", "重庆", "工艺"];
      const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
      const thing = fc.record({
        title: text,
        before: text,
        terms: fc.array(text, { maxLength: 3 }),
        audience: fc.constantFrom<string[]>(["a"], ["b"], ["a", "b"], ["hidden"], ["hidden", "b"]),
        except: fc.constantFrom<string[]>([], [], ["hidden"], ["b"], ["hidden", "a"]),
        audienceBefore: fc.constantFrom<string[]>(["a"], ["hidden"]),
        kind: fc.constantFrom(...searchKinds),
        day: fc.integer({ min: 1, max: 3 }),
      });
      const typed = ["机", "机床", "数", "s", "sh", "sk", "shu", "shuk", "j", "jc", "数k", "cnc", "c", "chongq", "g"];
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(thing, { maxLength: 10 }),
          fc.constantFrom<string[]>(["a"], ["b"], ["a", "b"]),
          async (things, reader) => {
            const run = ++runs;
            const within = (tokens: readonly string[], world: string) =>
              tokens.map((token) => `${token}:${run}:${world}`);
            const documents = (world: string) =>
              things.map((each, at) => {
                const { title, terms, kind, day } = each;
                const facts = {
                  id: `${world}-${run}-${at}`,
                  title,
                  terms,
                  kind,
                  updatedAt: `2026-01-0${day}T00:00:00.000Z`,
                };
                const readers = { audience: within(each.audience, world), except: within(each.except, world) };
                const before = {
                  title: each.before,
                  terms: [each.before],
                  audience: within(each.audienceBefore, world),
                };
                const now = aDocument({ ...facts, ...readers, version: 2 });
                const seen =
                  each.audience.some((token) => reader.includes(token)) &&
                  !each.except.some((token) => reader.includes(token));
                return { now, before: { ...now, ...before, version: 1 }, seen };
              });
            const asked = typed.flatMap((q) => [3, 10].map((limit) => ({ q, limit })));
            const ask = (world: string) =>
              Promise.all(asked.map(({ q, limit }) => suggest(q, within(reader, world), limit)));
            const some = documents("some").filter(({ seen }) => seen);
            await write(...some.map(({ now }) => now).toReversed());
            // Asked before the others are there, so that nothing of them can be in what is expected.
            const expected = await ask("some");
            const all = documents("all");
            await write(...all.map(({ before }) => before));
            await write(...all.map(({ now }) => now));
            const here = (each: Suggestion) => ("id" in each ? { ...each, id: each.id.replace("all", "some") } : each);
            const found = (await ask("all")).map((list) => list.map(here));
            for (const [at, each] of asked.entries()) expect([each, found[at]]).toEqual([each, expected[at]]);
          },
        ),
        { numRuns: 25 },
      );
    });

    it("any part of a title, completes it, and only the typed part is marked", async () => {
      const hanzi = fc.array(fc.constantFrom(...Array.from("数控机床误差补偿重长行的乐了着")), {
        minLength: 1,
        maxLength: 20,
      });
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(hanzi, fc.nat(), fc.nat(), async (text, from, length) => {
          const audience = [`org:${++runs}`];
          const start = from % text.length;
          const q = text.slice(start, start + 1 + (length % text.length)).join("");
          await write(aDocument({ title: text.join(""), audience }));
          const found = await suggest(q, audience);
          expect(found.map(marked)).toEqual([q]);
        }),
        { numRuns: 50 },
      );
    });

    it("among thousands that begin so, and thousands that are hidden, the shortest are given", async () => {
      const of = (length: number, at: number, audience: readonly string[]) =>
        aDocument({
          title: `数控${"机".repeat(length)}${at}`,
          terms: [`数${"轴".repeat(length)}${at}`],
          audience: [...audience],
        });
      const seen = Array.from({ length: 1_500 }, (_, at) => of(1 + (at % 40), 1000 + at, everybody));
      const hidden = Array.from({ length: 1_500 }, (_, at) => of(at % 3, 1000 + at, [`org:${at % 50}`]));
      // So many that only the first few of what everybody sees are read with them.
      const near = Array.from({ length: 495 }, (_, at) => of(41, 1000 + at, ["org:near"]));
      await write(...near);
      await write(...seen.flatMap((each, at) => [each, hidden[at] as SearchDocument]));
      for (const q of ["数", "数控", "s", "sh", "shu", "shuk", "sk", "控机", "数k"]) {
        for (const audience of [everybody, ["org:near", "public"]]) {
          const found = await suggest(q, audience, 20);
          const titles = found.flatMap(({ kind, text }) => (kind === "case" ? [text] : []));
          expect([q, titles.every((title) => /^数控机\d/.test(title)), titles.length > 7]).toEqual([q, true, true]);
        }
      }
    }, 60_000);

    it("among hundreds that begin with the same long phrase the one that was typed to its end is found", async () => {
      const phrase = "面向离散制造的数字化车间建设";
      const ends = Array.from({ length: 400 }, (_, at) => String.fromCharCode(0x4e00 + 7 * at));
      await write(...ends.map((end) => aDocument({ title: `${phrase}${end}` })));
      for (const q of [`${phrase}${ends[399]}`, `${phrase.slice(2)}${ends[399]}`, `${phrase.slice(4)}${ends[7]}`])
        expect([q, (await suggest(q)).map(marked)]).toEqual([q, [q]]);
    });
  });
}
