// The plan of one query: by what a reader's documents hold of it, what is looked for, and what each of it says.
import { piecesOf, readingsOfPair, spokenRuns } from "../pinyin.ts";
import { type Alternative, heard, type Query } from "../query.ts";
import { Bm25, commonFrom, enoughTokens, mostTokens } from "../rank.ts";
import type { AskedToken } from "../rerank.ts";
import type { Cause } from "../shown.ts";
import { bestReading, isMistyped, mostMistyped, type Reading, readingsOfRun, writtenWords } from "../spoken.ts";
import { type QueryToken, queryTokens, soundToken, wordToken } from "../token-lists.ts";
import { isHan, tokenise } from "../tokens.ts";
import type { Counter } from "./counter.ts";
import { any, type Clause, holding, holdingAll, leavesOf, nothing, once, soundingLike, without } from "./queries.ts";

/** Something that counts once, by whichever way a document holds it; what it says is by that way. */
export type Part = readonly { readonly clause: Clause; readonly says: number }[];

/** Something that a document may have been found by, and what finds it so. */
export interface Evidence extends Cause {
  readonly clause: Clause;
}

export interface Plan {
  readonly query: Query;
  readonly bm25: Bm25;
  readonly parts: readonly Part[];
  /** How many of the parts a document must hold. */
  readonly enough: number;
  /** What all that is asked says. */
  readonly total: number;
  readonly asked: readonly AskedToken[];
  readonly evidence: readonly Evidence[];
  /** Words in Latin letters, and pairs of hanzi, that no document holds. */
  readonly unknown: ReadonlySet<string>;
  /** Runs of Latin letters that were taken for pinyin, and their syllables. */
  readonly spoken: ReadonlyMap<string, readonly string[]>;
  /** Synonyms that documents hold. */
  readonly alsoSearched: readonly string[];
}

export interface Plans {
  /** Without the common tokens: beside others they say little and cost much. */
  readonly plan: Plan;
  /** With them, for where little is found otherwise; nothing where there are none. */
  readonly withCommon: Plan | undefined;
}

/** As many clauses as are sent, each condition within them counted: OpenSearch takes 1,024, with those for readers and choices. */
const mostClauses = 900;

/** Counts what a query asks for: all of it in one request, and in another what pairs that hardly anybody writes may have been meant for. */
export async function planOf(query: Query, counter: Counter): Promise<Plans> {
  const runs = spokenRuns(query.text).map((run) => ({ run, ways: readingsOfRun(run), words: writtenWords(run) }));
  const tokens = queryTokens(query.tokens).slice(0, mostTokens);
  await counter.count([
    ...tokens.map(holding),
    ...runs.flatMap(({ ways }) => ways.flatMap(({ pairs }) => pairs.map(readPair))),
    ...runs.flatMap(({ words }) => words.map(writtenWord)),
    ...query.alternatives.flatMap(({ terms }) => terms.map(holdingAll)),
  ]);
  const spoken = new Map<string, Reading>();
  for (const { run, ways, words } of runs) {
    const isWritten = words.some((word) => counter.of(writtenWord(word)) > 0);
    const best = isWritten ? undefined : bestReading(ways, (pair) => counter.of(readPair(pair)) > 0);
    if (best) spoken.set(run, best);
  }
  const letters = new Set([...spoken.keys()].flatMap(piecesOf));
  const written = tokens.filter(({ text }) => !letters.has(text));
  const doubted = written.filter((token) => isPair(token) && counter.of(holding(token)) <= mostMistyped);
  await counter.count(doubted.map(soundingLike));
  const ways = new Map([...spoken].map(([run, { way }]) => [run, way]));
  const asked = {
    query: heard(query, letters, ways),
    spoken: ways,
    pairs: [...spoken.values()].flatMap(({ pairs }) => pairs),
  };
  const most = commonFrom(counter.collection());
  const rare = written.filter((token) => counter.of(holding(token)) <= most);
  const plan = (some: readonly QueryToken[]): Plan => new Drawing(asked.query, counter).draw(some, asked.pairs, ways);
  return { plan: plan(rare), withCommon: rare.length < written.length ? plan(written) : undefined };
}

function readPair(pair: string): Clause {
  return holding(soundToken(pair));
}

function writtenWord(word: string): Clause {
  return holding(wordToken(word));
}

/** Two hanzi that can be read: one of them may be mistyped. */
function isPair({ kind, alone, text }: QueryToken): boolean {
  return kind === "bigram" && !alone && readingsOfPair(text).length > 0;
}

class Drawing {
  readonly #query: Query;
  readonly #counter: Counter;
  readonly #bm25: Bm25;
  readonly #parts: Part[] = [];
  readonly #asked: AskedToken[] = [];
  readonly #evidence: Evidence[] = [];
  readonly #says = new Map<string, number>();
  readonly #unknown = new Set<string>();
  readonly #also = new Set<string>();
  #count = 0;
  #total = 0;

