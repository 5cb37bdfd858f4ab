// The reading side of one generation: finds, ranks, cuts excerpts. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import { fold } from "../fold.ts";
import { narrow } from "../narrow.ts";
import type { Hit, IndexedVersion, IndexFacts, Match, SearchAnswer, SearchQuery, Waiting } from "../port.ts";
import { analyse, type Query } from "../query.ts";
import { best, inOrder, type Ranked } from "../rank.ts";
import { mostReranked, rerank } from "../rerank.ts";
import type { Tokens } from "../tokens.ts";
import { Columns } from "./columns.ts";
import type { GenerationFile } from "./file.ts";
import { Finder, type Found } from "./finder.ts";
import { make } from "./make.ts";
import { Readerships } from "./readership.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = 10_000;
export class Reader {
  readonly #file: GenerationFile;
  readonly #name: string;
  readonly #readerships: Readerships;
  readonly #columns: Columns;
  readonly #finder: Finder;
  readonly #candidate: StatementSync;
  readonly #hit: StatementSync;
  readonly #key: StatementSync;

  constructor(file: GenerationFile, name: string) {
    this.#file = file;
    this.#name = name;
    const { database } = this.#file;
    this.#readerships = new Readerships(database);
    this.#columns = new Columns(database);
    this.#finder = new Finder(database);
    this.#candidate = database.prepare("SELECT title, hanzi FROM body WHERE number = ?");
    this.#key = database.prepare("SELECT key FROM document WHERE number = ?");
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
      const asked = analyse(query.q);
      const found = query.q.trim() === "" ? undefined : this.#finder.find(asked, sight, this.#capacity());
      const numbers = found?.numbers ?? this.#columns.seenBy(sight.visible);
      const { passing, facets } = narrow(this.#columns.facets, numbers, query.filters ?? {});
      const offset = query.after?.offset ?? 0;
      const end = Math.min(offset + query.limit, mostCounted);
      const items = (
        found && query.sort !== "newest" ? this.#best(asked, found, passing, end) : this.#newest(found, passing, end)
      ).slice(offset, end);
      const why = whyOf(items, found);
      const effort = newEffort();
      const total = passing.length;
      const more = offset + items.length < Math.min(total, mostCounted) && items.length > 0;
      return {
        items: items.map((ranked) => this.#hitOf(ranked, why.get(ranked.number) ?? [], asked.tokens, effort)),
        ...(more && { next: { generation: this.#name, offset: offset + items.length } }),
        total: total > mostCounted ? { value: mostCounted, relation: "gte" } : { value: total, relation: "eq" },
        facets,
      };
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

  held(keys: readonly string[]): Map<string, number> {
    return this.#snapshot(() => {
      const version = this.#file.database.prepare("SELECT version FROM document WHERE key = ?");
      const rows = keys.map((key) => [key, version.get(key)?.version] as const);
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

  /** The newest `most` of documents, newest first. */
  #newest(found: Found | undefined, numbers: readonly number[], most: number): Ranked[] {
    const ordered = found ? this.#columns.newestFirst(numbers) : numbers;
    return ordered.slice(0, most).map((number) => ({ number, score: found?.scores.scoreOf(number) ?? 0 }));
  }

  /** At least the best `most` of documents, best first. */
  #best(query: Query, found: Found, numbers: readonly number[], most: number): Ranked[] {
    const keyOf = (number: number): string => String(this.#key.get(number)?.key);
    const first = best(numbers, Math.max(most, mostReranked), (of) => found.scores.scoreOf(of), keyOf);
    const again = this.#rerank(query, found, first.slice(0, mostReranked));
    return [...inOrder(again, keyOf), ...first.slice(mostReranked)];
  }

  #rerank(query: Query, { scores, asked }: Found, ranked: readonly Ranked[]): Ranked[] {
    const candidates = ranked.map(({ number, score }) => {
      const { title, hanzi } = this.#candidate.get(number) as { title: string; hanzi: Uint8Array };
      return { score, lengthClass: scores.lengthClassOf(number), title: fold(title), hanzi };
    });
    const again = rerank(query, candidates, scores.bm25, asked);
    return ranked.map(({ number, score }, at) => ({ number, score: again[at] ?? score }));
  }

  #capacity(): number {
    return Number(this.#file.database.prepare("SELECT max(number) AS last FROM document").get()?.last ?? 0) + 1;
  }

  #hitOf({ number, score }: Ranked, why: readonly Match[], query: Tokens, effort: Effort): Hit {
    const row = this.#hit.get(number) as unknown as HitRow;
    const { title, text, externalId, ...facts } = row;
    const otherwise = why.flatMap(({ kind, text: found }) => (kind === "pinyin" ? [found] : []));
    const shown = { ...query, bigrams: [...query.bigrams, ...otherwise] };
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

/** Of a page's documents what each was found by, each once. */
function whyOf(items: readonly Ranked[], found: Found | undefined): Map<number, Match[]> {
  const why = new Map(items.map(({ number }) => [number, [] as Match[]]));
  for (const { match, postings } of found?.evidence ?? [])
    for (const { number } of postings) {
      const known = why.get(number);
      if (known && !known.some(({ kind, text }) => kind === match.kind && text === match.text)) known.push(match);
    }
  return why;
}

type HitRow = Omit<Hit, "score" | "why" | "titleHighlights" | "excerpt" | "externalId"> & {
  readonly text: string;
  readonly externalId: string | null;
};
