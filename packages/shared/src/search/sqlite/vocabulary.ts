// The vocabulary for suggestions: titles and terms under everything they may be typed as, each known only to its readers. Synchronous.
import type { StatementSync } from "node:sqlite";
import type { SearchDocument } from "../document.ts";
import { type Spelled, spell, spellingsOf } from "../spelling.ts";
import { distinctTerms, type SuggestionKind } from "../suggestion.ts";
import type { Wanted } from "../typed.ts";
import { packRow, readershipOf } from "./posting.ts";

/*
 * An entry is a title with its document's readers, or a term with those of some documents that carry it. It has two rows in
 * `completion`: one for what it begins with and one for what it holds within. The rowids of both are those of `posting`
 * with the place in the length's stead: what begins so before what holds it, the shorter first. So the rows of one set of
 * readers come in the order of the answer, and reading can end where there are enough.
 */
const lengths = 64;
const within = lengths;

/** Below 128. */
export type Place = number;

export function isWithin(place: Place): boolean {
  return place >= within;
}

const kindLetters: Record<SuggestionKind, string> = { term: "t", case: "c", organisation: "o", request: "r" };

/** The FTS5 term for what is wanted; it holds letters, digits and hanzi only, so nothing of FTS5's syntax can be reached. */
export function expressionFor(kind: SuggestionKind, { spelling, begun }: Wanted): string {
  return `"${kindLetters[kind]}${spelling}"${begun ? " *" : ""}`;
}

/** In characters of a spelling: FTS5 has a list of its own for all that begins so (`prefix` in file.ts). */
export const longestListed = 2;

interface Written {
  readonly document: SearchDocument;
  readonly number: number;
  /** Nothing for a tombstone. */
  readonly readership: number | null;
}

type Sql = (text: string) => StatementSync;

/** Makes the vocabulary follow documents that have just been written. Only inside a write transaction. */
export function writeVocabulary(sql: Sql, documents: readonly Written[]): void {
  const rows = new Rows();
  const terms = new TermChanges();
  for (const { document, number, readership } of documents) {
    const before = sql("SELECT entry, terms FROM offered WHERE number = ?").get(number);
    if (before) {
      const entry = Number(before.entry);
      rows.remove(entry);
      for (const term of JSON.parse(String(before.terms)) as number[]) terms.add(term, readershipOf(entry), -1);
    }
    if (readership === null) {
      sql("DELETE FROM offered WHERE number = ?").run(number);
      continue;
    }
    const spelled = spell(document.title);
    const entry = entryOf(readership, spelled, 2 * number);
    rows.put(entry, document.kind, spelled);
    const carried = distinctTerms(document.terms).map((text) => idOf(sql, text));
    for (const term of carried) terms.add(term, readership, 1);
    sql("INSERT OR REPLACE INTO offered VALUES (?, ?, ?)").run(number, entry, JSON.stringify(carried));
  }
  terms.write(sql, rows);
  rows.write(sql);
}

function entryOf(readership: number, { units }: Spelled, number: number): number {
  return packRow(readership, Math.min(units.length, lengths - 1), number);
}

/** The number of the document or term whose entry a row belongs to. */
export function numberOf(row: number): number {
  return Math.floor(row / 2);
}

function idOf(sql: Sql, term: string): number {
  const known = sql("SELECT id FROM term WHERE text = ?").get(term)?.id;
  return Number(known ?? sql("INSERT INTO term (text) VALUES (?)").run(term).lastInsertRowid);
}

/** By how much it changes in how many documents with the same readers a term stands. */
class TermChanges {
  readonly #changes = new Map<number, Map<number, number>>();

  add(term: number, readership: number, documents: number): void {
    const changes = this.#changes.get(term) ?? new Map<number, number>();
    changes.set(readership, (changes.get(readership) ?? 0) + documents);
    this.#changes.set(term, changes);
  }

  write(sql: Sql, rows: Rows): void {
    // What comes first: a term that nobody carries any more is forgotten.
    for (const [term, changes] of this.#changes)
      for (const [readership, change] of [...changes].toSorted(([, one], [, other]) => other - one))
        if (change !== 0) this.#change(sql, rows, term, readership, change);
  }

  #change(sql: Sql, rows: Rows, term: number, readership: number, change: number): void {
    const held = sql("SELECT documents FROM carried WHERE term = ? AND readership = ?").get(term, readership);
    const before = Number(held?.documents ?? 0);
    const after = before + change;
    if (before > 0 && after > 0) {
      sql("UPDATE carried SET documents = ? WHERE term = ? AND readership = ?").run(after, term, readership);
      return;
    }
    const spelled = spell(String(sql("SELECT text FROM term WHERE id = ?").get(term)?.text));
    const entry = entryOf(readership, spelled, 2 * term + 1);
    if (before === 0) {
      rows.put(entry, "term", spelled);
      sql("INSERT INTO carried VALUES (?, ?, ?)").run(term, readership, after);
      return;
    }
    rows.remove(entry);
    sql("DELETE FROM carried WHERE term = ? AND readership = ?").run(term, readership);
    sql("DELETE FROM term WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM carried WHERE term = ?1)").run(term);
  }
}

/** Rows that go and rows that come, in the order that FTS5 takes best: all that go first, each in the order of rowids. */
class Rows {
  readonly #gone: number[] = [];
  readonly #fresh: [row: number, tokens: string][] = [];

  remove(entry: number): void {
    this.#gone.push(entry, rowWithin(entry));
  }

  put(entry: number, kind: SuggestionKind, spelled: Spelled): void {
    const letter = kindLetters[kind];
    const tokens = (spellings: ReadonlySet<string>): string =>
      Array.from(spellings, (spelling) => letter + spelling).join(" ");
    const spellings = spellingsOf(spelled);
    this.#fresh.push([entry, tokens(spellings.whole)], [rowWithin(entry), tokens(spellings.within)]);
  }

  write(sql: Sql): void {
    for (const row of this.#gone.toSorted((one, other) => one - other))
      sql("DELETE FROM completion WHERE rowid = ?").run(row);
    for (const [row, tokens] of this.#fresh.toSorted(([one], [other]) => one - other))
      if (tokens !== "") sql("INSERT INTO completion (rowid, tokens) VALUES (?, ?)").run(row, tokens);
  }
}

function rowWithin(entry: number): number {
  return entry + packRow(0, within, 0);
}
