// Measures of retrieval quality, and how sure one may be of a difference between two systems.

/** Judged documents of one query: grade by document id; what is absent has grade 0. */
export type Judgements = ReadonlyMap<string, number>;

/** nDCG at `depth` with gain 2^grade - 1 and discount log2(rank + 1) (Järvelin and Kekäläinen 2002; Burges et al. 2005). */
export function ndcg(ranking: readonly string[], judged: Judgements, depth = 10): number {
  const ideal = [...judged.values()].toSorted((a, b) => b - a).slice(0, depth);
  const best = sum(ideal.map(gain));
  const found = sum(ranking.slice(0, depth).map((id, at) => gain(judged.get(id) ?? 0, at)));
  return best === 0 ? 0 : found / best;
}

function gain(grade: number, at: number): number {
  return (2 ** grade - 1) / Math.log2(at + 2);
}

/** The share of the relevant documents (grade above 0) among the first `depth`. */
export function recall(ranking: readonly string[], judged: Judgements, depth = 100): number {
  const relevant = [...judged].filter(([, grade]) => grade > 0).map(([id]) => id);
  const seen = new Set(ranking.slice(0, depth));
  return relevant.length === 0 ? 0 : relevant.filter((id) => seen.has(id)).length / relevant.length;
}

/** One over the rank of the first relevant document, 0 when none is among the first `depth`. */
export function reciprocalRank(ranking: readonly string[], judged: Judgements, depth = 10): number {
  const at = ranking.slice(0, depth).findIndex((id) => (judged.get(id) ?? 0) > 0);
  return at === -1 ? 0 : 1 / (at + 1);
}

/** A value with its 95 % percentile bootstrap interval (Efron 1979), always the same for the same input. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The mean of paired differences. */
export function bootstrap(differences: readonly number[]): Interval {
  return bootstrapMean([differences]);
}

/** The mean of the means of several sets of paired differences, each set drawn from on its own: every set weighs the same. */
export function bootstrapMean(sets: readonly (readonly number[])[]): Interval {
  const within = interval((draw) => mean(sets.map((set) => mean(set.map(() => pick(set, draw))))));
  return { value: mean(sets.map(mean)), ...within };
}

/** What share of the mean is gained (below 0: lost) when each value of `before` becomes the one at its place in `after`; 0 where there is none. */
export function bootstrapChange(before: readonly number[], after: readonly number[]): Interval {
  const change = (from: number, to: number): number => (from === 0 ? 0 : to / from - 1);
  const places = before.map((_, at) => at);
  const within = interval((draw) => {
    const drawn = places.map(() => pick(places, draw));
    return change(sum(drawn.map((at) => before[at] ?? 0)), sum(drawn.map((at) => after[at] ?? 0)));
  });
  return { value: change(sum(before), sum(after)), ...within };
}

const rounds = 2_000;

function interval(once: (draw: () => number) => number): { low: number; high: number } {
  const random = generator(20_170_318);
  const values = Array.from({ length: rounds }, () => once(random)).toSorted((a, b) => a - b);
  const at = (share: number): number => values[Math.floor(share * (rounds - 1))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}

function pick(values: readonly number[], draw: () => number): number {
  return values[Math.floor(draw() * values.length)] ?? 0;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

/** The smallest value that at least `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Pseudo-random numbers in [0, 1) by mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
