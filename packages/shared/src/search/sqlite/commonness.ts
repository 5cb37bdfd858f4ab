// Common tokens: those that stand in so much of what a reader sees that beside others they say little and cost much.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Sight } from "./readership.ts";

/** So many sights are remembered. */
const mostSights = 256;

/** Remembers which tokens were found to be common, for each sight apart and only while the file does not change: so they tell of nothing else. */
export class CommonTokens {
  readonly #version: StatementSync;
  readonly #bySight = new Map<string, Set<string>>();
  #at: unknown;

  constructor(database: DatabaseSync) {
    this.#version = database.prepare("PRAGMA data_version");
  }

  /** What is known for a sight, to be added to; call it in the transaction that read the sight. */
  of({ visible }: Sight): Set<string> {
    const version = this.#version.get()?.data_version;
    if (version !== this.#at || this.#bySight.size >= mostSights) this.#bySight.clear();
    this.#at = version;
    const sight = Buffer.from(visible).toString("latin1");
    const known = this.#bySight.get(sight) ?? new Set();
    this.#bySight.set(sight, known);
    return known;
  }
}
