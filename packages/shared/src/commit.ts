// The only way to write: one transaction holds the effect, its events, its claims and the record of its command.
import { setTimeout as wait } from "node:timers/promises";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { actorId } from "./actor.ts";
import { CommandRecord, jitter, Raced, Replayed, recordItem, replayOf } from "./command.ts";
import type { Command, Context } from "./context.ts";
import { AppError, unavailable } from "./errors.ts";
import { type Event, eventItem, eventKey } from "./events.ts";
import { type Head, revisionAfter } from "./head.ts";
import { newId } from "./ids.ts";
import { hashOf, type Item, type Key, partitionOf, type Table } from "./table.ts";

/** A uniqueness claim: the holder of a name nobody else may take. */
export interface Claim {
  key: Key;
  /** What is kept with it beside the holder. */
  data?: Record<string, unknown>;
  /** Whose claim may be replaced; without it the name must be free. */
  heldBy?: string;
  /** The refusal when somebody else holds it, or `Raced` where the verb shall look again. */
  taken: (holder: string) => Error;
}

export interface Change {
  id: string;
  /** The head as the verb read it; absent: the thing is new. */
  from?: Head;
  /** The head as it shall be; counters and times are set here. */
  next: { state: string; audience: string[] } & Record<string, unknown>;
  /** An append (comment, report) leaves the revision as it is. */
  append?: boolean;
  event: { action: string; data?: Record<string, unknown> };
  /** Other items of the thing's partition to write whole, by sort key. */
  puts?: Record<string, Record<string, unknown>>;
  removes?: string[];
  /** Items that must not exist yet, by sort key. */
  appends?: Record<string, Record<string, unknown>>;
}

export interface Transaction {
  changes: Change[];
  claims?: Claim[];
  releases?: { key: Key; holder: string }[];
  /** Items outside any head that must not exist yet, results for one, and what it means when one does. */
  extras?: { item: Item; taken: () => Error }[];
  /** Kept with the command's record, for an answer that cannot be read again. Small. */
  answer?: Record<string, unknown>;
}

export const claimKey = (kind: string, ...parts: string[]): Key => ({
  pk: `uniq#${kind}#${hashOf(...parts)}`,
  sk: "claim",
});

/**
 * Writes a transaction and returns the heads as they now are.
 * @throws AppError `taken`, `key_reused`, `unavailable`; a lost race makes `once` run the verb again.
 */
export const commit = async (ctx: Context, transaction: Transaction): Promise<Head[]> => {
  const now = ctx.now();
  const planned = transaction.changes.map((change) => plan(ctx, change, now));
  const [first] = planned;
  const writes: Write[] = planned.flatMap((entry) => entry.writes);
  for (const claim of transaction.claims ?? []) writes.push(claimWrite(claim, first?.head.id ?? ""));
  for (const { key, holder } of transaction.releases ?? []) writes.push(releaseWrite(key, holder));
  for (const { item, taken } of transaction.extras ?? []) writes.push(createWrite(item, taken));
  if (ctx.command && first) writes.push(recordWrite(ctx, ctx.command, first, transaction.answer, now));
  const tell = (): void =>
    ctx.table.committed(
      planned.map((entry) => entry.head.pk),
      first?.head.updatedAt ?? now.toISOString(),
    );
  try {
    await send(ctx.table, writes);
  } catch (error) {
    // Without an answer it may have been written all the same: whoever follows looks.
    if (error instanceof AppError && error.code === "unavailable") tell();
    throw error;
  }
  tell();
  return planned.map((entry) => entry.head);
};

type Put = NonNullable<NonNullable<TransactWriteCommandInput["TransactItems"]>[number]["Put"]>;
type Delete = NonNullable<NonNullable<TransactWriteCommandInput["TransactItems"]>[number]["Delete"]>;

/** One write of the transaction, and what it means when its condition fails on `old`. `undefined`: it is our own write, already there. */
interface Write {
  put?: Omit<Put, "TableName">;
  remove?: Omit<Delete, "TableName">;
  failed: (old: Item | undefined) => Error | undefined;
}

const absent = "attribute_not_exists(pk)";

const createWrite = (item: Item, failed: Write["failed"]): Write => ({
  put: { Item: item, ConditionExpression: absent },
  failed,
});

const raced = () => new Raced();

interface Planned {
  head: Head;
  created: boolean;
  writes: Write[];
}

