// Finds: looks a query's tokens up among what one reader sees, and scores what holds them. Synchronous.
import type { DatabaseSync } from "node:sqlite";
import { correctHanzi, correctWord, type Lexicon, phraseRead } from "../correct.ts";
import { pairOf, parsePinyin, readingsOfPair } from "../pinyin.ts";
import type { Match } from "../port.ts";
import { type Alternative, focusOf, type Query } from "../query.ts";
import { type Posting, type Repeats, Scores } from "../rank.ts";
import type { AskedToken } from "../rerank.ts";
import { isHan, tokenise } from "../tokens.ts";
import { CommonTokens, commonFrom } from "./commonness.ts";
import { PostingLists, unite } from "./lists.ts";
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
  readonly asked: readonly AskedToken[];
  /** Words in Latin letters, and pairs of hanzi, that no document holds. */
  readonly unknown: readonly QueryToken[];
  /** Runs of Latin letters that were taken for pinyin, and their syllables. */
  readonly spoken: ReadonlyMap<string, readonly string[]>;
  /** Synonyms that documents were found by. */
  readonly alsoSearched: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** A token's list and what may stand in its place, each pair with a list of its own. */
interface Spoken {
  readonly repeats: Repeats;
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
    const letters = new Set([...spoken.keys()].flatMap(partsOf));
    const tokens = queryTokens(query.tokens)
      .filter(({ text }) => !letters.has(text))
      .slice(0, mostTokens);
    const ways = new Map([...spoken].map(([run, { way }]) => [run, way]));
    const search = new Search(heard(query, letters, ways), sight, capacity, ways);
    const common = this.#common.of(sight);
    const rest = tokens.filter((token) => {
      const repeats = common.has(token.token) ? undefined : this.#lists.repeatsOf(token, sight, commonFrom(sight));
      if (!repeats) common.add(token.token);
      else this.#add(search, token, repeats, sight);
      return !repeats;
    });
    for (const { asked } of spoken.values())
      for (const { repeats, evidence } of asked) search.add(repeats, 1, evidence);
    for (const alternative of query.alternatives) this.#addAlternative(search, alternative, sight);
    const found = search.found();
    if (found.numbers.length >= few || rest.length === 0) return found;
    // Beside others common tokens say little and cost much; here there is little else to go by.
    for (const token of rest)
      this.#add(search, token, this.#lists.repeatsOf(token, sight, sight.documents) ?? [], sight);
    return search.found();
  }

  #add(search: Search, token: QueryToken, repeats: Repeats, sight: Sight): void {
    const { kind, text } = token;
    const postings = repeats[0] ?? [];
    const weight = search.query.weightOf(text);
    const isWordOfHanzi = kind === "word" && isHan(text);
    const others = kind === "bigram" && !token.alone ? this.#homophonesOf(text, postings, sight) : undefined;
    search.add(repeats, weight, [{ match: { kind, text }, postings }], !isWordOfHanzi, others);
    search.note(token, postings.length);
  }

  /** Synonyms: documents that hold all of a term and not all of what it stands for. */
  #addAlternative(search: Search, { of, terms, worth }: Alternative, sight: Sight): void {
    const tokens = queryTokens(tokenise(of));
    const held = new Set(this.#holdersOf(of, sight).map(({ number }) => number));
    const says = worth * tokens.reduce((sum, { token }) => sum + search.says(token), 0);
    for (const term of terms) {
      const postings = this.#holdersOf(term, sight);
      if (postings.length === 0) continue;
      const others = postings.filter(({ number }) => !held.has(number));
      for (const { number } of others) held.add(number);
      search.addInstead([others], tokens.length, says, { match: { kind: "synonym", text: term, of }, postings });
    }
  }

  /** The documents that hold every token of a term. */
  #holdersOf(term: string, sight: Sight): readonly Posting[] {
    let holders: readonly Posting[] | undefined;
    for (const token of queryTokens(tokenise(term))) {
      const postings = this.#lists.holdersOf(token, sight);
      const numbers = holders && new Set(holders.map(({ number }) => number));
      holders = numbers ? postings.filter(({ number }) => numbers.has(number)) : postings;
      if (holders.length === 0) break;
    }
    return holders ?? [];
  }

  /**
   * One wrong character of the right sound: a pair that hardly anybody writes also stands for the pairs that sound the same,
   * if those are much more common. In documents that do not hold the pair itself.
   */
  #homophonesOf(pair: string, own: readonly Posting[], sight: Sight): Spoken | undefined {
    if (own.length > mostMistyped) return undefined;
    const held = new Set(own.map(({ number }) => number));
    const pairs = new Set(readingsOfPair(pair).flatMap((reading) => this.#lists.pairsRead(reading)));
    pairs.delete(pair);
    const others = this.#spokenAs([...pairs], pair, sight);
    const repeats = others.repeats.map((postings) => postings.filter(({ number }) => !held.has(number)));
    return (repeats[0]?.length ?? 0) > held.size * (timesMoreCommon - 1) ? { ...others, repeats } : undefined;
  }

  /** The documents that hold any of some pairs. */
  #spokenAs(pairs: readonly string[], of: string, sight: Sight): Spoken {
    const evidence: Evidence[] = [];
    const lists: Repeats[] = [];
    for (const pair of pairs) {
      const repeats = this.#lists.repeatsOf(pairToken(pair), sight, sight.documents) ?? [];
      if (repeats[0] === undefined) continue;
      lists.push(repeats);
      evidence.push({ match: { kind: "pinyin", text: pair, of }, postings: repeats[0] });
    }
    return { repeats: unite(lists), evidence };
  }

  /** What the query may have been meant to say, where that finds something; see correct.ts. */
  correct(query: Query, { unknown, spoken }: Found, sight: Sight, texts: () => readonly string[]): string | undefined {
    if (unknown.length === 0 && spoken.size === 0) return undefined;
    const lexicon = this.#lexiconOf(sight, texts);
    const doubted = new Set(unknown.map(({ text }) => text));
    const corrected = query.text
      .replaceAll(latinRun, (run) => {
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

  /** Runs of Latin letters that are pinyin: how they are read, and what to ask in their stead. */
  #spokenIn(query: Query, sight: Sight): Map<string, Reading> {
    const found = new Map<string, Reading>();
    for (const run of spokenRuns(query.text)) {
      const best = this.#bestWay(run, sight);
      if (best) found.set(run, best);
    }
    return found;
  }

  /** Of the ways to read a run of letters the one most of whose pairs stand in what the reader sees. */
  #bestWay(run: string, sight: Sight): Reading | undefined {
    const ways = parsePinyin(run).filter((way) => way.length > 1);
    if (ways.length === 0 || this.#isWritten(run, ways[0]?.length ?? 0, sight)) return undefined;
    const known = new Map<string, Spoken>();
    const askedFor = (reading: string): Spoken => {
      const before = known.get(reading) ?? this.#spokenAs(this.#lists.pairsRead(reading), reading, sight);
      known.set(reading, before);
      return before;
    };
    let best: (Reading & { share: number }) | undefined;
    for (const way of ways) {
      const asked = [...new Set(way.slice(1).map((syllable, at) => pairOf(way[at] ?? "", syllable)))].map(askedFor);
      const share = asked.filter(({ evidence }) => evidence.length > 0).length / asked.length;
      if (share > (best?.share ?? 0)) best = { share, way, asked };
    }
    return best;
  }

  /** Whether a word of the run stands in Latin letters in what the reader sees, and is more than one syllable: `change`, not `shi`. */
  #isWritten(run: string, syllables: number, sight: Sight): boolean {
    const parts = partsOf(run);
    if (parts.length === syllables) return false;
    return parts.some(
      (part) => (parsePinyin(part)[0]?.length ?? 0) > 1 && this.#lists.frequencyOf(wordToken(part), sight, 0) > 0,
    );
  }
}

