// The recorded run: written, read and compared, worked by hand.
import { describe, expect, it } from "vitest";
import { compare, formatRecord, isLoss, parseRecord, type Recorded, rounded } from "./record.ts";

const record: Recorded = {
  set: "csl one keyword",
  data: "csl: 2 texts, 0123456789ab",
  make: "ba9876543210",
  scores: new Map([
    ["k1-0001", 1],
    ["k1-0002", 0.387],
    ["k1-0003", 0],
  ]),
};
const text = [
  "# set csl one keyword",
  "# data csl: 2 texts, 0123456789ab",
  "# make ba9876543210",
  "# nDCG@10 0.4623 of 3 queries",
  "k1-0001\t1",
  "k1-0002\t0.387",
  "k1-0003\t0",
  "",
].join("\n");

describe("the record", () => {
  it("is one line a query under lines that say what it is, and reads back as it was", () => {
    expect(formatRecord(record)).toBe(text);
    expect(parseRecord(text)).toEqual(record);
  });

  it("holds three decimals, no more than it has", () => {
    expect([0.63092975, 0.5, 1, 0, 0.99996].map(rounded)).toEqual([0.631, 0.5, 1, 0, 1]);
  });

  it("refuses what is not of its form by the line, and a heading that does not say what it is", () => {
    expect(() => parseRecord(text.replace("0.387", "0.3871"))).toThrow("line 6");
    expect(() => parseRecord(text.replace("k1-0001\t", "k1-0001 "))).toThrow("line 5");
    expect(() => parseRecord(text.replace("# make ba9876543210\n", ""))).toThrow("does not say its make");
  });
});

describe("the comparison with the record", () => {
  const before = new Map([
    ["a", 1],
    ["b", 0.5],
    ["c", 0.25],
    ["d", 0],
    ["gone", 1],
  ]);

  it("counts what gained, lost and stayed among the queries of both, and names the losers, worst first", () => {
    const now = new Map([
      ["d", 0.5],
      ["c", 0.25],
      ["b", 0.25],
      ["a", 0.5],
      ["new", 1],
    ]);
    const { difference, ...counts } = compare(before, now);
    expect(counts).toEqual({
      queries: 4,
      before: 0.4375,
      now: 0.375,
      gained: 1,
      lost: 2,
      worst: [
        { id: "a", before: 1, now: 0.5 },
        { id: "b", before: 0.5, now: 0.25 },
      ],
    });
    expect(difference.value).toBe(-0.0625);
    expect(isLoss(difference)).toBe(false);
  });

  it("is a loss only when the mean is lower by more than its interval", () => {
    const many = (score: (at: number) => number) =>
      new Map(Array.from({ length: 100 }, (_, at) => [`q${at}`, score(at)] as const));
    const old = many(() => 0.5);
    // The mean falls by 0.1 whether every query loses a little, or fifteen lose all and five gain as much.
    expect(
      isLoss(
        compare(
          old,
          many(() => 0.4),
        ).difference,
      ),
    ).toBe(true);
    expect(
      isLoss(
        compare(
          old,
          many((at) => (at < 15 ? 0 : 0.5)),
        ).difference,
      ),
    ).toBe(true);
    expect(
      isLoss(
        compare(
          old,
          many((at) => (at < 2 ? 0 : at < 3 ? 1 : 0.5)),
        ).difference,
      ),
    ).toBe(false);
    expect(isLoss(compare(old, old).difference)).toBe(false);
    expect(
      isLoss(
        compare(
          old,
          many(() => 0.6),
        ).difference,
      ),
    ).toBe(false);
  });

  it("names at most five losers", () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g"];
    const losses = compare(new Map(ids.map((id) => [id, 1])), new Map(ids.map((id, at) => [id, at / 10])));
    expect([losses.lost, losses.worst.map(({ id }) => id)]).toEqual([7, ["a", "b", "c", "d", "e"]]);
  });
});
