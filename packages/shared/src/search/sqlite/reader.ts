// The reading side of one generation: finds, ranks, cuts excerpts. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { documentKey, searchViews } from "../document.ts";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import { fold } from "../fold.ts";
import { narrow } from "../narrow.ts";
import type {
  Correction,
  Hit,
  IndexedVersion,
  IndexFacts,
  Match,
  Resemblance,
  SearchAnswer,
  SearchQuery,
  SimilarQuery,
  Waiting,
} from "../port.ts";
import { analyse, type Query } from "../query.ts";
import { best, inOrder, type Ranked } from "../rank.ts";
import { mostReranked, rerank } from "../rerank.ts";
import type { Due } from "../standing.ts";
import { isHan, type Tokens, tokenise } from "../tokens.ts";
import { Columns } from "./columns.ts";
import type { GenerationFile } from "./file.ts";
import { Finder, type Found } from "./finder.ts";
import { make } from "./make.ts";
import { Readerships, type Sight } from "./readership.ts";
import { Similar } from "./similar.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = 10_000;
const mostNearest = 5;

export class Reader {
  readonly #file: GenerationFile;
  readonly #name: string;
  readonly #readerships: Readerships;
  readonly #columns: Columns;
  readonly #finder: Finder;
  readonly #candidate: StatementSync;
  readonly #hit: StatementSync;
  readonly #number: StatementSync;
  readonly #similar: Similar;

