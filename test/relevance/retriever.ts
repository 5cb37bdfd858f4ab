// What is measured: a system filled with texts, asked as its users ask it.
import type { Asks, JudgedQuery, Text } from "./sets.ts";

/** The ids of texts for a query, best first. */
export type Retriever = (query: JudgedQuery) => Promise<readonly string[]>;

export interface System {
  /** Names how its index is made: mapping, tokeniser, dictionary. */
  readonly make: string;
  /** A search gives up to the depth the system was opened with, the like of a text up to ten. */
  readonly retrieve: Record<Asks, Retriever>;
  close(): Promise<void>;
}

export interface Measurable {
  /** What it can be asked. */
  readonly answers: readonly Asks[];
  /** Fills a new one with texts. */
  open(texts: readonly Text[], depth: number): Promise<System>;
}

export interface Found {
  readonly id: string;
  readonly score: number;
}

/**
 * The ids of what was found, neighbours with the same score by id: the product orders these by the id of their case, which
 * is another one in each run.
 */
export function settled(found: readonly Found[]): string[] {
  let place = 0;
  const placed = found.map(({ id, score }, at) => {
    if (score !== found[at - 1]?.score) place = at;
    return { id, place };
  });
  return placed.toSorted((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1)).map(({ id }) => id);
}
