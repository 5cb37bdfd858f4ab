// What is printed: losses are plain to see.
import { describe, expect, it } from "vitest";
import type { Evaluation, Outcome, Scores } from "./evaluate.ts";
import { compare } from "./record.ts";
import { type Judgement, lostSets, report } from "./report.ts";

const scores = (value: number): Scores => {
  const each = [value, value];
  return { ndcg: each, recall: each, reciprocalRank: each };
};
const outcome = (ours: number, rival: number): Outcome => ({
  ours: scores(ours),
  baselines: { characters: scores(0.125), bigrams: scores(0.25), "words+bigrams": scores(rival) },
  milliseconds: [3, 5],
});
const evaluation = (name: string, ours: number, rival: number, clean?: Outcome): Evaluation => ({
  ...outcome(ours, rival),
  set: { name, asks: "search", data: "d", queries: ["q1", "q2"].map((id) => ({ id, text: id, judged: new Map() })) },
  ...(clean && { clean }),
});
const judgement = (set: string, now: number): Judgement => {
  const by = (score: number) => new Map([["q1", score] as const, ["q2", score] as const]);
  return { set, comparison: compare(by(0.5), by(now)) };
};
const lineOf = (text: string, start: RegExp): string => text.split("\n").find((line) => start.test(line)) ?? "";
const squeezed = (line: string): string => line.replaceAll(/ {2,}/g, "  ").trim();

describe("the report", () => {
  it("marks a set that lost against its record, and names its losers", () => {
    const judgements = [judgement("csl title", 0.25), judgement("lecoqa keyword", 0.5)];
    const text = report([], judgements, "m");
    expect(squeezed(lineOf(text, /^LOST/))).toBe(
      "LOST  csl title  2  0.5000  0.2500  -0.2500  [-0.2500, -0.2500]  0  2  0  q1 0.5→0.25, q2 0.5→0.25",
    );
    expect(text).toContain("below the record beyond the interval: csl title\n");
    expect(lostSets(judgements)).toEqual(["csl title"]);
  });

  it("says what could not be compared, and of which make the record was", () => {
    const text = report(
      [],
      [
        { set: "csl title", comparison: "never recorded" },
        { ...judgement("lecoqa keyword", 0.5), otherMake: "older" },
      ],
      "newer",
    );
    expect(squeezed(lineOf(text, /csl title/))).toBe("csl title  never recorded");
    expect(text).toContain("make of the index: newer; recorded with older");
    expect(text).toContain("below the record beyond the interval: none\n");
  });

  it("gives a variant's loss in per cent of its own clean scores", () => {
    const text = report([evaluation("csl one keyword typo", 0.25, 0.3, outcome(0.5, 0.4))], [], "m");
    expect(squeezed(lineOf(text, /^csl one keyword typo/))).toBe(
      "csl one keyword typo  2  0.5000  0.2500  -50.0 %  [-50.0 %, -50.0 %]  0.3000  -25.0 %  3.0  5.0",
    );
  });

  it("sums up the hard sets when all were measured, and names the sets below the baseline", () => {
    const hard = [
      evaluation("csl one keyword", 0.5, 0.25),
      evaluation("lecoqa keyword", 0.5, 0.5),
      evaluation("lecoqa question", 0.25, 0.375),
    ];
    const text = report(hard, [], "m");
    expect(text).toMatch(
      /^mean of the 3 hard sets .*: words\+bigrams 0.3750, ours 0.4167, \+0.0417 \[\+0.0417, \+0.0417\]$/m,
    );
    expect(text).toContain("below words+bigrams beyond the interval: lecoqa question\n");
    expect(report(hard.slice(1), [], "m")).toMatch(/^mean of the 3 hard sets .*: not all were measured$/m);
  });
});
