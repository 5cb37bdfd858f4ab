// The writing side of one generation: documents under their versions, the checkpoint, the purge. Synchronous; it runs in a worker thread.
import type { StatementSync } from "node:sqlite";
import { documentKey, facetValues, faultOf, hashDocument, isTombstone, type SearchDocument } from "../document.ts";
import { fold } from "../fold.ts";
import { packHanzi } from "../hanzi.ts";
import type { WriteOptions, WriteResult } from "../port.ts";
import type { Due } from "../standing.ts";
import { lengthOf } from "../token-lists.ts";
import { tokenise } from "../tokens.ts";
import { assertWhole, type GenerationFile } from "./file.ts";
import { indexedTokens, packPosting } from "./posting.ts";
import { internReadership } from "./readership.ts";
import { Standing } from "./standing.ts";
import { writeVocabulary } from "./vocabulary.ts";

interface Prepared {
  readonly document: SearchDocument;
  readonly key: string;
  readonly indexed: string;
  readonly hanzi: Uint8Array;
  readonly length: number;
}

interface Stored {
  readonly number: number;
  readonly version: number;
  readonly posting: number | null;
  readonly readership: number | null;
  readonly tokens: number;
}

export class Writer {
  readonly #file: GenerationFile;
  readonly #standing: Standing;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: GenerationFile) {
    this.#file = file;
    this.#standing = new Standing(file.database);
  }

  /** Throws when the file is cut short or damaged. */
  verify(): void {
    assertWhole(this.#file);
  }

  /** See `SearchIndex.write`; all of it is one transaction. */
  write(documents: readonly SearchDocument[], options: WriteOptions): WriteResult[] {
    const { checkpoint, read = [], setAside = [], standing = [], dueSince, due = [] } = options;
    const results: WriteResult[] = [];
    const aside = [...setAside];
    const newest = new Map<string, Prepared>();
    return this.#transaction(() => {
      for (const query of standing) this.#standing.put(query);
      for (const document of documents) {
        const key = documentKey(document);
        const error = faultOf(document, key);
        const known = newest.get(key)?.document.version ?? this.#stored(key)?.version;
        if (error !== undefined) {
          results.push({ key, result: "failed", error });
          aside.push({ id: document.id, error });
        } else if (known !== undefined && document.version <= known) results.push({ key, result: "stale" });
        else {
          newest.set(key, prepare(document, key));
          results.push({ key, result: "applied" });
        }
      }
      if (newest.size > 0) this.#replace([...newest.values()]);
      this.#standing.wrote(newest.size);
      this.#standing.take(due);
      if (dueSince !== undefined) this.#standing.hold(changedSince(dueSince, newest.values()));
      this.#setAside(new Map(aside.map(({ id, error }) => [id, error])), read);
      if (checkpoint !== undefined) this.#setProperty("checkpoint", checkpoint);
      return results;
    });
  }

  settle(due: readonly Due[]): void {
    this.#transaction(() => this.#standing.settle(due));
  }

  purge(before: string): number {
    const gone = "FROM document WHERE tombstone = 1 AND updatedAt < ?";
    return this.#transaction(() => {
      const last = Number(this.#sql(`SELECT max(change) AS last ${gone}`).get(before)?.last ?? 0);
      // Whoever has not seen these go yet can no longer learn it from them.
      if (last > this.#counter("purged")) this.#setProperty("purged", String(last));
      return Number(this.#sql(`DELETE ${gone}`).run(before).changes);
    });
  }

  close(): void {
    this.#file.database.close();
  }

  #transaction<T>(work: () => T): T {
    this.#file.assertInPlace();
    const { database } = this.#file;
    database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      this.#standing.forget();
      throw error;
    }
  }

  #sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.#file.database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  #stored(key: string): Stored | undefined {
    return this.#sql("SELECT number, version, posting, readership, tokens FROM document WHERE key = ?").get(key) as
      | Stored
      | undefined;
  }

  /** FTS5 gathers what comes in the order of rowids and spills at every step back: so first all deletions, then all insertions, each in order. */
  #replace(prepared: readonly Prepared[]): void {
    const old = prepared.flatMap(({ key }) => this.#stored(key) ?? []).flatMap((stored) => stored.posting ?? []);
    for (const posting of old.toSorted((one, other) => one - other))
      this.#sql("DELETE FROM posting WHERE rowid = ?").run(posting);
    const change = this.#counter("change") + 1;
    this.#setProperty("change", String(change));
    const postings = prepared.flatMap((each) => this.#put(each, change));
    for (const { posting, indexed } of postings.toSorted((one, other) => one.posting - other.posting))
      this.#sql("INSERT INTO posting (rowid, tokens) VALUES (?, ?)").run(posting, indexed);
    const written = prepared.flatMap(({ document, key }) => ({ document, ...(this.#stored(key) as Stored) }));
    writeVocabulary((text) => this.#sql(text), written);
  }

  /** Writes all of a document but its posting, which it returns; a tombstone has none. */
  #put({ document, key, indexed, hanzi, length }: Prepared, change: number): { posting: number; indexed: string }[] {
    const stored = this.#stored(key);
    if (stored?.readership != null) this.#count(stored.readership, -1, -stored.tokens);
    const gone = isTombstone(document);
    const readership = gone ? null : internReadership((text) => this.#sql(text), document);
    if (readership !== null) this.#count(readership, 1, length);
    const number = stored?.number ?? this.#nextNumber();
    const posting = readership === null ? null : packPosting(readership, length, number);
    this.#sql(
      `INSERT OR REPLACE INTO document VALUES (:number, :key, :id, :view, :kind, :version, :hash, :updatedAt,
        :externalId, :tombstone, :posting, :readership, :tokens, :facets, :change)`,
    ).run({
      ...factsOf(document),
      number,
      key,
      posting,
      readership,
      tokens: length,
      change,
      tombstone: gone ? 1 : 0,
      hash: hashDocument(document),
    });
    if (gone) this.#sql("DELETE FROM body WHERE number = ?").run(number);
    else this.#sql("INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?)").run(number, document.title, hanzi, document.text);
    return posting === null ? [] : [{ posting, indexed }];
  }

  /** Remembers each thing that failed since its first failure, and forgets what was read without one. */
  #setAside(failed: ReadonlyMap<string, string>, read: readonly string[]): void {
    for (const id of read) if (!failed.has(id)) this.#sql("DELETE FROM aside WHERE id = ?").run(id);
    for (const [id, error] of failed)
      this.#sql(
        `INSERT INTO aside VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 1)
          ON CONFLICT (id) DO UPDATE SET error = excluded.error, attempts = attempts + 1`,
      ).run(id, error);
  }

  #count(readership: number, documents: number, tokens: number): void {
    this.#sql("UPDATE readership SET documents = documents + ?, tokens = tokens + ? WHERE id = ?").run(
      documents,
      tokens,
      readership,
    );
  }

  #nextNumber(): number {
    const last = this.#sql("SELECT max(number) AS last FROM document").get()?.last;
    return Number(last ?? 0) + 1;
  }

  #counter(name: "change" | "purged"): number {
    return Number(this.#sql("SELECT value FROM property WHERE name = ?").get(name)?.value ?? 0);
  }

  #setProperty(name: "checkpoint" | "change" | "purged", value: string): void {
    this.#sql("INSERT OR REPLACE INTO property VALUES (?, ?)").run(name, value);
  }
}

function changedSince(time: string, prepared: Iterable<Prepared>) {
  const changed = [...prepared].filter(({ document }) => !isTombstone(document) && document.updatedAt >= time);
  return changed.map(({ document: { id }, indexed }) => ({ id, indexed }));
}

function prepare(document: SearchDocument, key: string): Prepared {
  const text = fold(`${document.title}\n${document.text}`);
  const tokens = tokenise(text);
  return { document, key, indexed: indexedTokens(tokens), hanzi: packHanzi(text), length: lengthOf(tokens) };
}

function factsOf(document: SearchDocument) {
  const { id, view, kind, version, updatedAt, externalId } = document;
  const facets = JSON.stringify(facetValues(document));
  return { id, view, kind, version, updatedAt, externalId: externalId ?? null, facets };
}
