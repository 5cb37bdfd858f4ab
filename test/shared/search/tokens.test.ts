// Tokens: how texts are cut, and that no text can make cutting slow or its tokens dangerous.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../../../packages/shared/src/search/fold.ts";
import { codeSpans, isHan, tokenise } from "../../../packages/shared/src/search/tokens.ts";

describe("tokenise", () => {
  it("cuts hanzi into words and into neighbours, and leaves Latin words whole", () => {
    expect(tokenise("bp神经网络")).toEqual({
      words: ["bp", "神经", "网络"],
      bigrams: ["神经", "经网", "网络"],
      lasts: ["络"],
      codes: [],
    });
  });

  it("a hanzi that stands alone is a token, beyond the BMP too", () => {
    expect(tokenise("铁、𠮷 a").bigrams).toEqual(["铁", "𠮷"]);
    expect(tokenise("铁𠮷").bigrams).toEqual(["铁𠮷"]);
  });

  it.each([
    ["gb/t 1.1", ["gb/t1.1"]],
    ["gb/t1.1—2020", ["gb/t1.1", "gb/t1.1-2020"]],
    ["gb/t 19001-2016", ["gb/t19001", "gb/t19001-2016"]],
    ["t/ccmi 12—2024", ["t/ccmi12", "t/ccmi12-2024"]],
    ["iatf 16949:2016", ["iatf16949", "iatf16949:2016"]],
    ["6063-t5铝", ["6063-t5"]],
    ["in718与5g", ["in718", "5g"]],
    ["c++、c#、pb2+", ["c++", "c#", "pb2+"]],
    ["mes系统", []],
    ["2024-01-01 12.5", []],
    ["and/or", []],
  ])("the codes of %s are %j", (folded, codes) => {
    expect(tokenise(folded).codes).toEqual(codes);
  });

  it("code spans point at their codes", () => {
    const folded = "按gb/t 19001-2016和6063-t5";
    const found = [...codeSpans(folded)].map(({ code, start, end }) => [code, folded.slice(start, end)]);
    expect(found).toEqual([
      ["gb/t19001", "gb/t 19001"],
      ["gb/t19001-2016", "gb/t 19001-2016"],
      ["6063-t5", "6063-t5"],
    ]);
  });

  it("no token holds white space, quotes, control characters or half a character", () => {
    const mixed = fc.array(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("gb/t 1", '"', "'", "^", "*", "a:b", "钢")),
    );
    fc.assert(
      fc.property(mixed, (pieces) => {
        const { words, bigrams, lasts, codes } = tokenise(fold(pieces.join("")));
        for (const token of [...words, ...bigrams, ...lasts, ...codes]) {
          expect(token).toMatch(/^[\p{L}\p{N}\p{M}\p{Script=Han}.:/_+#-]+$/u);
          expect(token.isWellFormed()).toBe(true);
        }
        for (const token of [...bigrams, ...lasts]) expect(isHan(token)).toBe(true);
      }),
    );
  });

  it("the bigrams of a part are among those of the whole", () => {
    const hanzi = fc.string({ unit: fc.constantFrom("数", "控", "机", "床", "𠮷"), minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(hanzi, hanzi, hanzi, (before, part, after) => {
        const whole = new Set(tokenise(before + part + after).bigrams);
        for (const bigram of tokenise(part).bigrams) expect(whole).toContain(bigram);
      }),
    );
  });

  // Each of these would take minutes, not milliseconds, if any expression went back over what it has read.
  it.each([
    "a",
    "1",
    "a-",
    "a1-",
    "a ",
    "gb ",
    "gb/t ",
    "a/",
    "-",
    "a.:",
    "gb 1-",
    "钢",
    "e\u0301",
    "\u200B",
    "\uD800",
    "a+",
    "#",
  ])("fifty thousand characters of %j are cut at once", (unit) => {
    const attack = unit.repeat(50_000 / unit.length);
    const { words, bigrams, codes } = tokenise(fold(`${attack}!`));
    expect(words.length + bigrams.length + codes.length).toBeLessThan(200_000);
  });
});
