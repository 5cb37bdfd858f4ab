// Columns in memory: of every document its key, who reads it, how new it is and the values of its facets, by its number.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inChina } from "../../china.ts";
import { FacetColumn } from "../facet-column.ts";
import type { FacetColumns } from "../narrow.ts";
import { factFacets, perFacet } from "../schema.ts";

type Row = readonly [
  number: number,
  key: string,
  kind: string,
  updatedAt: string,
  readership: number | null,
  facets: string,
  change: number,
];

/** About 100 bytes a document. Call `refresh` first in each transaction: columns then equal what it sees. */
export class Columns {
  readonly facets: FacetColumns = perFacet(() => new FacetColumn());
  readonly #counters: StatementSync;
  readonly #changed: StatementSync;
  readonly #keys: string[] = [];
  /** Milliseconds since 1970. */
  #times = new Float64Array(0);
  /** 0 where nobody reads it. */
  #readerships = new Uint32Array(0);
  /** The numbers of all that somebody reads, newest first, equals by key backwards; and where in it each number stands. */
  #newest = new Uint32Array(0);
  #places = new Uint32Array(0);
  #change = 0;

  constructor(database: DatabaseSync) {
    this.#counters = database.prepare("SELECT name, value FROM property WHERE name IN ('change', 'purged')");
    this.#changed = database.prepare(
      "SELECT number, key, kind, updatedAt, readership, facets, change FROM document WHERE change > ?",
    );
    this.#changed.setReturnArrays(true);
  }

  /** Reads what was written since the last time: everything the first time, and when what has gone since was purged already. */
  refresh(): void {
    const counters = new Map(this.#counters.all().map(({ name, value }) => [name, Number(value)]));
    if ((counters.get("purged") ?? 0) > this.#change) this.#forget();
    if ((counters.get("change") ?? 0) === this.#change) return;
    const rows = this.#changed.all(this.#change) as unknown as Row[];
    for (const row of rows) this.#take(row);
    this.#order(rows);
    this.#change = counters.get("change") ?? 0;
  }

  /** Greater than every document number. */
  capacity(): number {
    return this.#times.length + 1;
  }

  keyOf(number: number): string {
    return this.#keys[number] ?? "";
  }

  /** The documents with these readers (by id of a readership: 1), newest first, equals by key backwards. */
  seenBy(visible: Uint8Array): number[] {
    const seen: number[] = [];
    for (const number of this.#newest) if (visible[this.#readerships[number] ?? 0] === 1) seen.push(number);
    return seen;
  }

  /** Of a thing's documents the one with these readers, if there is one. */
  seenAs(numbers: readonly number[], visible: Uint8Array): number | undefined {
    return numbers.find((number) => visible[this.#readerships[number] ?? 0] === 1);
  }

  /** The same documents in the order of `seenBy`. */
  newestFirst(numbers: readonly number[]): number[] {
    const places = Uint32Array.from(numbers, (number) => this.#places[number] ?? 0).toSorted();
    return Array.from(places, (place) => this.#newest[place] ?? 0);
  }

  #forget(): void {
    this.#readerships.fill(0);
    this.#newest = new Uint32Array(0);
    this.#change = 0;
  }

  #take([number, key, kind, updatedAt, readership, facets]: Row): void {
    if (number >= this.#times.length) this.#grow(number + 1);
    const time = Date.parse(updatedAt);
    this.#times[number] = time;
    this.#keys[number] = key;
    this.#readerships[number] = readership ?? 0;
    const values = JSON.parse(facets) as (string | null)[];
    for (const [at, name] of factFacets.entries()) this.facets[name].set(number, values[at] ?? null);
    this.facets.kind.set(number, kind);
    this.facets.year.set(number, yearInChina(time));
  }

  /** By a quarter more each time, so that growing costs little and leaves little unused. */
  #grow(atLeast: number): void {
    const capacity = Math.max(1_024, Math.ceil(atLeast * 1.25));
    const grown = <T extends Float64Array | Uint32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#times = grown(this.#times, new Float64Array(capacity));
    this.#readerships = grown(this.#readerships, new Uint32Array(capacity));
    this.#places = grown(this.#places, new Uint32Array(capacity));
    for (const column of Object.values(this.facets)) column.grow(capacity);
  }

  /** Takes the changed documents out of the order and puts them back where they belong now. */
  #order(rows: readonly Row[]): void {
    const changed = new Set(rows.map(([number]) => number));
    const kept = this.#newest.filter((number) => !changed.has(number));
    const isBefore = (one: number, other: number): boolean => {
      const [time, otherTime] = [this.#times[one] ?? 0, this.#times[other] ?? 0];
      return time === otherTime ? this.keyOf(one) > this.keyOf(other) : time > otherTime;
    };
    const fresh = rows.map(([number]) => number).filter((number) => this.#readerships[number] !== 0);
    fresh.sort((one, other) => (isBefore(one, other) ? -1 : 1));
    this.#newest = merged(kept, fresh, isBefore);
    this.#newest.forEach((number, place) => {
      this.#places[number] = place;
    });
  }
}

/** Two lists in one order as one list; it looks only where the fresh ones go. */
function merged(
  kept: Uint32Array,
  fresh: readonly number[],
  isBefore: (one: number, other: number) => boolean,
): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(kept.length + fresh.length);
  let from = 0;
  for (const [at, number] of fresh.entries()) {
    let [low, high] = [from, kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(number, kept[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    all.set(kept.subarray(from, low), from + at);
    all[low + at] = number;
    from = low;
  }
  all.set(kept.subarray(from), from + fresh.length);
  return all;
}

function yearInChina(time: number): string {
  return String(inChina(time).getUTCFullYear()).padStart(4, "0");
}
