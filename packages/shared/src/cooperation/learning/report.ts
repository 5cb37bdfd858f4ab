// What is learned from the log of suggestions: what is taken up by rank, who is shown, how soon people answer. Pure.

import type { Learned } from "./log.ts";
import type { LearningReport } from "./schema.ts";

const ranks = 10;

/** The middle of some numbers; nothing of none. */
const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return undefined;
  return sorted.length % 2 === 0 && low !== undefined ? (low + high) / 2 : high;
};

/** How unevenly something is shared out: 0 when all have as much, near 1 when one has all (Gini 1912). */
export const gini = (shares: readonly number[]): number => {
  const sorted = shares.toSorted((one, other) => one - other);
  const total = sorted.reduce((sum, each) => sum + each, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, each, at) => sum + (at + 1) * each, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
};

const tally = <K>(keys: Iterable<K>): Map<K, number> => {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** What became of suggestions counts at the rank where they were last shown before; the order of the lines does not matter. */
export const reportOf = (lines: readonly Learned[]): LearningReport => {
  const shown = lines.filter((line) => line.kind === "shown").toSorted((one, other) => (one.at < other.at ? -1 : 1));
  const placed = shown.flatMap(({ at, from, items }) => items.map((item) => ({ ...item, at, from })));
  const byPair = Map.groupBy(placed, ({ from, id }) => `${from} ${id}`);
  const rankOf = ({ from, id, at }: { from?: string | undefined; id: string; at: string }): number | undefined =>
    from === undefined ? undefined : byPair.get(`${from} ${id}`)?.findLast((each) => each.at <= at)?.rank;
  const ranksOf = (of: (line: Learned) => boolean) =>
    tally(lines.filter(of).flatMap((line) => (line.kind === "shown" ? [] : (rankOf(line) ?? []))));
  const shownAt = tally(placed.map(({ rank }) => rank));
  const openedAt = ranksOf(({ kind }) => kind === "opened");
  const interestAt = ranksOf(({ kind }) => kind === "interest");
  const acceptedAt = ranksOf((line) => line.kind === "answer" && line.answer === "accept");
  const bySize = tally(placed.map(({ size }) => size ?? "unknown"));
  const byOrganisation = tally(placed.map(({ organisationId }) => organisationId));
  const answers = lines.filter((line) => line.kind === "answer");
  const hours = median(answers.map((answer) => answer.hours));
  const reasons = tally(answers.flatMap(({ answer, reason }) => (answer === "decline" ? [reason ?? "other"] : [])));
  return {
    byRank: Array.from({ length: ranks }, (_, at) => ({
      rank: at + 1,
      shown: shownAt.get(at + 1) ?? 0,
      opened: openedAt.get(at + 1) ?? 0,
      interests: interestAt.get(at + 1) ?? 0,
      accepted: acceptedAt.get(at + 1) ?? 0,
    })),
    exposure: {
      bySize: [...bySize]
        .map(([size, count]) => ({ size, shown: count }))
        .toSorted((one, other) => other.shown - one.shown),
      gini: gini([...byOrganisation.values()]),
    },
    answers: {
      interests: lines.filter(({ kind }) => kind === "interest").length,
      accepted: answers.filter(({ answer }) => answer === "accept").length,
      declined: [...reasons].map(([reason, count]) => ({ reason, count })),
      ...(hours !== undefined && { medianHours: hours }),
    },
  };
};
