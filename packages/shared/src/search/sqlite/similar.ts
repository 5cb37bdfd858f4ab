// Similar documents: what a text repeats and what its title says, asked like a query. Synchronous.
import { best, type Posting, type Ranked, Scores } from "../rank.ts";
import { commonFrom, idfPower, mostShared, ownScore, weigh } from "../resemblance.ts";
import type { CommonTokens } from "./commonness.ts";
import type { PostingLists } from "./lists.ts";
import type { Sight } from "./readership.ts";

export interface Resembling {
  readonly ranked: readonly Ranked[];
  /** Of each document the words it shares that say most, the most telling first. */
  readonly shared: ReadonlyMap<number, readonly string[]>;
}

/** The first `limit` of the documents that count; equals stand in the order of `keyOf`. */
interface Among {
  readonly counts: (number: number) => boolean;
  readonly keyOf: (number: number) => string;
  readonly limit: number;
}

export class Similar {
  readonly #lists: PostingLists;
  readonly #common: CommonTokens;

  /** `common`: of its own, because fewer holders make a token common here than in a search. */
  constructor(lists: PostingLists, common: CommonTokens) {
    this.#lists = lists;
    this.#common = common;
  }

  /** What is like a text: whoever asks for the first of some documents pays no more for reading the lists. */
  to(text: { title: string; text: string }, sight: Sight, capacity: number): (among: Among) => Resembling {
    const scores = new Scores(sight, capacity, 0, idfPower);
    const telling: { word: string; says: number; postings: readonly Posting[] }[] = [];
    const said: { says: number; count: number }[] = [];
    const { weighed, lengthClass } = weigh(text);
    const common = this.#common.of(sight);
    for (const { token, weight, count, tells } of weighed) {
      const found = common.has(token.token) ? undefined : this.#lists.repeatsOf(token, sight, commonFrom(sight));
      if (!found) common.add(token.token);
      const repeats = found ?? [];
      const says = scores.add(repeats, weight);
      if (repeats.length > 0) said.push({ says, count });
      if (tells) telling.push({ word: token.text, says, postings: repeats[0] ?? [] });
    }
    const own = ownScore(said, lengthClass, scores.bm25);
    const mostTelling = telling.toSorted((one, other) => other.says - one.says);
    return ({ counts, keyOf, limit }) => {
      const ranked = best(scores.touched().filter(counts), limit, (number) => scores.scoreOf(number) / own, keyOf);
      return { ranked, shared: sharedBy(ranked, mostTelling) };
    };
  }
}

const sharedBy = (
  ranked: readonly Ranked[],
  mostTelling: readonly { word: string; postings: readonly Posting[] }[],
): Map<number, string[]> => {
  const shared = new Map(ranked.map(({ number }) => [number, [] as string[]]));
  for (const { word, postings } of mostTelling)
    for (const { number } of postings) {
      const words = shared.get(number);
      if (words && words.length < mostShared && !words.includes(word)) words.push(word);
    }
  return shared;
};