/** How a run of letters is read, and what is asked for each pair of syllables. */
interface Reading {
  readonly way: readonly string[];
  readonly asked: readonly Spoken[];
}

/** A query whose letters are pinyin: two syllables are about a word. */
function heard(query: Query, letters: ReadonlySet<string>, ways: Found["spoken"]): Query {
  if (ways.size === 0) return query;
  const written = [...query.words].filter((word) => !letters.has(word)).length;
  const spoken = [...ways.values()].reduce((sum, way) => sum + Math.ceil(way.length / 2), 0);
  return { ...query, focus: focusOf(written + spoken) };
}

/** Of the letters in a row of a folded text the longest parts that may be pinyin: of `mes xi tong` it is `xi tong`. */
export function spokenRuns(text: string): string[] {
  return [...text.matchAll(latinRun)].flatMap(([letters]) => partsSpoken(letters));
}

function partsSpoken(letters: string): string[] {
  const runs: string[][] = [[]];
  for (const part of letters.split(" ")) {
    if (parsePinyin(part).length > 0) runs.at(-1)?.push(part);
    else runs.push([]);
  }
  return runs.map((run) => run.join(" ")).filter((run) => run !== "");
}

function partsOf(run: string): string[] {
  return run.split(/[ '’]+/);
}

/** Letters that may be pinyin: not part of a code. */
const latinRun = /(?<![a-z0-9_/.+-])[a-zü]+(?:[ '’][a-zü]+)*(?![a-z0-9_/.+-])/gu;

/** The first pass over one query. */
class Search {
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

  /** `whole`: false where other tokens stand for this one, too. `others`: what stands in its place where it is not. */
  add(repeats: Repeats, weight: number, evidence: readonly Evidence[], whole = true, others?: Spoken): void {
    const says = this.scores.add(repeats, weight);
    if (others) {
      const frequency = (repeats[0]?.length ?? 0) + (others.repeats[0]?.length ?? 0);
      this.scores.addInstead(others.repeats, 1, weight * this.scores.bm25.idf(frequency));
    }
    const found = [...evidence, ...(others?.evidence ?? [])];
    this.#evidence.push(...found);
    if (whole) this.#asked.push({ says, texts: found.map(({ match }) => match.text) });
  }

  addInstead(repeats: Repeats, tokens: number, says: number, evidence: Evidence): void {
    this.scores.addInstead(repeats, tokens, says);
    this.#evidence.push(evidence);
    this.#also.add(evidence.match.text);
  }

  /** Remembers in how many documents a token stands. */
  note(token: QueryToken, frequency: number): void {
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
