// Corrects: what a query may have been meant to say, by what one reader can find.
import { correctHanzi, correctWord, type Lexicon, phraseRead } from "../correct.ts";
import { letterRun, spokenRuns } from "../pinyin.ts";
import type { Query } from "../query.ts";
import { commonFrom } from "./commonness.ts";
import type { Found } from "./first-pass.ts";
import type { PostingLists } from "./lists.ts";
import { wordToken } from "./posting.ts";
import type { Sight } from "./readership.ts";

export class Corrector {
  readonly #lists: PostingLists;

  constructor(lists: PostingLists) {
    this.#lists = lists;
  }

  /** What the query may have been meant to say, where that finds something; see correct.ts. */
  correct(query: Query, { unknown, spoken }: Found, sight: Sight, texts: () => readonly string[]): string | undefined {
    if (unknown.length === 0 && spoken.size === 0) return undefined;
    let read: readonly string[] | undefined;
    const lexicon: Lexicon = {
      unknown: new Set(unknown.map(({ text }) => text)),
      words: (word) => this.#lists.frequencyOf(wordToken(word), sight, commonFrom(sight)),
      texts: () => (read ??= texts()),
    };
    const corrected = query.text
      .replaceAll(
        letterRun,
        once((run) => {
          const said = spokenRuns(run).find((each) => spoken.has(each));
          const phrase = said && phraseRead(spoken.get(said) ?? [], lexicon.texts());
          return phrase ? run.replace(said, phrase) : run;
        }),
      )
      .replaceAll(
        /[a-z]+/g,
        once((word) => (lexicon.unknown.has(word) ? correctWord(word, lexicon) : word)),
      )
      .replaceAll(
        /\p{Script=Han}{2,}/gu,
        once((run) => correctHanzi(run, lexicon)),
      );
    return corrected === query.text ? undefined : corrected;
  }
}

/** Asks but once for the same. */
function once(ask: (text: string) => string): (text: string) => string {
  const answers = new Map<string, string>();
  return (text) => {
    const answer = answers.get(text) ?? ask(text);
    answers.set(text, answer);
    return answer;
  };
}