  constructor(query: Query, counter: Counter) {
    this.#query = query;
    this.#counter = counter;
    this.#bm25 = new Bm25(counter.collection(), query.focus);
  }

  draw(tokens: readonly QueryToken[], pairs: readonly string[], spoken: Plan["spoken"]): Plan {
    for (const token of tokens) this.#add(token);
    for (const pair of new Set(pairs)) this.#addSpoken(pair);
    const enough = enoughTokens(this.#count, this.#query.focus);
    for (const alternative of this.#query.alternatives) this.#addAlternative(alternative, enough);
    // A query of one notion is sent twice over: for what it gains, and for its share (scoring.ts).
    const most = this.#query.focus === 0 ? mostClauses : mostClauses / 2;
    return {
      query: this.#query,
      bm25: this.#bm25,
      parts: fitting(this.#parts, most),
      enough,
      total: this.#total,
      asked: this.#asked,
      evidence: fitting(this.#evidence, mostClauses),
      unknown: this.#unknown,
      spoken,
      alsoSearched: [...this.#also],
    };
  }

  #add(token: QueryToken): void {
    const { kind, text } = token;
    const clause = holding(token);
    const frequency = this.#counter.of(clause);
    const weight = this.#query.weightOf(text);
    const says = weight * this.#bm25.idf(frequency);
    const instead = soundingLike(token);
    const others = isPair(token) && frequency <= mostMistyped ? this.#counter.of(instead) : 0;
    const isDoubted = isMistyped(frequency, others);
    const ways = frequency > 0 ? [{ clause, says }] : [];
    if (frequency > 0) this.#evidence.push({ match: { kind, text }, clause });
    if (isDoubted) {
      ways.push({ clause: instead, says: weight * this.#bm25.idf(frequency + others) });
      this.#hear(text, readingsOfPair(text), instead);
    }
    this.#count++;
    this.#total += says;
    this.#says.set(token.token, says);
    if (ways.length > 0) this.#parts.push(ways);
    // For a word of hanzi its pairs stand, too.
    if (kind === "word" && isHan(text)) return;
    if (frequency === 0) this.#unknown.add(text);
    this.#asked.push({ says, text, readings: isDoubted ? readingsOfPair(text) : [] });
  }

  #addSpoken(pair: string): void {
    const clause = readPair(pair);
    const frequency = this.#counter.of(clause);
    const says = this.#bm25.idf(frequency);
    this.#count++;
    this.#total += says;
    if (frequency > 0) this.#parts.push([{ clause, says }]);
    this.#hear(pair.replace("~", " "), [pair], clause);
    this.#asked.push({ says, readings: [pair] });
  }

  /**
   * Synonyms: documents that hold all of a term and not all of what it stands for count as if they held as many tokens as
   * that has, or as are enough. In place of what is common, and left out, they are not asked for.
   */
  #addAlternative({ of, terms, worth }: Alternative, enough: number): void {
    const tokens = queryTokens(tokenise(of));
    const says = worth * tokens.reduce((sum, { token }) => sum + (this.#says.get(token) ?? 0), 0);
    if (says === 0) return;
    const held = terms.filter((term) => this.#counter.of(holdingAll(term)) > 0);
    if (held.length === 0) return;
    const clauses = held.map(holdingAll);
    const clause = once(without(any(...clauses), holdingAll(of)));
    for (let at = 0; at < Math.min(tokens.length, enough); at++)
      this.#parts.push([{ clause, says: at === 0 ? says : 0 }]);
    for (const [at, text] of held.entries()) {
      this.#evidence.push({ match: { kind: "synonym", text, of }, clause: clauses[at] ?? nothing });
      this.#also.add(text);
    }
  }

  #hear(of: string, readings: readonly string[], clause: Clause): void {
    this.#evidence.push({ match: { kind: "pinyin", text: of, of }, readings, clause });
  }
}

/** Of parts, or pieces of evidence, the most telling that together have so few clauses; all of them, mostly. */
function fitting<T extends Part | Evidence>(all: readonly T[], most: number): readonly T[] {
  const sized = all.map((each) => ({ each, size: sizeOf(each), says: saysOf(each) }));
  if (sized.reduce((sum, { size }) => sum + size, 0) <= most) return all;
  let left = most;
  const kept = new Set<T>();
  for (const { each, size } of sized.toSorted((one, other) => other.says - one.says)) {
    if (size > left) continue;
    left -= size;
    kept.add(each);
  }
  return all.filter((each) => kept.has(each));
}

function sizeOf(each: Part | Evidence): number {
  return "clause" in each ? leavesOf(each.clause) : each.reduce((sum, { clause }) => sum + leavesOf(clause), 0);
}

/** Of evidence nothing is told: what comes first stays. */
function saysOf(each: Part | Evidence): number {
  return "clause" in each ? 0 : Math.max(...each.map(({ says }) => says));
}
