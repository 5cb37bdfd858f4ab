// Excerpts: the right window, whole graphemes, highlights on the original words.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerptOf, highlightsOf } from "../../../packages/shared/src/search/excerpt.ts";
import { fold } from "../../../packages/shared/src/search/fold.ts";
import { tokenise } from "../../../packages/shared/src/search/tokens.ts";

const query = (q: string) => tokenise(fold(q));
const shown = (text: string, q: string) => {
  const excerpt = excerptOf(text, query(q));
  return excerpt.highlights.map((range) => excerpt.text.slice(...range));
};
const graphemes = (text: string) => [...new Intl.Segmenter("zh").segment(text)].map(({ segment }) => segment);

describe("excerpt", () => {
  it("a short text is shown whole", () => {
    expect(excerptOf("更换主轴轴承。", query("主轴"))).toEqual({ text: "更换主轴轴承。", highlights: [[2, 4]] });
  });

  it("without anything to show it is the beginning", () => {
    const text = "甲".repeat(300);
    expect(excerptOf(text, query("主轴"))).toEqual({ text: "甲".repeat(120), highlights: [] });
    expect(excerptOf("", query("主轴"))).toEqual({ text: "", highlights: [] });
  });

  it("the window with most of the query is chosen, from the beginning of its sentence", () => {
    const text = `${"主轴。".repeat(1)}${"甲".repeat(200)}。更换主轴轴承之后精度提高。${"乙".repeat(200)}`;
    const excerpt = excerptOf(text, query("主轴轴承精度"));
    expect(excerpt.text.startsWith("更换主轴轴承之后精度提高。")).toBe(true);
    expect(shown(text, "主轴轴承精度")).toEqual(["主轴轴承", "精度"]);
  });

  it("at the end of a text the window reaches back", () => {
    const text = `${"甲".repeat(300)}。主轴`;
    expect(excerptOf(text, query("主轴")).text).toBe(text.slice(-120));
  });

  it("a Latin word is not found inside a longer one, but beside hanzi it is", () => {
    expect(shown("AI系统 maintain AI", "ai")).toEqual(["AI", "AI"]);
  });

  it("a code is shown with its space, and touching words are one highlight", () => {
    expect(shown("按照 ＧＢ／Ｔ 1.1 编写", "GB/T1.1")).toEqual(["ＧＢ／Ｔ 1.1"]);
    expect(shown("數控機床", "数控机床")).toEqual(["數控機床"]);
  });

  it("one hanzi of a longer query word is not shown by itself", () => {
    expect(highlightsOf("的确是好的", query("数控的机床"))).toEqual([]);
  });

  it("never holds more than 120 graphemes, nor part of one, and its highlights lie inside", () => {
    const piece = fc.constantFrom(
      "主轴",
      "甲乙丙丁",
      "👩‍👩‍👧‍👦",
      "e\u0301\u0323",
      "𠮷",
      "\r\n",
      "。",
      "abc ",
      "\u0301",
      "🇨🇳",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const text = pieces.join("");
        const excerpt = excerptOf(text, query("主轴 abc"));
        const all = graphemes(text);
        const inside = graphemes(excerpt.text);
        expect(inside.length).toBeLessThanOrEqual(120);
        const boundaries = new Set(
          all.reduce<number[]>((ends, each) => [...ends, (ends.at(-1) ?? 0) + each.length], [0]),
        );
        const starts = [...boundaries].filter(
          (at) => text.startsWith(excerpt.text, at) && boundaries.has(at + excerpt.text.length),
        );
        expect(starts.length).toBeGreaterThan(0);
        if (text.includes("主轴")) expect(excerpt.highlights.length).toBeGreaterThan(0);
        for (const [start, end] of excerpt.highlights) expect(excerpt.text.slice(start, end)).not.toBe("");
      }),
    );
  });

  it("shows what stands deep in a long text, and for many long texts spends a bounded effort", () => {
    const deep = `${"前言甲乙丙丁，".repeat(10_000)}主轴热补偿${"后记戊己庚辛，".repeat(10_000)}`;
    const { text, highlights } = excerptOf(deep, query("主轴热补偿"));
    expect(highlights.map(([start, end]) => text.slice(start, end))).toEqual(["主轴热补偿"]);
    const effort = { units: 50_000 };
    const none = Array.from({ length: 10 }, () => excerptOf(deep, query("主轴热补偿"), effort));
    expect(effort.units).toBeLessThanOrEqual(0);
    expect(effort.units).toBeGreaterThan(-20_000);
    for (const each of none) expect([each.text.slice(0, 4), each.highlights]).toEqual(["前言甲乙", []]);
  });
});
