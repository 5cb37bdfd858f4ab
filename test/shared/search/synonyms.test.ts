// Synonyms: that groups say what they mean, and which terms of a query they touch.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../../../packages/shared/src/search/fold.ts";
import { allianceSynonyms, parseSynonyms, synonymsOf } from "../../../packages/shared/src/search/synonyms.ts";
import { readWordList } from "../../../packages/shared/src/search/word-list.ts";

const { lines } = readWordList("synonyms");
const termsOf = (side = ""): string[] => side.split(",").map((term) => term.trim());
const bothWays = lines.filter((line) => !line.includes("=>")).map(termsOf);
const oneWay = lines
  .filter((line) => line.includes("=>"))
  .map((line) => line.split("=>"))
  .map(([from, to]) => ({ from: termsOf(from), to: termsOf(to) }));
const every = [...new Set([...bothWays.flat(), ...oneWay.flatMap(({ from, to }) => [...from, ...to])])];

describe("the groups of the alliance", () => {
  it("hold folded terms only, none twice in a group", () => {
    expect(every.filter((term) => term === "" || fold(term) !== term)).toEqual([]);
    const sides = lines.flatMap((line) => line.split("=>").map(termsOf));
    expect(sides.filter((terms) => new Set(terms).size < terms.length)).toEqual([]);
    expect(lines.length).toBeGreaterThan(200);
  });

  it("are symmetric: in a group of equivalents each finds all others", () => {
    for (const group of bothWays)
      for (const term of group)
        expect(allianceSynonyms.get(term)).toEqual(expect.arrayContaining(group.filter((other) => other !== term)));
  });

  it("stay one-way where they are: what a term also finds does not find it, and the term repeats itself", () => {
    for (const { from, to } of oneWay) {
      expect(to).toEqual(expect.arrayContaining(from));
      const [term = ""] = from;
      for (const other of to) if (other !== term) expect(allianceSynonyms.get(other) ?? []).not.toContain(term);
    }
  });

  it("keep ambiguous abbreviations and everyday words from being found, or out", () => {
    for (const term of [
      "ai",
      "edm",
      "slm",
      "cvd",
      "mom",
      "cam",
      "ems",
      "pv",
      "ev",
      "ic",
      "oem",
      "mold",
      "seal",
      "gear",
    ]) {
      expect(allianceSynonyms.has(term)).toBe(true);
      for (const [, others] of allianceSynonyms) expect(others).not.toContain(term);
    }
    expect(every).not.toContain("spring");
  });
});

describe("parsing", () => {
  it("reads both forms, and adds up what several groups say of one term without concluding from one to another", () => {
    const synonyms = parseSynonyms(["a, b", "b, c", "c => c, d"]);
    expect(Object.fromEntries(synonyms)).toEqual({ a: ["b"], b: ["a", "c"], c: ["b", "d"] });
  });

  it.each(["a", "a, a", "a => a", "", "a => b => c", "=> a, b"])("refuses %j, which says nothing", (line) => {
    expect(() => parseSynonyms([line])).toThrow('"a, b" or "a => a, b"');
  });
});

describe("the synonyms of a query", () => {
  const found = (query: string) => synonymsOf(query).map(({ of }) => of);

  it("are given with what they also find, the term itself left out", () => {
    expect(synonymsOf("大批量定制")).toEqual([
      { of: "大批量定制", terms: ["大规模定制", "mass customization", "mass customisation"] },
    ]);
    expect(synonymsOf("工业母机")).toEqual([{ of: "工业母机", terms: ["机床"] }]);
    expect(synonymsOf("玉米")).toEqual([]);
    expect(synonymsOf("")).toEqual([]);
  });

  it.each([
    ["用数控机床加工铝合金", ["数控机床", "铝合金"]],
    ["碳纤维复合材料", ["碳纤维复合材料"]],
    ["基于机器视觉的工业机器人", ["机器视觉", "工业机器人"]],
    ["mes与erp集成, mes", ["mes", "erp"]],
    ["digital twin of a ball screw", ["digital twin", "ball screw"]],
    ["as/rs、首台(套)、6sigma", ["as/rs", "首台(套)", "6sigma"]],
  ])("of %s are of %j: the longest terms, each once, in their order", (query, terms) => {
    expect(found(query)).toEqual(terms);
  });

  it.each(["maintain", "email", "domestic", "plc2", "变换模型", "mechanics"])(
    "of %s there are none: a term is no piece of a word",
    (query) => {
      expect(found(query)).toEqual([]);
    },
  );

  it("are found wherever the term is a word of its own", () => {
    const terms = fc.constantFrom(...allianceSynonyms.keys());
    const beside = fc.constantFrom("", "，", " ", "(", "。\n");
    fc.assert(
      fc.property(terms, beside, beside, (term, before, after) => {
        expect(found(before + term + after)).toEqual([term]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("never overlap, and stand in the query in this order", () => {
    const parts = fc.array(fc.oneof(fc.constantFrom(...every), fc.constantFrom("的", "ai", "x", " ", "床", "𠮷")));
    fc.assert(
      fc.property(parts, (pieces) => {
        const query = pieces.join("");
        let at = 0;
        for (const { of, terms } of synonymsOf(query)) {
          expect(query.indexOf(of, at)).toBeGreaterThanOrEqual(at);
          expect(terms).toEqual(allianceSynonyms.get(of));
          at = query.indexOf(of, at) + of.length;
        }
      }),
    );
  });

  it("are found at once in the longest query", () => {
    expect(found("数控机床".repeat(10_000))).toEqual(["数控机床"]);
    expect(found("电".repeat(40_000))).toEqual([]);
  });
});
