// Ranking, second pass: a closer look at the best of the first. Pure, and the same whatever engine made the first pass.
import { HanziCounter } from "./hanzi.ts";
import { pairOf, readingsOf, readingsOfPair } from "./pinyin.ts";
import type { Query } from "./query.ts";
import { type Bm25, idfOf } from "./rank.ts";
import { hanziOf } from "./tokens.ts";

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

/** A token of the query, words of hanzi left out: their pairs stand for them. */
export interface AskedToken {
  /** Its idf, times its weight. */
  readonly says: number;
  readonly text?: string;
  /** How pairs of hanzi are read that may stand in its place. */
  readonly readings: readonly string[];
}

const hanziWeight = 1.5;
const titleWeight = 0.2;
/** Part of a query in a title says little, all of it much. */
const titlePower = 4;

/** Whether single hanzi count for a query; where they do not, neither they nor the lengths of candidates are looked at. */
export function looksAtHanzi({ focus, hanzi }: Pick<Query, "focus" | "hanzi">): boolean {
  return focus < 1 && hanzi.size > 0;
}

/**
 * The scores of candidates after a closer look.
 * Adds BM25 over single hanzi, the less the more the query is one notion: 偿还 and 清偿 share one, where words and bigrams find
 * nothing in common. What a hanzi says is counted among the candidates, which are about the matter already.
 * Multiplies by how much of the query the title holds.
 */
export function rerank(
  query: Query,
  candidates: readonly Candidate[],
  bm25: Bm25,
  tokens: readonly AskedToken[],
): number[] {
  const hanzi = looksAtHanzi(query) ? [...query.hanzi] : [];
  const counter = new HanziCounter(hanzi.map(([character]) => character));
  const counts = candidates.map((candidate) => counter.count(candidate.hanzi));
  const weights = hanzi.map(([, weight], at) => {
    const frequency = counts.filter((count) => (count[at] ?? 0) > 0).length;
    return weight * hanziWeight * (1 - query.focus) * idfOf(frequency, candidates.length);
  });
  const heardIn = hearing(tokens);
  return candidates.map(({ score, lengthClass, title }, position) => {
    let sum = score;
    for (const [at, count] of (counts[position] ?? []).entries())
      if (count > 0) sum += (weights[at] ?? 0) * bm25.worth(count, lengthClass);
    return sum * (1 + titleWeight * shareIn(title, tokens, heardIn(title)) ** titlePower);
  });
}

function shareIn(title: string, tokens: readonly AskedToken[], heard: ReadonlySet<AskedToken>): number {
  let held = 0;
  let total = 0;
  for (const token of tokens) {
    const { says, text } = token;
    total += says;
    if ((text !== undefined && title.includes(text)) || heard.has(token)) held += says;
  }
  return total === 0 ? 0 : held / total;
}

const nothing: ReadonlySet<AskedToken> = new Set();

/** Which tokens are read as some pair of hanzi of a title is. Of most pairs the first hanzi tells that none is. */
function hearing(tokens: readonly AskedToken[]): (title: string) => ReadonlySet<AskedToken> {
  if (tokens.every(({ readings }) => readings.length === 0)) return () => nothing;
  const byFirst = new Map<number, readonly AskedToken[]>();
  const beginningLike = (codePoint: number): readonly AskedToken[] => {
    const known = byFirst.get(codePoint);
    if (known) return known;
    const beginnings = readingsOf(String.fromCodePoint(codePoint)).map((reading) => pairOf(reading, ""));
    const begins = (reading: string): boolean => beginnings.some((beginning) => reading.startsWith(beginning));
    const found = tokens.filter(({ readings }) => readings.some(begins));
    byFirst.set(codePoint, found);
    return found;
  };
  const heardAs = (pair: string): readonly AskedToken[] => {
    const possible = beginningLike(pair.codePointAt(0) ?? 0);
    if (possible.length === 0) return possible;
    const sounds = readingsOfPair(pair);
    return possible.filter(({ readings }) => readings.some((reading) => sounds.includes(reading)));
  };
  return (title) => new Set(hanziOf(title).bigrams.flatMap(heardAs));
}