  constructor(file: GenerationFile, name: string) {
    this.#file = file;
    this.#name = name;
    const { database } = this.#file;
    this.#readerships = new Readerships(database);
    this.#columns = new Columns(database);
    this.#finder = new Finder(database);
    this.#candidate = database.prepare("SELECT title, hanzi FROM body WHERE number = ?");
    this.#number = database.prepare("SELECT number FROM document WHERE key = ?");
    this.#similar = new Similar(database);
    this.#hit = database.prepare(
      `SELECT id, view, kind, version, externalId, updatedAt, title, text
         FROM document JOIN body USING (number) WHERE number = ?`,
    );
  }

  /** Reads into memory what searching needs there. */
  prepare(): void {
    this.#snapshot(() => this.#columns.refresh());
  }

  search(query: SearchQuery): SearchAnswer {
    return this.#snapshot(() => {
      this.#columns.refresh();
      const sight = this.#readerships.sightOf(query.audience);
      const asked = query.q.trim() === "" ? undefined : this.#ask(query.q, sight);
      const all = asked ? asked.found.numbers : this.#columns.seenBy(sight.visible);
      const among = query.among && new Set(query.among.flatMap((id) => this.#numbersOf(id)));
      const numbers = among ? all.filter((number) => among.has(number)) : all;
      const { passing, facets } = narrow(this.#columns.facets, numbers, query.filters ?? {});
      const offset = query.after?.offset ?? 0;
      const end = Math.min(offset + query.limit, mostCounted);
      const items = (
        asked && query.sort !== "newest" ? this.#best(asked, passing, end) : this.#newest(asked, passing, end)
      ).slice(offset, end);
      const total = passing.length;
      const more = offset + items.length < Math.min(total, mostCounted) && items.length > 0;
      const nearest = asked && total === 0 ? this.#nearest(asked) : [];
      return {
        items: this.#hitsOf(items, asked),
        ...(more && { next: { generation: this.#name, offset: offset + items.length } }),
        total: total > mostCounted ? { value: mostCounted, relation: "gte" } : { value: total, relation: "eq" },
        facets,
        ...(asked?.correction && { correction: asked.correction }),
        alsoSearched: asked?.found.alsoSearched ?? [],
        nearest: this.#hitsOf(nearest, asked),
      };
    });
  }

  similar({ id, audience, limit }: SimilarQuery): Resemblance[] {
    return this.#snapshot(() => {
      this.#columns.refresh();
      const sight = this.#readerships.sightOf(audience);
      const own = this.#columns.seenAs(this.#numbersOf(id), sight.visible);
      if (own === undefined) return [];
      const { title, text } = this.#hit.get(own) as unknown as HitRow;
      const { codes } = this.#columns.facets.kind;
      const counts = (number: number): boolean => number !== own && codes[number] === codes[own];
      const order = { counts, keyOf: (number: number) => this.#columns.keyOf(number) };
      const { ranked, shared } = this.#similar.to({ title, text }, sight, this.#capacity(), limit, order);
      const effort = newEffort();
      return ranked.map(({ number, score }) => {
        const words = shared.get(number) ?? [];
        const { text: whole, externalId, ...facts } = this.#hit.get(number) as unknown as HitRow;
        const excerpt = excerptOf(whole, tokenise(words.join(" ")), effort);
        return { ...facts, score, shared: words, excerpt, ...(externalId !== null && { externalId }) };
      });
    });
  }

  checkpoint(): string | undefined {
    this.#file.assertInPlace();
    const found = this.#file.database.prepare("SELECT value FROM property WHERE name = 'checkpoint'").get();
    return found === undefined ? undefined : String(found.value);
  }

  setAside(): Waiting[] {
    this.#file.assertInPlace();
    const rows = this.#file.database.prepare("SELECT id, error, at, attempts FROM aside ORDER BY id LIMIT 1000").all();
    return rows.map((row) => ({ ...(row as unknown as Waiting) }));
  }

  facts(): IndexFacts {
    return this.#snapshot(() => {
      const numberOf = (sql: string): number => Number(Object.values(this.#file.database.prepare(sql).get() ?? {})[0]);
      return {
        make,
        documents: numberOf("SELECT coalesce(sum(documents), 0) FROM readership"),
        tombstones: numberOf("SELECT count(*) FROM document WHERE tombstone = 1"),
        bytes: numberOf("PRAGMA page_count") * numberOf("PRAGMA page_size"),
        checkpoint: this.checkpoint(),
        setAside: numberOf("SELECT count(*) FROM aside"),
      };
    });
  }

  due(limit: number): Due[] {
    this.#file.assertInPlace();
    const rows = this.#file.database.prepare("SELECT query, thing, mark FROM due ORDER BY mark LIMIT ?").all(limit);
    return rows.map(({ query, thing, mark }) => ({ query: String(query), thing: String(thing), mark: Number(mark) }));
  }

  held(keys: readonly string[]): Map<string, number> {
    return this.#snapshot(() => {
      const version = this.#file.database.prepare(
        "SELECT version FROM document WHERE key = :key UNION ALL SELECT version FROM standing WHERE id = :key",
      );
      const rows = keys.map((key) => [key, version.get({ key })?.version] as const);
      return new Map(rows.flatMap(([key, found]) => (found === undefined ? [] : [[key, Number(found)] as const])));
    });
  }

  versions(afterKey: string, limit: number): IndexedVersion[] {
    this.#file.assertInPlace();
    const rows = this.#file.database
      .prepare("SELECT key, id, view, version, hash, tombstone FROM document WHERE key > ? ORDER BY key LIMIT ?")
      .all(afterKey, limit);
    return rows.map((row) => ({ ...(row as unknown as IndexedVersion), tombstone: row.tombstone === 1 }));
  }

  close(): void {
    this.#file.database.close();
  }

  /** Several statements on one state of the file. */
  #snapshot<T>(read: () => T): T {
    this.#file.assertInPlace();
    const { database } = this.#file;
    database.exec("BEGIN");
    try {
      return read();
    } finally {
      database.exec("ROLLBACK");
    }
  }

  /** Looks for a query, or, where that finds nothing, for what it may have been meant to say. */
  #ask(q: string, sight: Sight): Asked {
    const query = analyse(q);
    const found = this.#finder.find(query, sight, this.#capacity());
    const text = this.#finder.correct(query, found, sight, () => this.#textsOf(this.#nearest({ query, found })));
    if (text === undefined) return { query, found };
    if (found.numbers.length > 0) return { query, found, correction: { text, applied: false } };
    const corrected = this.#ask(text, sight);
    return corrected.found.numbers.length > 0
      ? { ...corrected, correction: { text, applied: true } }
      : { query, found };
  }

  /** The newest `most` of documents, newest first. */
  #newest(asked: Asked | undefined, numbers: readonly number[], most: number): Ranked[] {
    const ordered = asked ? this.#columns.newestFirst(numbers) : numbers;
    return ordered.slice(0, most).map((number) => ({ number, score: asked?.found.scores.scoreOf(number) ?? 0 }));
  }

  /** At least the best `most` of documents, best first. */
  #best({ query, found }: Asked, numbers: readonly number[], most: number): Ranked[] {
    const keyOf = (number: number): string => this.#columns.keyOf(number);
    const first = best(numbers, Math.max(most, mostReranked), (of) => found.scores.scoreOf(of), keyOf);
    const again = this.#rerank(query, found, first.slice(0, mostReranked));
    return [...inOrder(again, keyOf), ...first.slice(mostReranked)];
  }

  /** Found but for the filters, or else holding anything of what was asked. */
  #nearest(asked: Asked): Ranked[] {
    const { numbers, scores } = asked.found;
    return this.#best(asked, numbers.length > 0 ? numbers : scores.touched(), mostNearest).slice(0, mostNearest);
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
    return ranked.map(({ number }) => {
      const { title, text } = this.#hit.get(number) as unknown as HitRow;
      return fold(`${title}\n${text}`);
    });
  }

  #numbersOf(id: string): number[] {
    return searchViews.flatMap((view) => {
      const found = this.#number.get(documentKey({ id, view }))?.number;
      return found === undefined ? [] : [Number(found)];
    });
  }

  #capacity(): number {
    return Number(this.#file.database.prepare("SELECT max(number) AS last FROM document").get()?.last ?? 0) + 1;
  }

  #hitsOf(items: readonly Ranked[], asked: Asked | undefined): Hit[] {
    const why = whyOf(items, asked?.found);
    const effort = newEffort();
    return items.map((ranked) => this.#hitOf(ranked, why.get(ranked.number) ?? [], asked?.query.tokens, effort));
  }

  #hitOf({ number, score }: Ranked, why: readonly Match[], query: Tokens = noTokens, effort: Effort): Hit {
    const row = this.#hit.get(number) as unknown as HitRow;
    const { title, text, externalId, ...facts } = row;
    const shown = withFound(query, why);
    return {
      ...facts,
      score,
      why,
      title,
      titleHighlights: highlightsOf(title, shown),
      excerpt: excerptOf(text, shown, effort),
      ...(externalId !== null && { externalId }),
    };
  }
}

