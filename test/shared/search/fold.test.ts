// Folding: which spellings are one, and that every piece of a folded text leads back to the original.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, foldWithOffsets, originalRange } from "../../../packages/shared/src/search/fold.ts";

const piece = fc.oneof(
  fc.constantFrom(
    "數",
    "机",
    "Ａ",
    "㎡",
    "ﬁ",
    "e\u0301",
    "\u0301",
    "ｶﾞ",
    "ﾞ",
    "\u200D",
    "\uFE0F",
    "👩‍👩‍👧‍👦",
    "𠮷",
    "𬭚",
    "각",
    "\u1112\u1161\u11AB",
  ),
  fc.constantFrom("\uD800", "\uDC00", "İ", "ς", "Σ", "㍿", "ﷺ", "⽔", "薴", "\0", " ", "。", "x"),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

describe("fold", () => {
  it.each([
    ["數控機床", "数控机床"],
    ["乾燥", "干燥"],
    ["６０６３－Ｔ５", "6063-t5"],
    ["100㎡", "100m2"],
    ["ﬁnish", "finish"],
    ["ｶﾞ", "ガ"],
    ["e\u0301", "é"],
    ["ΟΔΟΣ", "οδοσ"],
    ["数\u200B控", "数控"],
    ["\u202Eabc\u202C", "abc"],
    ["⽔", "水"],
    ["薴", "苎"],
  ])("%j folds to %j", (original, folded) => {
    expect(fold(original)).toBe(folded);
  });

  it("is the same with and without offsets, and folding twice changes nothing", () => {
    fc.assert(
      fc.property(text, (original) => {
        const folded = fold(original);
        expect(foldWithOffsets(original).text).toBe(folded);
        expect(fold(folded)).toBe(folded);
      }),
    );
  });

  it("every character up to the last hanzi (U+3FFFF) is stable after folding", () => {
    for (let code = 0; code < 0x40000; code++) {
      const folded = fold(String.fromCodePoint(code));
      if (fold(folded) !== folded) expect.fail(`U+${code.toString(16)} folds to ${folded}, which folds on`);
    }
  });

  it("each piece of the folded text comes from a range of the original that folds to something containing it", () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (original, one, other) => {
        const folded = foldWithOffsets(original);
        const length = folded.text.length;
        expect(folded.starts.length).toBe(length);
        fc.pre(length > 0);
        const [start, end] = [Math.min(one % length, other % length), Math.max(one % length, other % length) + 1];
        const range = originalRange(folded, start, end);
        expect(range[0]).toBeGreaterThanOrEqual(0);
        expect(range[1]).toBeLessThanOrEqual(original.length);
        expect(fold(original.slice(...range))).toContain(folded.text.slice(start, end));
      }),
    );
  });

  it("a range stands on whole characters: both units of a pair, all of a ligature, a letter with its marks", () => {
    const folded = foldWithOffsets("a𠮷ﬁe\u0301\u0323!");
    const rangeOf = (part: string) => {
      const at = folded.text.indexOf(part);
      return originalRange(folded, at, at + part.length);
    };
    expect(rangeOf("𠮷")).toEqual([1, 3]);
    expect(rangeOf("f")).toEqual([3, 4]);
    expect(rangeOf("i")).toEqual([3, 4]);
    expect(rangeOf("!")).toEqual([7, 8]);
    expect(originalRange(folded, 5, 6)).toEqual([4, 7]);
  });
});
