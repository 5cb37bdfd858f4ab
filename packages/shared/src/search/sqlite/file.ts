// The file of one generation: its tables, how it is opened, and how a file that is not whole is recognised.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Rises whenever the tables below, or what is written into them, change: it is part of a generation's name. */
export const mappingVersion = 11;

const applicationId = 0x6c630001;
/** How long a statement waits for a lock that another process holds. */
const lockTimeoutMilliseconds = 2_000;

/*
 * `postings` holds no texts and no positions, only which documents hold a token (`detail=none`): ranking happens in
 * rank.ts, four times faster than FTS5's own bm25 for a question and blind to what the reader may not see.
 * Its rowids say everything ranking and filtering need (posting.ts). `readership` counts documents and tokens per set of
 * readers, so that these are known without looking at documents. In `body` the text comes last: it may fill pages of its own,
 * which ranking then need not read.
 * `change` counts the writes; a document carries the one that wrote it, so that whoever holds columns in memory (columns.ts)
 * reads only what is new. `standing` holds the versions of standing queries, `wanted` what they wait for, `due` the things
 * that may answer one (standing.ts).
 * `completion` holds what titles and terms may be typed as (vocabulary.ts), `offered` which row of it a document's title is and
 * which terms it carries, `carried` in how many documents with the same readers a term stands.
 */
const tables = `
  CREATE TABLE property (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE readership (id INTEGER PRIMARY KEY, rule TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL, tokens INTEGER NOT NULL);
  CREATE TABLE document (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, view TEXT NOT NULL, kind TEXT NOT NULL,
    version INTEGER NOT NULL, hash TEXT NOT NULL, updatedAt TEXT NOT NULL, externalId TEXT, tombstone INTEGER NOT NULL,
    posting INTEGER, readership INTEGER, tokens INTEGER NOT NULL, facets TEXT NOT NULL, change INTEGER NOT NULL);
  CREATE INDEX changed ON document (change);
  CREATE INDEX gone ON document (updatedAt) WHERE tombstone = 1;
  CREATE TABLE aside (id TEXT PRIMARY KEY, error TEXT NOT NULL, at TEXT NOT NULL, attempts INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE standing (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, units INTEGER NOT NULL, focus REAL NOT NULL) WITHOUT ROWID;
  CREATE TABLE wanted (
    token TEXT NOT NULL, query TEXT NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (token, query, unit)) WITHOUT ROWID;
  CREATE INDEX wantedBy ON wanted (query);
  CREATE TABLE due (mark INTEGER PRIMARY KEY AUTOINCREMENT, query TEXT NOT NULL, thing TEXT NOT NULL, UNIQUE (query, thing));
  CREATE TABLE body (number INTEGER PRIMARY KEY, title TEXT NOT NULL, hanzi BLOB NOT NULL, text TEXT NOT NULL);
  CREATE VIRTUAL TABLE posting USING fts5(tokens, content='', contentless_delete=1, detail=none,
    tokenize="ascii tokenchars '-/.:_+#^~'");
  CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  CREATE TABLE carried (term INTEGER NOT NULL, readership INTEGER NOT NULL, documents INTEGER NOT NULL,
    PRIMARY KEY (term, readership)) WITHOUT ROWID;
  CREATE TABLE offered (number INTEGER PRIMARY KEY, entry INTEGER NOT NULL, terms TEXT NOT NULL);
  CREATE VIRTUAL TABLE completion USING fts5(tokens, content='', contentless_delete=1, detail=none, prefix='2 3',
    tokenize="ascii tokenchars '+#'");`;

/** Where the file of a generation lies. */
export function pathOf(folder: string, name: string): string {
  return join(folder, `${name}.sqlite`);
}

/** Makes the file of a new, empty generation; there must be none of this name. It is not synced to disk: that is for the swap. */
export function createFile(path: string, name: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(
      `PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL; PRAGMA application_id=${applicationId}; BEGIN; ${tables}`,
    );
    database.prepare("INSERT INTO property VALUES ('name', ?)").run(name);
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}

/** An open generation file. */
export interface GenerationFile {
  readonly database: DatabaseSync;
  readonly inode: number;
  /** Throws when the file was removed, replaced or cut short under us: SQLite itself would go on, writing into nothing, reading what it remembers. */
  assertInPlace(): void;
}

/** Opens the file of a generation; throws when there is none, it is not one, or it is not the one of `before`. */
export function openFile(path: string, mode: "read" | "write", before?: number): GenerationFile {
  if (!existsSync(path)) throw new Error("the index file is missing");
  const { ino: inode } = statSync(path);
  if (inode !== (before ?? inode)) throw new Error("the index file was replaced");
  const database = new DatabaseSync(path, { readOnly: mode === "read", timeout: lockTimeoutMilliseconds });
  try {
    const id = database.prepare("PRAGMA application_id").get()?.application_id;
    if (id !== applicationId) throw new Error("the file is not a search index");
    // A copy made by SQLite itself has lost it, and then who writes shuts out who reads.
    if (mode === "write") database.exec("PRAGMA journal_mode=WAL");
    database.exec("PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
  } catch (error) {
    database.close();
    throw error;
  }
  let longest = 0;
  const assertInPlace = (): void => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.ino !== inode) throw new Error("the index file was removed");
    // It only ever grows: what lies in the log is moved into it, and nothing is given back.
    if (found.size < longest) throw new Error("the index file was cut short");
    longest = found.size;
  };
  return { database, inode, assertInPlace };
}

/** Reads the whole file (about 0.7 s for 50,000 documents) and throws when it is cut short or damaged. */
export function assertWhole({ database }: GenerationFile): void {
  const found = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (found !== "ok") throw new Error("the index file is damaged", { cause: found });
}
