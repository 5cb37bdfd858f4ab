// Standing queries in the file of a generation: the tokens each waits for, and the things that are due to it.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { pairOf, parsePinyin, readingsOfPair } from "../pinyin.ts";
import { analyse } from "../query.ts";
import type { Due, StandingQuery } from "../standing.ts";
import { isHan } from "../tokens.ts";
import { latinRun } from "./finder.ts";
import { queryTokens } from "./posting.ts";

/** What every document holds, for queries that ask for no word. FTS5 gives no such token. */
const any = "";

/** A document as it was written: the tokens FTS5 indexes of it, parted by blanks, and its pairs of hanzi. */
interface Written {
  readonly id: string;
  readonly indexed: string;
  readonly pairs: readonly string[];
}

/** The writing side. Only inside a write transaction. */
export class Standing {
  readonly #version: StatementSync;
  readonly #put: StatementSync;
  readonly #forget: StatementSync;
  readonly #want: StatementSync;
  readonly #isAnyWanted: StatementSync;
  readonly #hold: StatementSync;
  readonly #settle: StatementSync;

  constructor(database: DatabaseSync) {
    this.#version = database.prepare("SELECT version FROM standing WHERE id = ?");
    this.#put = database.prepare("INSERT OR REPLACE INTO standing VALUES (?, ?)");
    this.#forget = database.prepare("DELETE FROM wanted WHERE query = ?");
    this.#want = database.prepare("INSERT INTO wanted VALUES (?, ?)");
    this.#isAnyWanted = database.prepare("SELECT 1 FROM wanted LIMIT 1");
    // A pair that is due already becomes due anew, so that settling what was read before does not take it away.
    this.#hold = database.prepare(
      `INSERT OR REPLACE INTO due (query, thing)
        SELECT DISTINCT query, ? FROM wanted WHERE token IN (SELECT value FROM json_each(?))`,
    );
    this.#settle = database.prepare("DELETE FROM due WHERE mark = ?");
  }

  /** One not newer than the stored one changes nothing. */
  put({ id, version, q }: StandingQuery): void {
    const known = this.#version.get(id)?.version;
    if (known !== undefined && version <= Number(known)) return;
    this.#put.run(id, version);
    this.#forget.run(id);
    for (const token of q === undefined ? [] : wantedBy(q)) this.#want.run(token, id);
  }

  /** Makes documents due to the queries that want one of their tokens. */
  hold(documents: readonly Written[]): void {
    if (documents.length === 0 || this.#isAnyWanted.get() === undefined) return;
    for (const document of documents) this.#hold.run(document.id, JSON.stringify(whatFinds(document)));
  }

  settle(due: readonly Due[]): void {
    for (const { mark } of due) this.#settle.run(mark);
  }
}

/** Everything by which the finder could find a document for a query: its tokens, and how they sound. */
function wantedBy(q: string): Set<string> {
  if (q.trim() === "") return new Set([any]);
  const { text, tokens } = analyse(q);
  const spoken = [...text.matchAll(latinRun)].flatMap(([run]) => parsePinyin(run));
  return new Set([
    ...queryTokens(tokens).map(({ token }) => token),
    ...tokens.bigrams.flatMap(readingsOfPair),
    ...spoken.flatMap((way) => way.slice(1).map((syllable, at) => pairOf(way[at] ?? "", syllable))),
  ]);
}

/** Everything a query could want of a document: its tokens, of hanzi the first, which may be asked for alone, and how its pairs sound. */
function whatFinds({ indexed, pairs }: Written): string[] {
  const wanted = new Set([any]);
  for (const token of indexed.split(" ")) {
    if (token.includes("^")) continue;
    wanted.add(token);
    if (isHan(token) && !token.startsWith("_")) wanted.add(String.fromCodePoint(token.codePointAt(0) ?? 0));
  }
  for (const pair of new Set(pairs)) for (const reading of readingsOfPair(pair)) wanted.add(reading);
  return [...wanted];
}
