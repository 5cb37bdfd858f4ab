// The reading side of one generation: answers, and says what it holds. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { documentKey } from "../document.ts";
import { isPassing, narrow } from "../narrow.ts";
import type {
  IndexedVersion,
  IndexFacts,
  Resemblance,
  SearchAnswer,
  SearchQuery,
  SimilarQuery,
  Suggestion,
  SuggestQuery,
  Waiting,
  WantedAlike,
} from "../port.ts";
import { searchViews } from "../schema.ts";
import type { Due } from "../standing.ts";
import { Asker } from "./asker.ts";
import { Columns } from "./columns.ts";
import { CommonTokens } from "./commonness.ts";
import type { GenerationFile } from "./file.ts";
import { Hits } from "./hits.ts";
import { PostingLists } from "./lists.ts";
import { make } from "./make.ts";
import { Readerships } from "./readership.ts";
import { Similar } from "./similar.ts";
import { Suggester } from "./suggester.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = 10_000;

export class Reader {
  readonly #file: GenerationFile;
  readonly #name: string;
  readonly #readerships: Readerships;
  readonly #columns: Columns;
  readonly #hits: Hits;
  readonly #asker: Asker;
  readonly #number: StatementSync;
  readonly #similar: Similar;
  readonly #suggester: Suggester;

  constructor(file: GenerationFile, name: string) {
    this.#file = file;
    this.#name = name;
    const { database } = this.#file;
    this.#readerships = new Readerships(database);
    this.#columns = new Columns(database);
    this.#hits = new Hits(database);
    const lists = new PostingLists(database);
    this.#asker = new Asker(database, lists, this.#columns, this.#hits);
    this.#similar = new Similar(lists, new CommonTokens(database));
    this.#number = database.prepare("SELECT number FROM document WHERE key = ?");
    this.#suggester = new Suggester(database, this.#columns);
  }

  /** Reads into memory what searching needs there. */
  prepare(): void {
    this.#snapshot(() => this.#columns.refresh());
  }

  search(query: SearchQuery): SearchAnswer {
    return this.#snapshot(() => {
      this.#columns.refresh();
      const sight = this.#readerships.sightOf(query.audience);
      const asked = query.q.trim() === "" ? undefined : this.#asker.ask(query.q, sight);
      const all = asked ? asked.found.numbers : this.#columns.seenBy(sight.visible);
      const among = query.among && new Set(query.among.flatMap((id) => this.#numbersOf(id)));
      const numbers = among ? all.filter((number) => among.has(number)) : all;
      const { passing, facets } = narrow(this.#columns.facets, numbers, query.filters ?? {});
      const offset = query.after?.offset ?? 0;
      const end = Math.min(offset + query.limit, mostCounted);
      const items = (
        asked && query.sort !== "newest"
          ? this.#asker.best(asked, passing, end)
          : this.#asker.newest(asked, passing, end)
      ).slice(offset, end);
      const total = passing.length;
      const more = offset + items.length < Math.min(total, mostCounted) && items.length > 0;
      const nearest = asked && total === 0 ? this.#asker.nearest(asked) : [];
      return {
        items: this.#hits.of(items, asked?.query.tokens, asked?.found),
        ...(more && { next: { generation: this.#name, offset: offset + items.length } }),
        total: total > mostCounted ? { value: mostCounted, relation: "gte" } : { value: total, relation: "eq" },
        facets,
        ...(asked?.correction && { correction: asked.correction }),
        alsoSearched: asked?.found.alsoSearched ?? [],
        nearest: this.#hits.of(nearest, asked?.query.tokens, asked?.found),
      };
    });
  }

  similar({ id, audience, wanted }: SimilarQuery): Resemblance[][] {
    return this.#snapshot(() => {
      this.#columns.refresh();
      const sight = this.#readerships.sightOf(audience);
      const own = this.#columns.seenAs(this.#numbersOf(id), sight.visible);
      if (own === undefined) return wanted.map(() => []);
      const resembling = this.#similar.to(this.#hits.keptOf(own), sight, this.#columns.capacity());
      const keyOf = (number: number): string => this.#columns.keyOf(number);
      return wanted.map((each) =>
        this.#hits.resembling(
          resembling({ counts: this.#counting(own, each), keyOf, limit: each.limit }),
          each.excerpts,
        ),
      );
    });
  }

  #counting(own: number, { kind, filters = {} }: WantedAlike): (number: number) => boolean {
    const { codes, values } = this.#columns.facets.kind;
    const code = kind === undefined ? codes[own] : values.indexOf(kind);
    const passes = isPassing(this.#columns.facets, filters);
    return (number) => number !== own && codes[number] === code && passes(number);
  }

  suggest({ q, audience, limit }: SuggestQuery): Suggestion[] {
    return this.#snapshot(() => {
      this.#columns.refresh();
      return this.#suggester.suggest(q, this.#readerships.sightOf(audience), limit);
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

  #numbersOf(id: string): number[] {
    return searchViews.flatMap((view) => {
      const found = this.#number.get(documentKey({ id, view }))?.number;
      return found === undefined ? [] : [Number(found)];
    });
  }
}
