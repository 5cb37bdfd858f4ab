// What the door is given, and what every request carries through it.
import type { Context } from "@lianchuang/shared/context";
import type { Cursors } from "@lianchuang/shared/page";
import type { SearchIndex, SearchKeeper } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import type { Presented } from "../authorizer/presented.ts";

export type Log = (message: string, fields?: Record<string, unknown>) => void;

/** Does something after the answer has gone, or drops it where there is too much to do; its failure is logged. */
export type Later = (work: () => Promise<void>) => void;

export interface Dependencies {
  table: Table;
  /** The generation that answers now. @throws SearchUnavailable while there is none. */
  index: () => SearchIndex;
  keeper: SearchKeeper;
  later: Later;
  cursors: Cursors;
  /** What a request presents, by its Authorization header or by what the gateway says with it (`bindings`). */
  presented: (authorization: string | undefined, bindings: unknown) => Promise<Presented>;
  now: () => Date;
  log: Log;
  /** Origins that browsers may call from, exactly as they name themselves. */
  origins: readonly string[];
  /** Parts whose readiness `/health/ready` reports. */
  ready: () => Promise<Record<string, boolean>>;
  /** How far what follows the table has come: numbers that `/health/ready` reports. */
  progress?: () => Record<string, number>;
}

export interface Door {
  Variables: {
    requestId: string;
    language: "zh" | "en";
    log: Log;
    ctx: Context;
    operation: string;
  };
}

/** What a handler gives back: the thing as the actor sees it, its revision, and where a new one is. */
export interface Result<T> {
  value: T;
  revision?: number;
  location?: string;
}
