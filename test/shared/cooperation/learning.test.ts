import { describe, expect, it } from "vitest";
import type { Learned } from "../../../packages/shared/src/cooperation/learning/log.ts";
import { gini, reportOf } from "../../../packages/shared/src/cooperation/learning/report.ts";

const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, "0")}:00:00.000Z`;
const shown = (hour: number, from: string, ...ids: [id: string, organisationId: string, size?: string][]): Learned => ({
  kind: "shown",
  at: at(hour),
  from,
  items: ids.map(([id, organisationId, size], position) => ({
    id,
    organisationId,
    rank: position + 1,
    score: 1,
    ...(size && { size }),
  })),
});

describe("what is learned from suggestions", () => {
  it("counts what became of each at the rank where it was last shown before, in whatever order it is read", () => {
    const lines: Learned[] = [
      { kind: "answer", at: at(9), from: "n", id: "b", answer: "accept", hours: 3 },
      { kind: "interest", at: at(6), from: "n", id: "b" },
      { kind: "opened", at: at(5), from: "n", id: "b" },
      shown(7, "n", ["b", "o2"], ["a", "o1"]),
      shown(4, "n", ["a", "o1", "small"], ["b", "o2", "large"]),
    ];
    const { byRank } = reportOf(lines);
    expect(byRank[0]).toEqual({ rank: 1, shown: 2, opened: 0, interests: 0, accepted: 1 });
    expect(byRank[1]).toEqual({ rank: 2, shown: 2, opened: 1, interests: 1, accepted: 0 });
    expect(reportOf(lines.toReversed())).toEqual(reportOf(lines));
  });

  it("says who was shown, why people declined, and how long half of them waited", () => {
    const { exposure, answers } = reportOf([
      shown(1, "n", ["a", "o1", "small"], ["b", "o1", "small"], ["c", "o2"]),
      { kind: "interest", at: at(2), id: "a" },
      { kind: "answer", at: at(4), id: "a", answer: "decline", reason: "terms", hours: 2 },
      { kind: "answer", at: at(9), id: "b", answer: "accept", hours: 8 },
    ]);
    expect(exposure.bySize).toEqual([
      { size: "small", shown: 2 },
      { size: "unknown", shown: 1 },
    ]);
    expect(answers).toEqual({ interests: 1, accepted: 1, declined: [{ reason: "terms", count: 1 }], medianHours: 5 });
    expect(reportOf([]).answers).toEqual({ interests: 0, accepted: 0, declined: [] });
  });

  it("tells equal shares from one that has all", () => {
    expect(gini([5, 5, 5, 5])).toBe(0);
    expect(gini([0, 0, 0, 20])).toBeCloseTo(0.75);
    expect(gini([])).toBe(0);
  });
});
