// Matching: which of the requests that the index found answer one, best first, each with the parts of its score and the reasons in words. Pure.
import { judge } from "./matching/eligible.ts";
import { type Gap, gapsOf, type Reason, reasonsOf } from "./matching/reasons.ts";
import { type Scored, scoreOf } from "./matching/score.ts";
import type { Candidate, Pair, Side } from "./matching/side.ts";
import { currentWeights, type Weights } from "./matching/weights.ts";

/** A request that answers another. */
export interface Suggestion {
  readonly id: string;
  readonly side: Side;
  /** What it is ranked by: `scored.both`, and a few percent for who is rarely shown. */
  readonly score: number;
  readonly scored: Scored;
  /** Why, what would be missed most first. */
  readonly reasons: readonly Reason[];
  /** What is missing or not known. */
  readonly gaps: readonly Gap[];
  /** The version of the weights it was made with. */
  readonly weights: number;
}

export interface Wanted {
  /** The date in China. */
  readonly today: string;
  readonly limit: number;
  readonly weights?: Weights | undefined;
}

/**
 * Those of the candidates that are eligible, best first. Of the first ten at most two are of one organisation; who is rarely
 * shown gains a few percent at most.
 */
export const match = (
  request: Side,
  candidates: readonly Candidate[],
  { today, limit, weights = currentWeights }: Wanted,
): Suggestion[] => {
  const eligible = candidates.filter(({ side }) => judge(request, side, today).obstacles.length === 0);
  const scored = eligible.map((candidate) => {
    const pair = pairOf(request, candidate, today);
    const all = scoreOf(pair, weights);
    const bonus = weights.exposure.bonus / (1 + Math.max(0, candidate.shown ?? 0));
    return { pair, scored: all, score: all.both * (1 + bonus), side: candidate.side };
  });
  const ordered = scored.toSorted((one, other) => other.score - one.score || (one.side.id < other.side.id ? -1 : 1));
  return spread(ordered, weights)
    .slice(0, limit)
    .map(({ pair, score, scored: all, side }) => ({
      id: side.id,
      side,
      score,
      scored: all,
      reasons: reasonsOf(pair, all.both, weights),
      gaps: gapsOf(pair, judge(pair.need, pair.offer, today), weights),
      weights: weights.version,
    }));
};

export const pairOf = (request: Side, { side, similarity, shared }: Candidate, today: string): Pair => ({
  ...(request.direction === "need" ? { need: request, offer: side } : { need: side, offer: request }),
  similarity,
  shared,
  today,
});

/** In their order, but whoever has had his places among the first comes again only after these, where there are so many. */
const spread = <T extends { side: Side }>(ordered: readonly T[], { diversity }: Weights): T[] => {
  const given = new Map<string, number>();
  const [first, later]: [T[], T[]] = [[], []];
  for (const each of ordered) {
    // Whose name is not seen is nobody's second: an order that joined them would tell that they are of one owner.
    const owner = each.side.named ?? each.side.id;
    const count = given.get(owner) ?? 0;
    if (first.length >= diversity.first || count >= diversity.mostOfOne) later.push(each);
    else {
      given.set(owner, count + 1);
      first.push(each);
    }
  }
  return first.length < diversity.first ? first : [...first, ...later];
};
