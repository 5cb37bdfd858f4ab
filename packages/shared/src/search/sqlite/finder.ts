// Finds: looks a query's tokens up among what one reader sees, and scores what holds them. Synchronous.
import type { DatabaseSync } from "node:sqlite";
import { pairOf, parsePinyin, readingsOfPair } from "../pinyin.ts";
import type { Match } from "../port.ts";
import type { Query } from "../query.ts";
import { type Posting, Scores } from "../rank.ts";
import { CommonTokens, commonFrom } from "./commonness.ts";
import { PostingLists, type Repeats, unite } from "./lists.ts";
import { pairToken, type QueryToken, queryTokens, wordToken } from "./posting.ts";
import type { Sight } from "./readership.ts";

/** Distinct tokens of one query that are looked at: 256 graphemes have fewer, except by intent. */
const mostTokens = 600;

/** With fewer found by its other tokens, a query's common ones count, too. */
const few = 20;

/** A pair that so many documents hold was meant as it is written. */
const mostMistyped = 5;
/** And what it may have been meant for stands in so many times as many. */
const timesMoreCommon = 10;

/** What was found for one token or in its stead, and in which documents. */
interface Evidence {
  readonly match: Match;
  readonly postings: readonly Posting[];
}

export interface Found {
  readonly scores: Scores;
  /** Numbers of the documents that count. */
  readonly numbers: readonly number[];
  /** What each token of the query says; see `Scores.add`. */
  readonly says: ReadonlyMap<string, number>;
  readonly evidence: readonly Evidence[];
}

/** A list to be added, and what it stands for. */
interface Asked {
  readonly token: string;
  readonly repeats: Repeats;
  readonly weight: number;
  readonly evidence: readonly Evidence[];
}

export class Finder {
  readonly #lists: PostingLists;
  readonly #common: CommonTokens;

  constructor(database: DatabaseSync) {
    this.#lists = new PostingLists(database);
    this.#common = new CommonTokens(database);
  }

  /** `capacity`: greater than every document number. */
  find(query: Query, sight: Sight, capacity: number): Found {
    const spoken = this.#spokenIn(query, sight);
    const tokens = queryTokens(query.tokens)
      .filter(({ text }) => !spoken.words.has(text))
      .slice(0, mostTokens);
    const search = new Search(query, sight, capacity);
    const common = this.#common.of(sight);
    const rest = tokens.filter((token) => {
      const repeats = common.has(token.token) ? undefined : this.#lists.repeatsOf(token, sight, commonFrom(sight));
      if (!repeats) common.add(token.token);
      else this.#add(search, token, repeats, sight);
      return !repeats;
    });
    for (const asked of spoken.asked) search.add(asked);
    const found = search.found();
    if (found.numbers.length >= few || rest.length === 0) return found;
    // Beside others common tokens say little and cost much; here there is little else to go by.
    for (const token of rest)
      this.#add(search, token, this.#lists.repeatsOf(token, sight, sight.documents) ?? [], sight);
    return search.found();
  }