const noTokens = tokenise("");

/** A query's tokens and what a document was found by in their stead. */
function withFound(query: Tokens, why: readonly Match[]): Tokens {
  const otherwise = why.filter(({ of }) => of !== undefined).map(({ text }) => tokenise(text));
  return {
    ...query,
    words: [...query.words, ...otherwise.flatMap(({ words }) => words)],
    bigrams: [...query.bigrams, ...otherwise.flatMap(({ bigrams }) => bigrams)],
    codes: [...query.codes, ...otherwise.flatMap(({ codes }) => codes)],
  };
}

/** A query, what it found, and what it may have been meant to say. */
interface Asked {
  readonly query: Query;
  readonly found: Found;
  readonly correction?: Correction;
}

/** Of a page's documents what each was found by, each once; what a longer match says already is left out. */
function whyOf(items: readonly Ranked[], found: Found | undefined): Map<number, Match[]> {
  const why = new Map(items.map(({ number }) => [number, [] as Match[]]));
  // Few of all that was found stand on a page, and most are told by a look at an array.
  const onPage = new Uint8Array(Math.max(0, ...why.keys()) + 1);
  for (const number of why.keys()) onPage[number] = 1;
  for (const { match, postings } of found?.evidence ?? [])
    for (const { number } of postings) {
      const known = onPage[number] === 1 ? why.get(number) : undefined;
      if (known && !known.some(({ kind, text }) => kind === match.kind && text === match.text)) known.push(match);
    }
  for (const [number, matches] of why)
    why.set(
      number,
      matches.filter((match) => !isWithin(match, matches)),
    );
  return why;
}

/** Two hanzi within a word that was found, one hanzi within two. */
function isWithin({ kind, text }: Match, matches: readonly Match[]): boolean {
  if (!isHan(text)) return false;
  if (kind === "bigram") return matches.some((other) => other.kind === "word" && other.text.includes(text));
  return (
    kind === "word" &&
    text.length === 1 &&
    matches.some((other) => other.kind === "bigram" && other.text.includes(text))
  );
}

type HitRow = Omit<Hit, "score" | "why" | "titleHighlights" | "excerpt" | "externalId"> & {
  readonly text: string;
  readonly externalId: string | null;
};
