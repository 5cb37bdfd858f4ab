// The reading side of one generation: finds, ranks, cuts excerpts. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import { fold } from "../fold.ts";
import type { Hit, IndexedVersion, SearchAnswer, SearchQuery, SetAside } from "../port.ts";
import { enoughTokens, mostRepeats, type Posting, Scores } from "../rank.ts";
import { type Tokens, tokenise } from "../tokens.ts";
import type { GenerationFile } from "./file.ts";
import { matchExpression, type QueryToken, queryTokens, unpackPosting } from "./posting.ts";
import { Readerships, type Sight } from "./readership.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = 10_000;
/** Distinct tokens of one query that are looked at: 256 graphemes have fewer, except by intent. */
const mostTokens = 600;

export class Reader {
  readonly #file: GenerationFile;
  readonly #name: string;
  readonly #readerships: Readerships;
  readonly #postings: StatementSync;
  readonly #hit: StatementSync;
  /** Tokens found to be common, and how many documents there were then: looked at again when there are half as many more. */
  readonly #common = new Map<string, number>();

  constructor(file: GenerationFile, name: string) {
    this.#file = file;
    this.#name = name;
    const { database } = this.#file;
    this.#readerships = new Readerships(database);
    this.#postings = database.prepare("SELECT rowid FROM posting WHERE posting MATCH ? LIMIT ?");
    this.#postings.setReturnArrays(true);
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
          ORDER BY updatedAt DESC, number DESC LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(ids), limit, offset);
    return { total: sight.documents, items: rows.map(({ number }) => ({ number: Number(number), score: 0 })) };
  }

  #best(sight: Sight, tokens: Tokens, offset: number, limit: number): Ranked {
    const asked = queryTokens(tokens).slice(0, mostTokens);
    const scores = new Scores(sight, this.#capacity());
    const rare = asked.filter((token) => {
      const repeats = this.#isCommon(token, sight) ? undefined : this.#repeatsOf(token, sight, commonFrom(sight));
      if (repeats) scores.add(repeats);
      return repeats !== undefined;
    });
    if (!scores.empty) return scores.best(enoughTokens(rare.length), offset, limit);
    // Beside others common tokens say little and cost much; here they are all there is to go by.
    for (const token of asked) scores.add(this.#repeatsOf(token, sight, Number.MAX_SAFE_INTEGER) ?? []);
    return scores.best(enoughTokens(asked.length), offset, limit);
  }

  #isCommon({ token }: QueryToken, sight: Sight): boolean {
    const then = this.#common.get(token);
    return then !== undefined && sight.indexed < 1.5 * then;
  }

  /** For n = 0, 1, …: the visible documents that hold the token more than n times; nothing when more than `most` hold it, visible or not. */
  #repeatsOf(token: QueryToken, sight: Sight, most: number): Posting[][] | undefined {
    const repeats: Posting[][] = [];
    for (let count = 1; count <= (token.alone ? 1 : mostRepeats); count++) {
      const rows = this.#postings.all(matchExpression(token, count), most + 1) as unknown as [number][];
      if (rows.length > most) {
        this.#common.set(token.token, sight.indexed);
        return undefined;
      }
      const postings: Posting[] = [];
      for (const [rowid] of rows) {
        const posting = unpackPosting(rowid, sight.visible);
        if (posting) postings.push(posting);
      }
      if (postings.length === 0) break;
      repeats.push(postings);
    }
    return repeats;
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

/** A token that stands in more documents than this is common. */
function commonFrom({ indexed }: Sight): number {
  return Math.max(1_000, Math.floor(indexed / 5));
}
