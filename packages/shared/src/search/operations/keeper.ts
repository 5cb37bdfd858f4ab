// The port to whoever keeps the index: how far it follows the table, and what the secretariat may ask of it beside searching.

import type { DomainState } from "./schema.ts";

/** A generation that is being filled. */
export interface Rebuilding {
  /** ISO 8601, UTC. */
  readonly begunAt: string;
  readonly thingsRead: number;
}

/** What became of one thing that was read again. */
export interface Redriven {
  readonly id: string;
  /** `absent`: the table has nothing of this id that can be found. */
  readonly outcome: "mended" | "failing" | "absent";
  /** The name of what is wrong with it, where it is failing. */
  readonly cause?: string | undefined;
}

/** How it stands with the index, as its keeper knows. */
export interface KeeperState {
  /** For how long the oldest change that is not searchable yet has waited; nothing while that cannot be told. */
  readonly lagSeconds?: number | undefined;
  readonly rebuilding?: Rebuilding | undefined;
  /** Of the search domain, where the index is in one. */
  readonly domain?: DomainState | undefined;
}

export interface SearchKeeper {
  /** Also while the index does not answer. @throws AppError `unavailable`: the table does not. */
  state(): Promise<KeeperState>;
  /**
   * Reads these things again and indexes them as they are now; without ids those set aside, at most 1,000. Repeating it is
   * harmless. @throws SearchUnavailable, AppError `unavailable`: none or some of them were indexed, try again.
   */
  redrive(ids?: readonly string[]): Promise<readonly Redriven[]>;
  /** From now on a generation made after `wantedAt` (ISO 8601, UTC) is wanted: one is begun unless there is one or one is under way, again and again until it answers. */
  rebuild(wantedAt: string): void;
}
