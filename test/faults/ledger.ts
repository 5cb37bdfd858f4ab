// What the callers of a fault round know: every command under its key until it has a final answer, and what that answer makes true.
import { randomUUID } from "node:crypto";

export type Role = "member" | "secretariat";

export interface Answer {
  status: number;
  etag: string;
  body: Record<string, unknown>;
}

export interface Command {
  as: Role;
  method: "POST" | "PATCH";
  path: string;
  body?: unknown;
  ifMatch?: string;
  /** Somebody else writes the same thing: it may be refused as stale, and then must have had no effect. */
  contended?: boolean;
}

/** A case as its only writer knows it, or as its acknowledged changes add up to. */
export interface KnownCase {
  id: string;
  externalId?: string;
  /** A word that only this case's title holds. */
  code: string;
  /** One, and one more for each change that was acknowledged. */
  revision: number;
  etag: string;
  /** What the last acknowledged change wrote; unknown where several write. */
  marker?: string | undefined;
}

export interface Ledger {
  cases: Map<string, KnownCase>;
  /** Import batches, and the cases that their rows wrote, by line. */
  imports: Map<string, Map<number, string>>;
  /** Acknowledged commands with their keys, to be sent once more. */
  done: { command: Command; key: string; id: unknown }[];
  acknowledged: number;
  unknown: number;
  repeated: number;
  violations: Violation[];
}

export const wrongs = ["lost", "doubled", "refused", "holes", "differences"] as const;
export interface Violation {
  what: (typeof wrongs)[number];
  text: string;
}

export const newLedger = (): Ledger => ({
  cases: new Map(),
  imports: new Map(),
  done: [],
  acknowledged: 0,
  unknown: 0,
  repeated: 0,
  violations: [],
});

/** Where the product is now; calls wait while it is known to be down. */
export interface Door {
  url: string;
  open: Promise<void>;
  tokens: Record<Role, string>;
}

const patience = 15_000;
const longestInsistence = 60_000;

const call = async (door: Door, command: Command, key: string): Promise<Answer | undefined> => {
  try {
    const answer = await fetch(`${door.url}/v1${command.path}`, {
      method: command.method,
      headers: {
        authorization: `Bearer ${door.tokens[command.as]}`,
        "idempotency-key": key,
        ...(command.body === undefined ? {} : { "content-type": "application/json" }),
        ...(command.ifMatch === undefined ? {} : { "if-match": command.ifMatch }),
      },
      ...(command.body === undefined ? {} : { body: JSON.stringify(command.body) }),
      signal: AbortSignal.timeout(patience),
    });
    const body = (await answer.json()) as Answer["body"];
    return answer.status === 503 ? undefined : { status: answer.status, etag: answer.headers.get("etag") ?? "", body };
  } catch {
    return undefined;
  }
};

const describe = ({ method, path }: Command, { status, body }: Answer): string =>
  `${method} ${path}: ${status} ${String(body["reason"])} ${String(body["title"])}`;

/** Sends a command under one key until it has a final answer; undefined when that is a refusal. */
export const insist = async (
  door: Door,
  ledger: Ledger,
  command: Command,
  key: string = randomUUID(),
): Promise<Answer | undefined> => {
  const end = performance.now() + longestInsistence;
  for (let attempt = 0; performance.now() < end; attempt++) {
    await door.open;
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 40));
    if (attempt > 0) ledger.repeated++;
    const answer = await call(door, command, key);
    if (!answer) {
      if (attempt === 0) ledger.unknown++;
      continue;
    }
    if (answer.status === 200 || answer.status === 201) {
      ledger.acknowledged++;
      ledger.done.push({ command, key, id: answer.body["id"] });
      return answer;
    }
    if (!(command.contended && answer.status === 412))
      ledger.violations.push({ what: "refused", text: `attempt ${attempt + 1} of ${describe(command, answer)}` });
    return undefined;
  }
  ledger.violations.push({ what: "lost", text: `${command.method} ${command.path} has no answer` });
  return undefined;
};

/** Sends acknowledged commands once more: each is answered as before, none has another effect. */
export const replayDone = async (door: Door, ledger: Ledger, some: Ledger["done"]): Promise<void> => {
  await Promise.all(
    some.map(async ({ command, key, id }) => {
      const answer = await call(door, command, key);
      if (!answer || answer.status >= 300 || answer.body["id"] !== id)
        ledger.violations.push({ what: "refused", text: answer ? describe(command, answer) : `${command.path}: none` });
    }),
  );
};
