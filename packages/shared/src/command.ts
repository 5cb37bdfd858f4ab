// Commands: each has its effect once. Its record is kept under its key; `once` runs the verb again when it lost a race, and never refuses what has landed.
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { actorId } from "./actor.ts";
import type { Command, Context } from "./context.ts";
import { AppError, unavailable } from "./errors.ts";
import { timeToLive } from "./indexes.ts";
import { hashOf, type Item, type Key, read } from "./table.ts";

/** How a command ended: kept seven days under its key. */
export const CommandRecord = z.object({
  fingerprint: z.string(),
  outcome: z.enum(["created", "changed"]),
  id: z.string(),
  revision: z.int(),
  /** What cannot be read again later: the counts of a step, say. */
  answer: z.record(z.string(), z.unknown()).optional(),
  expiresAt: z.iso.datetime(),
});
export type CommandRecord = z.infer<typeof CommandRecord>;

const recordDays = 7;

/** Somebody else wrote first: the verb runs again from its read. Never leaves `once`. */
export class Raced extends Error {}
/** The command has had its effect before. */
export class Replayed extends Error {
  readonly record: CommandRecord;
  constructor(record: CommandRecord) {
    super("replayed");
    this.record = record;
  }
}

const recordKey = (ctx: Context, command: Command): Key => ({
  pk: `idem#${actorId(ctx.actor)}#${hashOf(command.key)}`,
  sk: "record",
});

/** The record's item, for the transaction that holds the effect. */
export const recordItem = (
  ctx: Context,
  command: Command,
  end: Pick<CommandRecord, "outcome" | "id" | "revision"> & { answer: CommandRecord["answer"] },
  now: Date,
): Item => {
  const expiry = new Date(now.getTime() + recordDays * 86_400_000);
  const { fingerprint } = command;
  return {
    ...recordKey(ctx, command),
    schemaVersion: 1,
    ...end,
    fingerprint,
    expiresAt: expiry.toISOString(),
    [timeToLive]: Math.floor(expiry.getTime() / 1000),
  };
};

/** What a record under the same key means: the same command again, or a key used twice. */
export const replayOf = (command: Command, record: CommandRecord): Error =>
  record.fingerprint === command.fingerprint
    ? new Replayed(record)
    : new AppError("key_reused", {
        en: "This Idempotency-Key was used for another request. Use a new key for a new request.",
        zh: "此 Idempotency-Key 已用于另一个请求，新请求请使用新的键。",
      });

/** A pause in milliseconds before the next attempt, doubled each time. */
export const jitter = (attempt: number): number => Math.round((0.5 + Math.random()) * 20 * 2 ** attempt);

/** How a verb ended for its caller: with its value, or by the record of an earlier run of the same command. */
export type Outcome<T> = { kind: "done"; value: T } | { kind: "replayed"; record: CommandRecord };

const raceRetries = 5;
/** No new attempt begins after this, so that a command ends within its 30 s. */
const attemptSeconds = 15;

/**
 * Runs a verb so that a command has its effect once. A lost race runs it again from its read, five times at most.
 * Before any refusal the command's record is looked up: an earlier attempt may have landed meanwhile.
 */
export const once = async <T>(ctx: Context, verb: () => Promise<T>): Promise<Outcome<T>> => {
  const lastStart = ctx.now().getTime() + attemptSeconds * 1000;
  for (let attempt = 0; ; attempt++) {
    try {
      return { kind: "done", value: await verb() };
    } catch (error) {
      if (error instanceof Replayed) return { kind: "replayed", record: error.record };
      if (error instanceof Raced && attempt < raceRetries && ctx.now().getTime() < lastStart) {
        await wait(jitter(attempt));
        continue;
      }
      const refusal = error instanceof Raced ? unavailable(error) : error;
      if (!(refusal instanceof AppError) || !ctx.command || refusal.code === "unavailable") throw refusal;
      const record = await findRecord(ctx, ctx.command);
      if (!record) throw refusal;
      const replay = replayOf(ctx.command, record);
      if (replay instanceof Replayed) return { kind: "replayed", record };
      throw replay;
    }
  }
};

const findRecord = async (ctx: Context, command: Command): Promise<CommandRecord | undefined> => {
  const record = await read(ctx.table, CommandRecord, recordKey(ctx, command));
  return record && record.expiresAt >= ctx.now().toISOString() ? record : undefined;
};
