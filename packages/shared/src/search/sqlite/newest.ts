// Documents by their time, newest first, and those of named things.
import type { DatabaseSync } from "node:sqlite";
import { documentKey, searchViews } from "../document.ts";
import type { Match } from "../port.ts";
import type { Ranked } from "../rank.ts";
import type { Sight } from "./readership.ts";

/** How many documents match, and those of one page. */
export interface Page {
  readonly total: number;
  readonly items: readonly (Ranked & { readonly why: readonly Match[] })[];
}

export class Newest {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** All visible documents, or those of these things. */
  visible(sight: Sight, among: readonly string[] | undefined, offset: number, limit: number): Page {
    if (among) return this.of(this.numbersOf(among, sight), offset, limit);
    const ids = [...sight.visible.entries()].flatMap(([id, sees]) => (sees === 1 ? [id] : []));
    const rows = this.#database
      .prepare(
        `SELECT number FROM document WHERE posting IS NOT NULL AND readership IN (SELECT value FROM json_each(?))
          ORDER BY updatedAt DESC, key DESC LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(ids), limit, offset);
    return rankedBy(rows, sight.documents);
  }

  /** These documents. */
  of(numbers: readonly number[], offset: number, limit: number): Page {
    const rows = this.#database
      .prepare(
        `SELECT number FROM document WHERE number IN (SELECT value FROM json_each(?))
          ORDER BY updatedAt DESC, key DESC LIMIT ? OFFSET ?`,
      )
      .all(JSON.stringify(numbers), limit, offset);
    return rankedBy(rows, numbers.length);
  }

  /** The visible documents of these things. */
  numbersOf(ids: readonly string[], { visible }: Sight): number[] {
    const keys = ids.flatMap((id) => searchViews.map((view) => documentKey({ id, view })));
    const rows = this.#database
      .prepare(
        "SELECT number, readership FROM document WHERE key IN (SELECT value FROM json_each(?)) AND posting IS NOT NULL",
      )
      .all(JSON.stringify(keys));
    return rows.flatMap(({ number, readership }) => (visible[Number(readership)] === 1 ? [Number(number)] : []));
  }
}

const rankedBy = (rows: Record<string, unknown>[], total: number): Page => ({
  total,
  items: rows.map(({ number }) => ({ number: Number(number), score: 0, why: [] })),
});