const plan = (ctx: Context, change: Change, now: Date): Planned => {
  const { id, from } = change;
  const pk = partitionOf(id);
  const at = ctx.table.tick(now, from?.updatedAt);
  const head: Head = {
    ...change.next,
    pk,
    sk: "head",
    schemaVersion: 1,
    id,
    revision: change.append && from ? from.revision : revisionAfter(from),
    sequence: (from?.sequence ?? 0) + 1,
    createdAt: from?.createdAt ?? at,
    updatedAt: at,
  };
  const puts = Object.entries(change.puts ?? {});
  const removes = change.removes ?? [];
  const appends = Object.entries(change.appends ?? {});
  const event: Event = {
    ...eventKey(pk, head.sequence),
    schemaVersion: 1,
    id: newId("evt", now),
    sequence: head.sequence,
    at,
    actor: actorId(ctx.actor),
    action: change.event.action,
    ...(from === undefined ? {} : { from: from.state }),
    to: head.state,
    items: ["head", ...puts.map(([sk]) => sk), ...removes, ...appends.map(([sk]) => sk)],
    ...(change.event.data === undefined ? {} : { data: change.event.data }),
  };
  const writes: Write[] = [
    {
      put: from
        ? { Item: head, ConditionExpression: "#sequence = :read", ...sequenceIs(from.sequence) }
        : { Item: head, ConditionExpression: absent },
      failed: raced,
    },
    // An engine may apply a write and answer with an error; the client's retry then meets its own event.
    createWrite(eventItem(event), (old) => (old?.["id"] === event.id ? undefined : new Raced())),
    ...puts.map(([sk, item]): Write => ({ put: { Item: { ...item, pk, sk, schemaVersion: 1 } }, failed: raced })),
    ...removes.map((sk): Write => ({ remove: { Key: { pk, sk } }, failed: raced })),
    ...appends.map(([sk, item]) => createWrite({ ...item, pk, sk, schemaVersion: 1 }, raced)),
  ];
  return { head, created: from === undefined, writes };
};

const sequenceIs = (sequence: number) => ({
  ExpressionAttributeNames: { "#sequence": "sequence" },
  ExpressionAttributeValues: { ":read": sequence },
});

const claimWrite = (claim: Claim, holder: string): Write => ({
  put: {
    Item: { ...claim.data, ...claim.key, schemaVersion: 1, holder },
    ConditionExpression: claim.heldBy === undefined ? absent : `${absent} OR holder = :holder`,
    ...(claim.heldBy === undefined ? {} : { ExpressionAttributeValues: { ":holder": claim.heldBy } }),
  },
  failed: (old) => claim.taken(typeof old?.["holder"] === "string" ? old["holder"] : ""),
});

const releaseWrite = (where: Key, holder: string): Write => ({
  remove: {
    Key: { pk: where.pk, sk: where.sk },
    ConditionExpression: `${absent} OR holder = :holder`,
    ExpressionAttributeValues: { ":holder": holder },
  },
  failed: () => new Raced(),
});

const recordWrite = (
  ctx: Context,
  command: Command,
  { head, created }: Planned,
  answer: Transaction["answer"],
  now: Date,
): Write => {
  const end = {
    outcome: created ? ("created" as const) : ("changed" as const),
    id: head.id,
    revision: head.revision,
    answer,
  };
  return {
    put: {
      Item: recordItem(ctx, command, end, now),
      ConditionExpression: `${absent} OR expiresAt < :now`,
      ExpressionAttributeValues: { ":now": now.toISOString() },
    },
    failed: (old) => replayOf(command, CommandRecord.parse(old)),
  };
};

const conflictRetries = 3;

const send = async (table: Table, writes: readonly Write[]): Promise<void> => {
  const request = new TransactWriteCommand({
    TransactItems: writes.map(({ put, remove }) =>
      put
        ? { Put: { ...put, TableName: table.name, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } }
        : { Delete: { Key: {}, ...remove, TableName: table.name, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
    ),
  });
  for (let attempt = 0; ; attempt++) {
    try {
      await table.client.send(request);
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) {
        if (error instanceof Error && error.name === "ValidationException") throw error;
        throw unavailable(error);
      }
      if (refusalOf(error, writes) === "landed") return;
      if (attempt === conflictRetries) throw unavailable(error);
    }
    await wait(jitter(attempt));
  }
};

/** Throws what the failed conditions mean; a replay outranks a lost race, which outranks nothing but passing trouble. */
const refusalOf = (error: TransactionCanceledException, writes: readonly Write[]): "landed" | "again" => {
  const failures: Error[] = [];
  let landed = false;
  for (const [position, reason] of (error.CancellationReasons ?? []).entries()) {
    if (reason.Code !== "ConditionalCheckFailed") continue;
    const failure = writes[position]?.failed(reason.Item && (unmarshall(reason.Item) as Item));
    if (failure) failures.push(failure);
    else landed = true;
  }
  if (landed) return "landed";
  const refusal =
    failures.find(
      (failure) => failure instanceof Replayed || (failure instanceof AppError && failure.reason === "key_reused"),
    ) ??
    failures.find((failure) => failure instanceof Raced) ??
    failures[0];
  if (refusal) throw refusal;
  return "again";
};
