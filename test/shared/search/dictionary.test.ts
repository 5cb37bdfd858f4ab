// The dictionary: that its words are worth having, and how texts are cut with it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutWords, dictionaryWords, wordCutter } from "../../../packages/shared/src/search/dictionary.ts";
import { fold } from "../../../packages/shared/src/search/fold.ts";
import { tokenise } from "../../../packages/shared/src/search/tokens.ts";

const plain = wordCutter([]);
const known = new Set(dictionaryWords);

/** Texts in which words of the dictionary stand whole, cut short, side by side and across what the segmenter takes for a word. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...dictionaryWords),
      fc.constantFrom(...dictionaryWords).map((word) => word.slice(1)),
      fc.constantFrom(...Array.from("的了在数控机床参制新能源𠮷料カナ钢a1 ，。")),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

describe("the words of the dictionary", () => {
  it("are folded, of 2 to 8 hanzi, each there once", () => {
    expect(dictionaryWords.filter((word) => !/^\p{Script=Han}{2,8}$/u.test(word) || fold(word) !== word)).toEqual([]);
    expect(known.size).toBe(dictionaryWords.length);
    expect(known.size).toBeGreaterThan(1_000);
  });

  it("are broken by the segmenter, else they would change nothing", () => {
    expect(dictionaryWords.filter((word) => plain(word).length < 2)).toEqual([]);
  });

  it("are no plain compositions: without a word, its hanzi are never cut into words of two hanzi and more alone", () => {
    const composed = dictionaryWords.filter((word) => {
      const parts = wordCutter(dictionaryWords.filter((other) => other !== word && word.includes(other)))(word);
      return parts.every((part) => part.length > 1);
    });
    expect(composed).toEqual([]);
  });
});

describe("cutting with the dictionary", () => {
  it.each([
    ["采用数控机床加工", "采用/数控/机床/加工"],
    ["被称为工业母机", "被/称为/工业母机"],
    ["铝合金阳极氧化", "铝合金/阳极/氧化"],
    ["增材制造与减材制造", "增材制造/与/减材制造"],
    ["基于机器人的研究", "基于/机器人/的/研究"],
    ["鲁棒性差", "鲁棒性/差"],
    ["播种机中叶片", "播种机/中/叶片"],
    ["激光熔覆,电子束", "激光熔覆/电子束"],
    ["plc控制伺服 3d打印", "plc/控制/伺服/3d/打印"],
  ])("%s is %s", (folded, cut) => {
    expect(cutWords(folded).join("/")).toBe(cut);
  });

  it.each([
    ["参数控制", "参数/控制"],
    ["变换模型", "变换/模型"],
    ["仓库存在问题", "仓库/存在/问题"],
  ])("%s stays %s: no word is made of halves of others", (folded, cut) => {
    expect(cutWords(folded).join("/")).toBe(cut);
  });

  it("each word of the dictionary is one word alone, between marks and between letters", () => {
    for (const word of dictionaryWords) expect(cutWords(`${word}，a${word}b`)).toEqual([word, "a", word, "b"]);
  });

  it("loses and adds nothing: words together are what the segmenter's pieces are together, and never more of them", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const cut = cutWords(text);
        expect(cut.join("")).toBe(plain(text).join(""));
        expect(cut.length).toBeLessThanOrEqual(plain(text).length);
        for (const word of cut) expect(word.isWellFormed()).toBe(true);
      }),
    );
  });

  it("what stands on either side of a mark is cut as it is alone", () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(cutWords(`${one}。${other}`)).toEqual([...cutWords(one), ...cutWords(other)]);
      }),
    );
  });

  it("an empty dictionary cuts as the segmenter does, and the order of the words does not matter", () => {
    const reversed = wordCutter(dictionaryWords.toReversed());
    fc.assert(
      fc.property(texts, (text) => {
        const segments = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)];
        expect(plain(text)).toEqual(
          segments.filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment),
        );
        expect(reversed(text)).toEqual(cutWords(text));
      }),
    );
  });

  it("documents and queries are cut with it", () => {
    expect(tokenise("工业机器人").words).toEqual(["工业", "机器人"]);
  });

  it.each(["数", "数控", "数控制", "机器人的", "减速"])("fifty thousand characters of %s are cut at once", (unit) => {
    const attack = unit.repeat(50_000 / unit.length);
    expect(cutWords(attack).join("")).toBe(attack);
  });
});
