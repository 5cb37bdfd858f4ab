// Asks: finds what a query or its correction finds, and puts it in order. Synchronous.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { correct, type Lexicon } from "../correct.ts";
import { fold } from "../fold.ts";
import type { Correction } from "../port.ts";
import { analyse, type Query } from "../query.ts";
import { best, commonFrom, inOrder, type Ranked } from "../rank.ts";
import { mostReranked, rerank } from "../rerank.ts";
import { beginningOf, mostNearest } from "../shown.ts";
import { wordToken } from "../token-lists.ts";
import type { Columns } from "./columns.ts";
import { CommonTokens } from "./commonness.ts";
import { Finder } from "./finder.ts";
import type { Found } from "./first-pass.ts";
import type { Hits } from "./hits.ts";
import type { PostingLists } from "./lists.ts";
import type { Sight } from "./readership.ts";

/** A query, what it found, and what it may have been meant to say. */
export interface Asked {
  readonly query: Query;
  readonly found: Found;
  readonly correction?: Correction;
}

export class Asker {
  readonly #columns: Columns;
  readonly #hits: Hits;
  readonly #finder: Finder;
  readonly #lists: PostingLists;
  readonly #candidate: StatementSync;

  constructor(database: DatabaseSync, lists: PostingLists, columns: Columns, hits: Hits) {
    this.#columns = columns;
    this.#hits = hits;
    this.#finder = new Finder(lists, new CommonTokens(database));
    this.#lists = lists;
    this.#candidate = database.prepare("SELECT title, hanzi FROM body WHERE number = ?");
  }

  /** Looks for a query, or, where that finds nothing, for what it may have been meant to say. */
  ask(q: string, sight: Sight): Asked {
    const query = analyse(q);
    const found = this.#finder.find(query, sight, this.#columns.capacity());
    const text = correct(query.text, found.spoken, this.#lexiconOf({ query, found }, sight));
    if (text === undefined) return { query, found };
    if (found.numbers.length > 0) return { query, found, correction: { text, applied: false } };
    const corrected = this.ask(text, sight);
    return corrected.found.numbers.length > 0
      ? { ...corrected, correction: { text, applied: true } }
      : { query, found };
  }

  /** The newest `most` of documents, newest first. */
  newest(asked: Asked | undefined, numbers: readonly number[], most: number): Ranked[] {
    const ordered = asked ? this.#columns.newestFirst(numbers) : numbers;
    return ordered.slice(0, most).map((number) => ({ number, score: asked?.found.scores.scoreOf(number) ?? 0 }));
  }

  /** At least the best `most` of documents, best first. */
  best({ query, found }: Asked, numbers: readonly number[], most: number): Ranked[] {
    const keyOf = (number: number): string => this.#columns.keyOf(number);
    const first = best(numbers, Math.max(most, mostReranked), (of) => found.scores.scoreOf(of), keyOf);
    const again = this.#rerank(query, found, first.slice(0, mostReranked));
    return [...inOrder(again, keyOf), ...first.slice(mostReranked)];
  }

  /** Found but for the filters, or else holding anything of what was asked. */
  nearest(asked: Asked): Ranked[] {
    const { numbers, scores } = asked.found;
    return this.best(asked, numbers.length > 0 ? numbers : scores.touched(), mostNearest).slice(0, mostNearest);
  }

  #lexiconOf(asked: Asked, sight: Sight): Lexicon {
    let read: readonly string[] | undefined;
    return {
      unknown: new Set(asked.found.unknown.map(({ text }) => text)),
      words: (word) => this.#lists.frequencyOf(wordToken(word), sight, commonFrom(sight)),
      texts: () => (read ??= this.#textsOf(this.nearest(asked))),
    };
  }

  #rerank(query: Query, { scores, asked }: Found, ranked: readonly Ranked[]): Ranked[] {
    const candidates = ranked.map(({ number, score }) => {
      const { title, hanzi } = this.#candidate.get(number) as { title: string; hanzi: Uint8Array };
      return { score, lengthClass: scores.lengthClassOf(number), title: fold(title), hanzi };
    });
    const again = rerank(query, candidates, scores.bm25, asked);
    return ranked.map(({ number, score }, at) => ({ number, score: again[at] ?? score }));
  }

  #textsOf(ranked: readonly Ranked[]): string[] {
    return ranked.map(({ number }) => beginningOf(this.#hits.keptOf(number)));
  }
}
