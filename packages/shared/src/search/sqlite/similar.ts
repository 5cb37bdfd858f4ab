// Similar documents: what a text repeats and what its title says, asked like a query. Synchronous.
import { fold } from "../fold.ts";
import { best, type Posting, type Ranked, Scores } from "../rank.ts";
import { isHan, tokenise } from "../tokens.ts";
import type { PostingLists } from "./lists.ts";
import { type QueryToken, queryTokens } from "./posting.ts";
import type { Sight } from "./readership.ts";

/** Measured on 616 papers and what is related to them: 60 to 250 tokens change nDCG@10 by less than 0.006. */
const mostTokens = 100;
/** What is rare says more of what two texts have in common than of what answers a query. */
const idfPower = 2;
/** A token in more of the visible documents than this says too little for its cost. */
const commonFrom = (sight: Sight): number => Math.max(200, Math.floor(sight.documents / 20));
const mostShared = 5;

interface Weighed {
  readonly token: QueryToken;
  readonly weight: number;
}

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
    for (const { token, weight } of weigh(text)) {
      const repeats = this.#lists.repeatsOf(token, sight, commonFrom(sight)) ?? [];
      const says = scores.add(repeats, weight);
      const tells = token.kind !== "bigram" && token.text.length > 1;
      if (tells) found.push({ word: token.text, says, postings: repeats[0] ?? [] });
    }
    const ranked = best(scores.touched().filter(counts), limit, (number) => scores.scoreOf(number), keyOf);
    const shared = new Map(ranked.map(({ number }) => [number, [] as string[]]));
    for (const { word, postings } of found.toSorted((one, other) => other.says - one.says))
      for (const { number } of postings) {
        const words = shared.get(number);
        if (words && words.length < mostShared && !words.includes(word)) words.push(word);
      }
    return { ranked, shared };
  }
}

/** The tokens that a text repeats or its title holds first; a word of one hanzi says nothing. */
function weigh({ title, text }: { title: string; text: string }): Weighed[] {
  const folded = tokenise(fold(`${title}\n${text}`));
  const counts = new Map<string, number>();
  for (const token of [...folded.words, ...folded.bigrams, ...folded.codes])
    counts.set(token, (counts.get(token) ?? 0) + 1);
  const inTitle = new Set(queryTokens(tokenise(fold(title))).map(({ token }) => token));
  return queryTokens(folded)
    .filter(({ kind, text: word }) => !(kind === "word" && isHan(word)) || word.length > 1)
    .filter(({ alone }) => !alone)
    .map((token) => ({ token, count: counts.get(token.text) ?? 1, title: inTitle.has(token.token) }))
    .toSorted((one, other) => other.count + (other.title ? 2 : 0) - one.count - (one.title ? 2 : 0))
    .slice(0, mostTokens)
    .map(({ token, count, title: titled }) => ({ token, weight: (titled ? 2 : 1) * ((2 * count) / (count + 1)) }));
}
