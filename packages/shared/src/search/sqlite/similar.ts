// Similar documents: what a text repeats and what its title says, asked like a query. Synchronous.
import { best, type Posting, type Ranked, Scores } from "../rank.ts";
import { commonFrom, idfPower, mostShared, ownScore, weigh } from "../resemblance.ts";
import type { PostingLists } from "./lists.ts";
import type { Sight } from "./readership.ts";

export interface Resembling {
  readonly ranked: readonly Ranked[];
  /** Of each document the words it shares that say most, the most telling first. */
  readonly shared: ReadonlyMap<number, readonly string[]>;
}

export class Similar {
  readonly #lists: PostingLists;

  constructor(lists: PostingLists) {
    this.#lists = lists;
  }

  /** The `limit` documents among those that `counts` says count which have most in common with a text. */
  to(
    text: { title: string; text: string },
    sight: Sight,
    capacity: number,
    limit: number,
    { counts, keyOf }: { counts: (number: number) => boolean; keyOf: (number: number) => string },
  ): Resembling {
    const scores = new Scores(sight, capacity, 0, idfPower);
    const found: { word: string; says: number; postings: readonly Posting[] }[] = [];
    const said: { says: number; count: number }[] = [];
    const { weighed, lengthClass } = weigh(text);
    for (const { token, weight, count, tells } of weighed) {
      const repeats = this.#lists.repeatsOf(token, sight, commonFrom(sight)) ?? [];
      const says = scores.add(repeats, weight);
      if (repeats.length > 0) said.push({ says, count });
      if (tells) found.push({ word: token.text, says, postings: repeats[0] ?? [] });
    }
    const own = ownScore(said, lengthClass, scores.bm25);
    const ranked = best(scores.touched().filter(counts), limit, (number) => scores.scoreOf(number) / own, keyOf);
    const shared = new Map(ranked.map(({ number }) => [number, [] as string[]]));
    for (const { word, postings } of found.toSorted((one, other) => other.says - one.says))
      for (const { number } of postings) {
        const words = shared.get(number);
        if (words && words.length < mostShared && !words.includes(word)) words.push(word);
      }
    return { ranked, shared };
  }
}
