// The reading side of one generation: finds, ranks, cuts excerpts. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import { fold } from "../fold.ts";
import type { Hit, IndexedVersion, SearchAnswer, SearchQuery, SetAside } from "../port.ts";
import { enoughTokens, mostRepeats, type Posting, Scores } from "../rank.ts";
import { type Tokens, tokenise } from "../tokens.ts";
import { CommonTokens, commonFrom } from "./commonness.ts";
import type { GenerationFile } from "./file.ts";
import { firstVisible, lastVisible, matchExpression, type QueryToken, queryTokens, unpackPosting } from "./posting.ts";
import { Readerships, type Sight } from "./readership.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = 10_000;
/** Distinct tokens of one query that are looked at: 256 graphemes have fewer, except by intent. */
const mostTokens = 600;

/** With fewer found by its other tokens, a query's common ones count, too. */
const few = 20;

export class Reader {
  readonly #file: GenerationFile;
  readonly #name: string;
  readonly #readerships: Readerships;
  readonly #common: CommonTokens;
  readonly #postings: StatementSync;
  readonly #hit: StatementSync;
  readonly #key: StatementSync;

  constructor(file: GenerationFile, name: string) {
    this.#file = file;
    this.#name = name;
    const { database } = this.#file;
    this.#readerships = new Readerships(database);
    this.#common = new CommonTokens(database);
    // Numbers are bound as REAL, and FTS5 seeks only to an INTEGER: to anything else it reads its way, row by row.
    this.#postings = database.prepare(
      `SELECT rowid FROM posting
        WHERE posting MATCH ? AND rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY rowid LIMIT ?`,
    );
    this.#postings.setReturnArrays(true);
    this.#key = database.prepare("SELECT key FROM document WHERE number = ?");
    this.#hit = database.prepare(
      `SELECT id, view, kind, version, externalId, updatedAt, title, text
         FROM document JOIN body USING (number) WHERE number = ?`,
    );
  }

  search(query: SearchQuery): SearchAnswer {
    return this.#snapshot(() => {
      const sight = this.#readerships.sightOf(query.audience, query.kind);
      const tokens = tokenise(fold(query.q));
      const offset = query.after?.offset ?? 0;
      const limit = Math.max(0, Math.min(query.limit, mostCounted - offset));
      const { total, items } =
        query.q.trim() === "" ? this.#newest(sight, offset, limit) : this.#best(sight, tokens, offset, limit);
      const effort = newEffort();
      const more = offset + items.length < Math.min(total, mostCounted) && items.length > 0;
      return {
        items: items.map(({ number, score }) => this.#hitOf(number, score, tokens, effort)),
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

  #newest(sight: Sight, offset: number, limit: number): Ranked {
    const ids = [...sight.visible.entries()].flatMap(([id, sees]) => (sees === 1 ? [id] : []));
    const rows = this.#file.database
      .prepare(
        `SELECT number FROM document WHERE posting IS NOT NULL AND readership IN (SELECT value FROM json_each(?))
          ORDER BY updatedAt DESC, key DESC LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(ids), limit, offset);
    return { total: sight.documents, items: rows.map(({ number }) => ({ number: Number(number), score: 0 })) };
  }

  #best(sight: Sight, tokens: Tokens, offset: number, limit: number): Ranked {
    const asked = queryTokens(tokens).slice(0, mostTokens);
    const scores = new Scores(sight, this.#capacity());
    const best = (distinct: number) =>
      scores.best(enoughTokens(distinct), offset, limit, (number) => String(this.#key.get(number)?.key));
    const common = this.#common.of(sight);
    const rare = asked.filter((token) => {
      const repeats = common.has(token.token) ? undefined : this.#repeatsOf(token, sight, commonFrom(sight));
      if (repeats) scores.add(repeats);
      else common.add(token.token);
      return repeats !== undefined;
    });
    const found = best(rare.length);
    if (found.total >= few || rare.length === asked.length) return found;
    // Beside others common tokens say little and cost much; here there is little else to go by.
    for (const token of asked)
      if (!rare.includes(token)) scores.add(this.#repeatsOf(token, sight, sight.documents) ?? []);
    return best(asked.length);
  }

  /** For n = 0, 1, …: the visible documents that hold the token more than n times; nothing when more than `most` of them hold it. */
  #repeatsOf(token: QueryToken, sight: Sight, most: number): Posting[][] | undefined {
    const repeats: Posting[][] = [];
    for (let count = 1; count <= (token.alone ? 1 : mostRepeats); count++) {
      const postings = this.#postingsOf(token, count, sight, most);
      if (postings.length > most) return undefined;
      if (postings.length === 0) break;
      repeats.push(postings);
    }
    return repeats;
  }

  /**
   * The visible documents that hold the token at least `count` times; reading stops beyond `most` of them. Rowids lie
   * together by readership, so what is hidden costs at most one chunk each time before it is jumped over.
   */
  #postingsOf(token: QueryToken, count: number, sight: Sight, most: number): Posting[] {
    const { visible } = sight;
    const expression = matchExpression(token, count);
    // Of a prefix FTS5 gathers all rows before it gives the first: a second chunk would cost as much as everything.
    const chunk = token.alone ? Number.MAX_SAFE_INTEGER : commonFrom(sight) + 1;
    const postings: Posting[] = [];
    const to = lastVisible(visible);
    for (let from = firstVisible(visible, 0); from <= to && postings.length <= most; ) {
      const rows = this.#postings.all(expression, from, to, chunk) as unknown as [number][];
      for (const [rowid] of rows) {
        const posting = unpackPosting(rowid, visible);
        if (posting) postings.push(posting);
      }
      const end = rows.at(-1)?.[0];
      if (end === undefined || rows.length < chunk) break;
      from = firstVisible(visible, end + 1);
    }
    return postings;
  }

  #capacity(): number {
    return Number(this.#file.database.prepare("SELECT max(number) AS last FROM document").get()?.last ?? 0) + 1;
  }

  #hitOf(number: number, score: number, query: Tokens, effort: Effort): Hit {
    const row = this.#hit.get(number) as unknown as HitRow;
    const { title, text, externalId, ...facts } = row;
    return {
      ...facts,
      score,
      title,
      titleHighlights: highlightsOf(title, query),
      excerpt: excerptOf(text, query, effort),
      ...(externalId !== null && { externalId }),
    };
  }
}

type HitRow = Omit<Hit, "score" | "titleHighlights" | "excerpt" | "externalId"> & {
  readonly text: string;
  readonly externalId: string | null;
};

/** Numbers of documents, best first, as `Scores.best` gives them. */
type Ranked = ReturnType<Scores["best"]>;
