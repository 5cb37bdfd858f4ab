// The baselines: what each one finds, and in which order, worked by hand.
import { describe, expect, it } from "vitest";
import { baselines, inMemory } from "./baseline.ts";

const text = (id: string, words: string) => ({ id, title: "", text: words });

describe("the baselines", () => {
  it("find single hanzi in any order, or only neighbours, and words of other scripts always", () => {
    const { characters, bigrams, "words+bigrams": both } = baselines([text("a", "甲乙 GPS"), text("b", "丙")], 10);
    const found = (query: string) => [characters(query), bigrams(query), both(query)];
    expect(found("乙甲")).toEqual([["a"], [], []]);
    expect(found("甲乙丁")).toEqual([["a"], ["a"], ["a"]]);
    expect(found("gps")).toEqual([["a"], ["a"], ["a"]]);
    expect(found("丙")).toEqual([["b"], ["b"], ["b"]]);
    expect(found("gp")).toEqual([[], [], []]);
  });

  it("fold traditional hanzi and width, in texts and in queries", () => {
    const { characters, bigrams } = baselines([text("a", "機床ＧＰＳ"), text("b", "机床")], 10);
    expect(characters("机").toSorted()).toEqual(["a", "b"]);
    expect(bigrams("機床 gps")).toEqual(["a", "b"]);
  });

  it("rank a rare token before a common one, a short text before a long one, equals as they came", () => {
    const texts = [text("long", "x y y y y"), text("short", "x z"), text("rare", "w"), text("equal", "x z")];
    const { bigrams } = baselines(texts, 3);
    expect(bigrams("x")).toEqual(["short", "equal", "long"]);
    expect(bigrams("x w")).toEqual(["rare", "short", "equal"]);
  });

  it("count a token as often as the query holds it", () => {
    // One holder each, equal lengths: equal scores, unless the query says a word twice.
    const { bigrams } = baselines([text("a", "x"), text("b", "y")], 10);
    expect([bigrams("x y"), bigrams("x y y")]).toEqual([
      ["a", "b"],
      ["b", "a"],
    ]);
  });

  it("find by the text of a query, one ranking for each", async () => {
    const query = (words: string) => ({ id: "q", text: words, judged: new Map<string, number>() });
    const all = inMemory([text("a", "甲乙"), text("b", "丙")], 10);
    expect(all.map(({ name }) => name)).toEqual(["characters", "bigrams", "words+bigrams"]);
    for (const { answer } of all)
      expect(await answer("search", [query("丙"), query("甲乙"), query("丁")])).toEqual({
        rankings: [["b"], ["a"], []],
      });
  });
});
