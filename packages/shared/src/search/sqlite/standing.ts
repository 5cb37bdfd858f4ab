// Standing queries in the file of a generation: what each waits for, and the things that are due to it.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Due, StandingQuery } from "../standing.ts";
import { isHan } from "../tokens.ts";
import {
  countedAgainAfter,
  isEnough,
  isEnoughWithout,
  mayBeCommon,
  waitingFor,
  waitsForNothing,
  whatFinds,
} from "../waiting.ts";
import { matchExpression } from "./posting.ts";

/** A document as it was written: the tokens FTS5 indexes of it, parted by blanks. */
interface Written {
  readonly id: string;
  readonly indexed: string;
}

/** The writing side. Only inside a write transaction; when one is rolled back, call `forget`. */
export class Standing {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Everything that any query waits for. */
  #wanted: ReadonlySet<string> | undefined;
  /** Of the file, as other connections change it. */
  #version = 0;
  /** Which tokens may be common, as counted so many written documents ago. */
  readonly #frequent = new Map<string, boolean>();
  #written = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** One not newer than the stored one changes nothing. */
  put({ id, version, q }: StandingQuery): void {
    const known = this.#sql("SELECT version FROM standing WHERE id = ?").get(id)?.version;
    if (known !== undefined && version <= Number(known)) return;
    const { units, beside, focus } = q === undefined ? waitsForNothing : waitingFor(q);
    this.#sql("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?)").run(id, version, units.length, focus);
    const wanted = [...units, ...beside].flatMap((tokens, unit) => tokens.map((token) => `${unit} ${token}`));
    // An alert raises the version and changes nothing that is waited for.
    if (sameSet(wanted, this.#wantedBy(id))) return;
    this.#sql("DELETE FROM wanted WHERE query = ?").run(id);
    for (const [unit, tokens] of [...units, ...beside].entries())
      for (const token of tokens) this.#sql("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?)").run(token, id, unit);
    this.#wanted = undefined;
  }

  /** Says that so many documents were written, due or not: what was counted may have become common. */
  wrote(documents: number): void {
    this.#written += documents;
    if (this.#written <= countedAgainAfter) return;
    this.#frequent.clear();
    this.#written = 0;
  }

  /** Makes documents due to the queries that may find them. */
  hold(documents: readonly Written[]): void {
    this.#refresh();
    this.#wanted ??= new Set(
      this.#sql("SELECT DISTINCT token FROM wanted")
        .all()
        .map(({ token }) => String(token)),
    );
    if (this.#wanted.size === 0) return;
    for (const document of documents) {
      const held = [...whatFinds(document.indexed.split(" "))].filter((token) => this.#wanted?.has(token));
      if (held.length > 0) this.#holdFor(document.id, held);
    }
  }

  /** What was due elsewhere. */
  take(due: readonly Pick<Due, "query" | "thing">[]): void {
    for (const { query, thing } of due)
      this.#sql("INSERT OR REPLACE INTO due (query, thing) VALUES (?, ?)").run(query, thing);
  }

  settle(due: readonly Due[]): void {
    for (const { mark } of due) this.#sql("DELETE FROM due WHERE mark = ?").run(mark);
  }

  forget(): void {
    this.#wanted = undefined;
  }

  #wantedBy(query: string): string[] {
    const rows = this.#sql("SELECT unit, token FROM wanted WHERE query = ?").all(query);
    return rows.map(({ unit, token }) => `${Number(unit)} ${String(token)}`);
  }

  /** Another writer of the same file may have put queries since. */
  #refresh(): void {
    const version = Number(this.#sql("PRAGMA data_version").get()?.data_version);
    if (version !== this.#version) this.#wanted = undefined;
    this.#version = version;
  }

  #holdFor(thing: string, held: readonly string[]): void {
    const rows = this.#sql(
      `SELECT query, count(DISTINCT unit) AS held, units, focus FROM wanted JOIN standing ON standing.id = query
        WHERE token IN (SELECT value FROM json_each(?)) GROUP BY query`,
    ).all(JSON.stringify(held)) as unknown as { query: string; held: number; units: number; focus: number }[];
    for (const row of rows) {
      if (!isEnough(row.held, row.units, row.focus) && !this.#isEnoughOfRare(row)) continue;
      // A pair that is due already becomes due anew, so that settling what was read before does not take it away.
      this.#sql("INSERT OR REPLACE INTO due (query, thing) VALUES (?, ?)").run(row.query, thing);
    }
  }

  #isEnoughOfRare({
    query,
    held,
    units,
    focus,
  }: {
    query: string;
    held: number;
    units: number;
    focus: number;
  }): boolean {
    const tokens = this.#sql("SELECT token FROM wanted WHERE query = ?").all(query);
    const common = mayBeCommon(tokens.map(({ token }) => String(token))).filter((token) => this.#isFrequent(token));
    return isEnoughWithout(common.length, held, units, focus);
  }

  #isFrequent(token: string): boolean {
    const known = this.#frequent.get(token);
    if (known !== undefined) return known;
    const alone = isHan(token) && Array.from(token).length === 1;
    const counted = this.#sql(
      "SELECT count(*) AS count FROM (SELECT 1 FROM posting WHERE posting MATCH ? LIMIT ?)",
    ).get(matchExpression({ token, alone }, 1), countedAgainAfter);
    const frequent = Number(counted?.count) >= countedAgainAfter;
    this.#frequent.set(token, frequent);
    return frequent;
  }

  #sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set(one);
  return all.size === new Set(other).size && other.every((each) => all.has(each));
}
