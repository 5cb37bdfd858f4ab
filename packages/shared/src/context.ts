// What a verb is given: who acts, when, on which table, under which command. Explicit; nothing is ambient.
import type { Actor } from "./actor.ts";
import type { Cursors } from "./page.ts";
import type { Table } from "./table.ts";

/** One command as its caller named it: repeated under the same key it has its effect once (draft-ietf-httpapi-idempotency-key-header). */
export interface Command {
  key: string;
  /** Hash of method, route, If-Match and body: the same key with another request is refused. */
  fingerprint: string;
}

export interface Context {
  actor: Actor;
  table: Table;
  cursors: Cursors;
  now: () => Date;
  requestId: string;
  command?: Command;
}
