// The first pass over one query: what was looked up, what it says, and in which documents it was found.
import type { Query } from "../query.ts";
import { type Posting, type Repeats, Scores } from "../rank.ts";
import type { AskedToken } from "../rerank.ts";
import type { Cause } from "../shown.ts";
import type { QueryToken } from "../token-lists.ts";
import { isHan } from "../tokens.ts";
import type { Sight } from "./readership.ts";

/** What was found for one token or in its stead, and in which documents. */
export interface Evidence extends Cause {
  readonly postings: readonly Posting[];
}

export interface Found {
  readonly scores: Scores;
  /** Numbers of the documents that count. */
  readonly numbers: readonly number[];
  readonly asked: readonly AskedToken[];
  /** Words in Latin letters, and pairs of hanzi, that no document holds. */
  readonly unknown: readonly QueryToken[];
  /** Runs of Latin letters that were taken for pinyin, and their syllables. */
  readonly spoken: ReadonlyMap<string, readonly string[]>;
  /** Synonyms that documents were found by. */
  readonly alsoSearched: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** The documents that hold pairs of hanzi read so, and what of the query that is asked for. */
export interface Spoken {
  readonly of: string;
  readonly readings: readonly string[];
  readonly repeats: Repeats;
}

export class FirstPass {
  readonly query: Query;
  readonly scores: Scores;
  readonly #asked: AskedToken[] = [];
  readonly #evidence: Evidence[] = [];
  readonly #says = new Map<string, number>();
  readonly #unknown: QueryToken[] = [];
  readonly #also = new Set<string>();
  readonly #spoken: Found["spoken"];

  constructor(query: Query, sight: Sight, capacity: number, spoken: Found["spoken"]) {
    this.query = query;
    this.#spoken = spoken;
    this.scores = new Scores(sight, capacity, query.focus);
  }

  /** `others`: what stands in its place where it is not. */
  add(token: QueryToken, repeats: Repeats, others?: Spoken): void {
    const { kind, text } = token;
    const [postings = []] = repeats;
    const weight = this.query.weightOf(text);
    const says = this.scores.add(repeats, weight);
    this.#evidence.push({ match: { kind, text }, postings });
    this.#note(token, postings.length);
    if (others) {
      const frequency = postings.length + (others.repeats[0]?.length ?? 0);
      this.scores.addInstead(others.repeats, 1, weight * this.scores.bm25.idf(frequency));
      this.#hear(others);
    }
    // For a word of hanzi its pairs stand, too.
    if (kind !== "word" || !isHan(text)) this.#asked.push({ says, text, readings: others?.readings ?? [] });
  }

  addSpoken(spoken: Spoken): void {
    const says = this.scores.add(spoken.repeats, 1);
    this.#hear(spoken);
    this.#asked.push({ says, readings: spoken.readings });
  }

  addInstead(repeats: Repeats, tokens: number, says: number, evidence: Evidence): void {
    this.scores.addInstead(repeats, tokens, says);
    this.#evidence.push(evidence);
    this.#also.add(evidence.match.text);
  }

  #hear({ of, readings, repeats }: Spoken): void {
    this.#evidence.push({ match: { kind: "pinyin", text: of, of }, postings: repeats[0] ?? [], readings });
  }

  /** Remembers in how many documents a token stands. */
  #note(token: QueryToken, frequency: number): void {
    this.#says.set(token.token, this.query.weightOf(token.text) * this.scores.bm25.idf(frequency));
    if (frequency === 0 && !(token.kind === "word" && isHan(token.text))) this.#unknown.push(token);
  }

  /** What a token says that was added; 0 for one that was not, because it is common. */
  says(token: string): number {
    return this.#says.get(token) ?? 0;
  }

  found(): Found {
    return {
      scores: this.scores,
      numbers: this.scores.matches(),
      asked: this.#asked,
      unknown: this.#unknown,
      spoken: this.#spoken,
      alsoSearched: [...this.#also],
      evidence: this.#evidence,
    };
  }
}
