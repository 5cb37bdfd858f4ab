// What is printed: losses are plain to see.
import { describe, expect, it } from "vitest";
import type { Evaluation, Outcome, Scores } from "./evaluate.ts";
import { compare, type Judgement, lostSets } from "./record.ts";
import { report } from "./report.ts";

const scores = (value: number, milliseconds?: number[]): Scores => {
  const each = [value, value];
  return { ndcg: each, recall: each, reciprocalRank: each, ...(milliseconds && { milliseconds }) };
};
/** A baseline, and one engine or two. */
const outcome = (rival: number, ...ours: number[]): Outcome =>
  new Map([
    ["words+bigrams", scores(rival)],
    ["cjk", scores(0.25)],
    ...ours.map((value, at) => [["embedded", "opensearch"][at] ?? "", scores(value, [3, 5])] as const),
  ]);
const queries = ["q1", "q2"].map((id) => ({ id, text: id, judged: new Map() }));
const evaluation = (name: string, found: Outcome, clean?: Outcome): Evaluation => ({
  set: { name, asks: name.endsWith("similar") ? "similar" : "search", data: "d", queries },
  outcome: found,
  ...(clean && { clean }),
});
const judgement = (set: string, now: number): Judgement => {
  const by = (score: number) => new Map([["q1", score] as const, ["q2", score] as const]);
  return { set, comparison: compare(by(0.5), by(now)) };
};
const linesOf = (text: string, start: RegExp): string[] =>
  text
    .split("\n")
    .filter((line) => start.test(line))
    .map((line) => line.replaceAll(/ {2,}/g, "  ").trim());
const makes = new Map([["embedded", "m"]]);

describe("the report", () => {
  it("marks a set that lost against its record, and names its losers", () => {
    const judgements = [judgement("csl title", 0.25), judgement("lecoqa keyword", 0.5)];
    const text = report([], judgements, makes);
    expect(linesOf(text, /^LOST/)).toEqual([
      "LOST  csl title  2  0.5000  0.2500  -0.2500  [-0.2500, -0.2500]  0  2  0  q1 0.5→0.25, q2 0.5→0.25",
    ]);
    expect(text).toContain("below the record beyond the interval: csl title\n");
    expect(lostSets(judgements)).toEqual(["csl title"]);
  });

  it("says what could not be compared, and of which make the record was", () => {
    const judgements: Judgement[] = [
      { set: "csl title", comparison: "never recorded" },
      { ...judgement("lecoqa keyword", 0.5), otherMake: "older" },
    ];
    const text = report([], judgements, new Map([["embedded", "newer"]]));
    expect(linesOf(text, /csl title/)).toEqual(["csl title  never recorded"]);
    expect(text).toContain("make of the index of embedded: newer\nmake of the recorded index: older");
    expect(text).toContain("below the record beyond the interval: none\n");
  });

  it("does not say that nothing was lost where nothing was compared", () => {
    const text = report([evaluation("csl title", new Map([["opensearch", scores(0.5, [3, 5])]]))], [], new Map());
    expect(text).toContain("not compared with the record, which is of the embedded engine");
    expect(text).not.toContain("below the record");
  });

  it("shows a set as it is meant by each engine beside the baselines, in measures and in milliseconds", () => {
    const text = report([evaluation("csl title", outcome(0.5, 0.75, 0.25))], [], makes);
    expect(linesOf(text, /^csl title/)).toEqual([
      "csl title  2  0.5000  0.2500  0.7500  0.2500",
      "csl title  words+bigrams  0.5000  0.5000  0.5000",
      "csl title  embedded  0.7500  +0.2500  [+0.2500, +0.2500]  0.7500  0.7500  3.0  5.0",
      "csl title  opensearch  0.2500  -0.2500  [-0.2500, -0.2500]  0.2500  0.2500  3.0  5.0",
      "csl title  0.7500  0.2500  -0.5000  [-0.5000, -0.5000]  NO  0.7500  0.2500",
    ]);
    expect(text).toContain("embedded below words+bigrams beyond the interval: none\n");
    expect(text).toContain("opensearch below words+bigrams beyond the interval: csl title\n");
  });

  it("gives a variant's loss in per cent of its own clean scores", () => {
    const text = report([evaluation("csl one keyword typo", outcome(0.3, 0.25), outcome(0.4, 0.5))], [], makes);
    expect(linesOf(text, /^csl one keyword typo/)).toEqual([
      "csl one keyword typo  words+bigrams  2  0.4000  0.3000  -25.0 %  [-25.0 %, -25.0 %]  0.3000",
      "csl one keyword typo  embedded  2  0.5000  0.2500  -50.0 %  [-50.0 %, -50.0 %]  0.2500  3.0  5.0",
    ]);
  });

  it("says of engines whether a set is found the same within 0.01, and names those that are not, variants too", () => {
    const sets = [
      evaluation("csl title", outcome(0.5, 0.5, 0.4901)),
      evaluation("csl one keyword", outcome(0.5, 0.5, 0.5101)),
      evaluation("csl one keyword typo", outcome(0.5, 0.5, 0.4898), outcome(0.5, 0.5, 0.5)),
    ];
    const text = report(sets, [], makes);
    expect(linesOf(text, / {2}(yes|NO)( |$)/).map((line) => line.replace(/ {2}0.*(yes|NO).*/, " $1"))).toEqual([
      "csl title yes",
      "csl one keyword NO",
      "csl one keyword typo NO",
    ]);
    expect(text).toContain("embedded and opensearch further apart than 0.01: csl one keyword, csl one keyword typo\n");
    expect(report([evaluation("csl title", outcome(0.5, 0.5))], [], makes)).not.toContain("0.01");
  });

  it("sums up the hard sets by engine and baseline when all were measured, and names the sets below the baseline", () => {
    const hard = [
      evaluation("csl one keyword", outcome(0.25, 0.5)),
      evaluation("lecoqa keyword", outcome(0.5, 0.5)),
      evaluation("lecoqa question", outcome(0.375, 0.25)),
    ];
    const text = report(hard, [], makes);
    expect(linesOf(text, /^embedded +0/)).toEqual([
      "embedded  0.4167  words+bigrams  0.3750  +0.0417  [+0.0417, +0.0417]",
      "embedded  0.4167  cjk  0.2500  +0.1667  [+0.1667, +0.1667]",
    ]);
    expect(text).toContain("below words+bigrams beyond the interval: lecoqa question\n");
    expect(report(hard.slice(1), [], makes)).toMatch(/^mean of the 3 hard sets .*: not all were measured$/m);
  });

  it("gives the like of a text as so many times more_like_this, where that was measured", () => {
    const text = report([evaluation("csl similar", outcome(0.3, 0.375))], [], makes);
    expect(linesOf(text, /more_like_this on/)).toEqual([
      "csl similar  embedded  0.3750  more_like_this on cjk  0.2500  1.50  [1.50, 1.50]",
    ]);
    const plain = new Map([...outcome(0.3, 0.375)].filter(([name]) => name !== "cjk"));
    expect(report([evaluation("csl similar", plain)], [], makes)).not.toContain("more_like_this on");
  });
});
