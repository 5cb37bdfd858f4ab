// The reading side of one generation: finds, ranks, cuts excerpts. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import { fold } from "../fold.ts";
import type { Hit, IndexedVersion, Match, SearchAnswer, SearchQuery, SetAside } from "../port.ts";
import { analyse, type Query } from "../query.ts";
import { best, inOrder, type Ranked } from "../rank.ts";
import { mostReranked, rerank } from "../rerank.ts";
import type { Due } from "../standing.ts";
import type { Tokens } from "../tokens.ts";
import type { GenerationFile } from "./file.ts";
import { Finder, type Found } from "./finder.ts";
import { Newest, type Page } from "./newest.ts";
import { Readerships, type Sight } from "./readership.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = 10_000;

export class Reader {
  readonly #file: GenerationFile;
  readonly #name: string;
  readonly #readerships: Readerships;
  readonly #finder: Finder;
  readonly #newest: Newest;
  readonly #candidate: StatementSync;
  readonly #hit: StatementSync;
  readonly #key: StatementSync;

  constructor(file: GenerationFile, name: string) {
    this.#file = file;
    this.#name = name;
    const { database } = this.#file;
    this.#readerships = new Readerships(database);
    this.#finder = new Finder(database);
    this.#newest = new Newest(database);
    this.#candidate = database.prepare("SELECT title, hanzi FROM body WHERE number = ?");
    this.#key = database.prepare("SELECT key FROM document WHERE number = ?");
    this.#hit = database.prepare(
      `SELECT id, view, kind, version, externalId, updatedAt, title, text
         FROM document JOIN body USING (number) WHERE number = ?`,
    );
  }

  search(query: SearchQuery): SearchAnswer {
    return this.#snapshot(() => {
      const sight = this.#readerships.sightOf(query.audience, query.kind);
      const asked = analyse(query.q);
      const offset = query.after?.offset ?? 0;
      const limit = Math.max(0, Math.min(query.limit, mostCounted - offset));
      const { total, items } =
        query.q.trim() === ""
          ? this.#newest.visible(sight, query.among, offset, limit)
          : this.#answer(sight, asked, query, offset, limit);
      const effort = newEffort();
      const more = offset + items.length < Math.min(total, mostCounted) && items.length > 0;
      return {
        items: items.map((ranked) => this.#hitOf(ranked, asked.tokens, effort)),
        ...(more && { next: { generation: this.#name, offset: offset + items.length } }),
        total: total > mostCounted ? { value: mostCounted, relation: "gte" } : { value: total, relation: "eq" },
      };
    });
  }

  checkpoint(): string | undefined {
    this.#file.assertInPlace();
    const found = this.#file.database.prepare("SELECT value FROM property WHERE name = 'checkpoint'").get();
    return found === undefined ? undefined : String(found.value);
  }

  setAside(): SetAside[] {
    this.#file.assertInPlace();
    const rows = this.#file.database.prepare("SELECT id, error FROM aside ORDER BY id LIMIT 1000").all();
    return rows.map(({ id, error }) => ({ id: String(id), error: String(error) }));
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

  #answer(sight: Sight, asked: Query, { among, order }: SearchQuery, offset: number, limit: number): Page {
    const whole = this.#finder.find(asked, sight, this.#capacity());
    const wanted = among && new Set(this.#newest.numbersOf(among, sight));
    const found = wanted ? { ...whole, numbers: whole.numbers.filter((number) => wanted.has(number)) } : whole;
    const items =
      order === "newest"
        ? this.#newest.of(found.numbers, offset, limit).items
        : this.#best(asked, found, offset, limit);
    const why = whyOf(items, found);
    return {
      total: found.numbers.length,
      items: items.map((ranked) => ({ ...ranked, why: why.get(ranked.number) ?? [] })),
    };
  }

  #best(query: Query, found: Found, offset: number, limit: number): Ranked[] {
    const keyOf = (number: number): string => String(this.#key.get(number)?.key);
    const first = best(found.numbers, Math.max(offset + limit, mostReranked), (of) => found.scores.scoreOf(of), keyOf);
    const again = this.#rerank(query, found, first.slice(0, mostReranked));
    return [...inOrder(again, keyOf), ...first.slice(mostReranked)].slice(offset, offset + limit);
  }

  #rerank(query: Query, { scores, says }: Found, ranked: readonly Ranked[]): Ranked[] {
    const candidates = ranked.map(({ number, score }) => {
      const { title, hanzi } = this.#candidate.get(number) as { title: string; hanzi: Uint8Array };
      return { score, lengthClass: scores.lengthClassOf(number), title: fold(title), hanzi };
    });
    const again = rerank(query, candidates, scores.bm25, says);
    return ranked.map(({ number, score }, at) => ({ number, score: again[at] ?? score }));
  }

  #capacity(): number {
    return Number(this.#file.database.prepare("SELECT max(number) AS last FROM document").get()?.last ?? 0) + 1;
  }

  #hitOf({ number, score, why }: Page["items"][number], query: Tokens, effort: Effort): Hit {
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
function whyOf(items: readonly Ranked[], { evidence }: Found): Map<number, Match[]> {
  const why = new Map(items.map(({ number }) => [number, [] as Match[]]));
  for (const { match, postings } of evidence)
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
