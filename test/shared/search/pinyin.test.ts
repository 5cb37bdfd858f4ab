// Pinyin: readings, and the ways in which letters can be read.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePinyin, readingsOf, readingsOfPair } from "../../../packages/shared/src/search/pinyin.ts";

const ways = (text: string): string[] => parsePinyin(text).map((way) => way.join(" "));

describe("pinyin", () => {
  it("a hanzi has every reading, without tones, ü as v; what is no hanzi has none", () => {
    expect(readingsOf("数")).toEqual(expect.arrayContaining(["shu", "shuo"]));
    expect(readingsOf("行")).toEqual(expect.arrayContaining(["xing", "hang"]));
    expect(readingsOf("绿")).toContain("lv");
    expect([readingsOf("A"), readingsOf("，"), readingsOf("")]).toEqual([[], [], []]);
    expect(readingsOfPair("银行")).toEqual(expect.arrayContaining(["yin~hang", "yin~xing"]));
    expect(readingsOfPair("A行")).toEqual([]);
  });

  it("letters are read with syllables apart, together, or parted by an apostrophe", () => {
    expect(ways("shu kong ji chuang")[0]).toBe("shu kong ji chuang");
    expect(ways("shukongjichuang")).toContain("shu kong ji chuang");
    expect(ways("xi'an")).toEqual(["xi an"]);
    expect(ways("fangan")).toEqual(expect.arrayContaining(["fang an", "fan gan"]));
    expect(ways("xian")).toEqual(["xian", "xi an"]);
    expect(ways("lüse")).toEqual(["lv se"]);
    expect(ways("nue")).toEqual(["nve", "nv e"]);
  });

  it("what cannot be pinyin is not", () => {
    for (const text of ["", " ", "mes", "cnc", "internet", "learning", "数控", "gb/t", "a1", "x".repeat(200)])
      expect(parsePinyin(text)).toEqual([]);
  });

  it("any letters have at most eight ways, each of which spells them", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[aeghinou]{0,60}$/), (text) => {
        const found = parsePinyin(text);
        expect(found.length).toBeLessThanOrEqual(8);
        for (const way of found) expect(way.join("")).toBe(text.replaceAll(/([nl])ue/g, "$1ve"));
      }),
    );
  });
});
