// Corrects: what a query may have been meant to say, by what one reader can find.
import { correctHanzi, correctWord, type Lexicon, phraseRead } from "../correct.ts";
import { letterRun, spokenRuns } from "../pinyin.ts";
import type { Query } from "../query.ts";
import { type CommonTokens, commonFrom } from "./commonness.ts";
import type { Found } from "./first-pass.ts";
import type { PostingLists } from "./lists.ts";
import { pairToken, type QueryToken, wordToken } from "./posting.ts";
import type { Sight } from "./readership.ts";

export class Corrector {
  readonly #lists: PostingLists;
  readonly #common: CommonTokens;

  constructor(lists: PostingLists, common: CommonTokens) {
    this.#lists = lists;
    this.#common = common;
  }

  /** What the query may have been meant to say, where that finds something; see correct.ts. */
  correct(query: Query, { unknown, spoken }: Found, sight: Sight, texts: () => readonly string[]): string | undefined {
    if (unknown.length === 0 && spoken.size === 0) return undefined;
    const lexicon = this.#lexiconOf(sight, texts);
    const doubted = new Set(unknown.map(({ text }) => text));
    const corrected = query.text
      .replaceAll(letterRun, (run) => {
        const said = spokenRuns(run).find((each) => spoken.has(each));
        const phrase = said && phraseRead(spoken.get(said) ?? [], lexicon.texts());
        return phrase ? run.replace(said, phrase) : run;
      })
      .replaceAll(/[a-z]+/g, (word) => (doubted.has(word) ? correctWord(word, lexicon) : word))
      .replaceAll(/\p{Script=Han}{2,}/gu, (run) => correctHanzi(run, lexicon));
    return corrected === query.text ? undefined : corrected;
  }

  #lexiconOf(sight: Sight, texts: () => readonly string[]): Lexicon {
    let read: readonly string[] | undefined;
    const counts = new Map<string, number>();
    const common = this.#common.of(sight);
    const count = (token: QueryToken): number => {
      const known = counts.get(token.token);
      if (known !== undefined) return known;
      // What is common is as good as the most common: its list is not read to its end, nor again where that is known.
      const most = commonFrom(sight);
      const found = common.has(token.token)
        ? most + 1
        : Math.min(most + 1, this.#lists.frequencyOf(token, sight, most));
      counts.set(token.token, found);
      return found;
    };
    return {
      pairs: (pair) => count(pairToken(pair)),
      words: (word) => count(wordToken(word)),
      read: (reading) => this.#lists.pairsRead(reading),
      texts: () => (read ??= texts()),
    };
  }
}