  #add(search: Search, token: QueryToken, repeats: Repeats, sight: Sight): void {
    const { kind, text } = token;
    const evidence = { match: { kind, text }, postings: repeats[0] ?? [] };
    search.add({ token: text, repeats, weight: search.query.weightOf(text), evidence: [evidence] });
    if (kind === "bigram" && !token.alone && evidence.postings.length <= mostMistyped)
      this.#addHomophones(search, text, evidence.postings, sight);
  }

  /** One wrong character of the right sound: a pair that hardly anybody writes also finds the pairs that sound the same. */
  #addHomophones(search: Search, pair: string, own: readonly Posting[], sight: Sight): void {
    const held = new Set(own.map(({ number }) => number));
    const pairs = new Set(readingsOfPair(pair).flatMap((reading) => this.#lists.pairsRead(reading)));
    pairs.delete(pair);
    const evidence = this.#evidenceOf([...pairs], pair, sight);
    if (!evidence) return;
    const others =
      unite(evidence.map(({ postings }) => [postings]))[0]?.filter(({ number }) => !held.has(number)) ?? [];
    if (others.length <= held.size * (timesMoreCommon - 1)) return;
    search.addInstead(
      others,
      1,
      search.query.weightOf(pair) * search.scores.bm25.idf(others.length + held.size),
      evidence,
    );
  }

  /** The documents that hold each of some pairs; nothing when a pair is common. */
  #evidenceOf(pairs: readonly string[], of: string, sight: Sight): Evidence[] | undefined {
    const evidence: Evidence[] = [];
    for (const pair of pairs) {
      const postings = this.#lists.repeatsOf(pairToken(pair), sight, commonFrom(sight))?.[0];
      if (postings && postings.length > 0) evidence.push({ match: { kind: "pinyin", text: pair, of }, postings });
    }
    return evidence;
  }

  /** Runs of Latin letters that are pinyin: what to ask in their stead. */
  #spokenIn(query: Query, sight: Sight): { words: ReadonlySet<string>; asked: readonly Asked[] } {
    const words = new Set<string>();
    const asked: Asked[] = [];
    for (const [run] of query.text.matchAll(latinRun)) {
      const best = this.#bestWay(run, sight);
      if (best.length === 0) continue;
      for (const word of run.split(/[ '’]+/)) words.add(word);
      asked.push(...best);
    }
    return { words, asked };
  }

  /** Of the ways to read a run of letters the one most of whose pairs stand in what the reader sees. */
  #bestWay(run: string, sight: Sight): readonly Asked[] {
    const ways = parsePinyin(run).filter((way) => way.length > 1);
    if (ways.length === 0 || this.#isWritten(run, ways[0]?.length ?? 0, sight)) return [];
    const known = new Map<string, Asked>();
    const askedFor = (reading: string): Asked => {
      const before = known.get(reading) ?? this.#askReading(reading, sight);
      known.set(reading, before);
      return before;
    };
    let best: { share: number; asked: readonly Asked[] } = { share: 0, asked: [] };
    for (const way of ways) {
      const asked = [...new Set(way.slice(1).map((syllable, at) => pairOf(way[at] ?? "", syllable)))].map(askedFor);
      const share = asked.filter(({ evidence }) => evidence.length > 0).length / asked.length;
      if (share > best.share) best = { share, asked };
    }
    return best.asked;
  }

  /** Whether a word of the run stands in Latin letters in what the reader sees, and is more than one syllable: `change`, not `shi`. */
  #isWritten(run: string, syllables: number, sight: Sight): boolean {
    const parts = run.split(/[ '’]+/);
    if (parts.length === syllables) return false;
    return parts.some((part) => (parsePinyin(part)[0]?.length ?? 0) > 1 && this.#holds(wordToken(part), sight));
  }

  #holds(token: QueryToken, sight: Sight): boolean {
    const repeats = this.#lists.repeatsOf(token, sight, commonFrom(sight));
    return repeats === undefined || repeats.length > 0;
  }

  #askReading(reading: string, sight: Sight): Asked {
    const lists = this.#lists.pairsRead(reading).flatMap((pair) => {
      const repeats = this.#lists.repeatsOf(pairToken(pair), sight, commonFrom(sight));
      return repeats?.[0] ? [{ pair, repeats, postings: repeats[0] }] : [];
    });
    const evidence = lists.map(
      ({ pair, postings }): Evidence => ({ match: { kind: "pinyin", text: pair, of: reading }, postings }),
    );
    return { token: reading, repeats: unite(lists.map(({ repeats }) => repeats)), weight: 1, evidence };
  }
}

/** Letters that may be pinyin: not part of a code. */
export const latinRun = /(?<![a-z0-9_/.+-])[a-zü]+(?:[ '’][a-zü]+)*(?![a-z0-9_/.+-])/gu;

/** The first pass over one query. */
class Search {
  readonly query: Query;
  readonly scores: Scores;
  readonly #says = new Map<string, number>();
  readonly #evidence: Evidence[] = [];

  constructor(query: Query, sight: Sight, capacity: number) {
    this.query = query;
    this.scores = new Scores(sight, capacity, query.focus);
  }

  add({ token, repeats, weight, evidence }: Asked): void {
    this.#says.set(token, this.scores.add(repeats, weight));
    this.#evidence.push(...evidence);
  }

  addInstead(postings: readonly Posting[], tokens: number, says: number, evidence: readonly Evidence[]): void {
    this.scores.addInstead(postings, tokens, says);
    this.#evidence.push(...evidence);
  }

  found(): Found {
    return {
      scores: this.scores,
      numbers: this.scores.matches(),
      says: this.#says,
      evidence: this.#evidence,
    };
  }
}
