// Ranking, second pass: a closer look at the best of the first. Pure, and the same whatever engine made the first pass.
import { HanziCounter } from "./hanzi.ts";
import type { Query } from "./query.ts";
import { type Bm25, idfOf } from "./rank.ts";
import { isHan } from "./tokens.ts";

/** So many of the first pass are looked at again; those behind them keep their order. */
export const mostReranked = 200;

export interface Candidate {
  readonly score: number;
  readonly lengthClass: number;
  /** Folded. */
  readonly title: string;
  /** Of title and text together; see `packHanzi`. */
  readonly hanzi: Uint8Array;
}

const hanziWeight = 1.5;
const titleWeight = 0.2;
/** Part of a query in a title says little, all of it much. */
const titlePower = 4;

/**
 * The scores of candidates after a closer look; `says` is what each token of the query says (its idf).
 * Adds BM25 over single hanzi, the less the more the query is one notion: 偿还 and 清偿 share one, where words and bigrams find
 * nothing in common. What a hanzi says is counted among the candidates, which are about the matter already.
 * Multiplies by how much of the query the title holds.
 */
export function rerank(
  query: Query,
  candidates: readonly Candidate[],
  bm25: Bm25,
  says: ReadonlyMap<string, number>,
): number[] {
  const hanzi = [...query.hanzi];
  const counter = new HanziCounter(hanzi.map(([character]) => character));
  const counts = candidates.map((candidate) => counter.count(candidate.hanzi));
  const weights = hanzi.map(([, weight], at) => {
    const frequency = counts.filter((count) => (count[at] ?? 0) > 0).length;
    return weight * hanziWeight * (1 - query.focus) * idfOf(frequency, candidates.length);
  });
  const titled = titleTokens(query, says);
  return candidates.map(({ score, lengthClass, title }, position) => {
    let sum = score;
    for (const [at, count] of (counts[position] ?? []).entries())
      if (count > 0) sum += (weights[at] ?? 0) * bm25.worth(count, lengthClass);
    return sum * (1 + titleWeight * shareIn(title, titled) ** titlePower);
  });
}

function titleTokens({ tokens }: Query, says: ReadonlyMap<string, number>): [token: string, says: number][] {
  const asked = new Set([...tokens.bigrams, ...tokens.words.filter((word) => !isHan(word))]);
  return [...asked].map((token) => [token, says.get(token) ?? 0]);
}

function shareIn(title: string, tokens: readonly (readonly [token: string, says: number])[]): number {
  let held = 0;
  let total = 0;
  for (const [token, says] of tokens) {
    total += says;
    if (title.includes(token)) held += says;
  }
  return total === 0 ? 0 : held / total;
}
