// The one table: keys, consistent reads, pages of an index, and counters outside any head. All other writing is `commit`'s alone.

import { createHash } from "node:crypto";
import { ConditionalCheckFailedException, DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import { unavailable } from "./errors.ts";
import type { IndexName } from "./indexes.ts";

export interface Key {
  pk: string;
  sk: string;
}
export type Item = Key & Record<string, unknown>;

/** The store as verbs see it: a document client, the table's name, and the commit clock. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  /** The time of a new event: never before an earlier event of this process, whatever the machine's clock does. */
  tick(now: Date, last?: string): string;
  /** Called after each commit with the partitions it changed, or may have changed; one machine's follower listens here. */
  onCommit(listener: (partitions: readonly string[], at: string) => void): void;
  committed(partitions: readonly string[], at: string): void;
}

export interface TableOptions {
  name: string;
  client: DynamoDBClientConfig;
}

/** One attempt may take 4 s and there are three, so no call outlives a command's 30 s. */
export const openTable = (options: TableOptions): Table => {
  const base = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
    ...options.client,
  });
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  const listeners: ((partitions: readonly string[], at: string) => void)[] = [];
  let latest = "";
  return {
    client,
    name: options.name,
    tick(now, last = "") {
      const time = now.toISOString();
      const next = last >= time ? new Date(Date.parse(last) + 1).toISOString() : time;
      latest = next > latest ? next : latest;
      return latest;
    },
    onCommit: (listener) => listeners.push(listener),
    committed: (partitions, at) => {
      for (const listener of listeners) listener(partitions, at);
    },
  };
};

/** The partition of a thing is its id, `case_01…` → `case#01…`: ids have a fixed alphabet, so no two things share one. */
export const partitionOf = (id: string): string => id.replace("_", "#");
export const idOfPartition = (partition: string): string => partition.replace("#", "_");

export const key = (id: string, sk = "head"): Key => ({ pk: partitionOf(id), sk });

/** SHA-256 as 64 hex digits: how free text gets into a key. */
export const hashOf = (...parts: string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** Numbers in sort keys have a fixed width, so that 10 does not sort before 2. */
export const padded = (value: number, width = 10): string => String(value).padStart(width, "0");

/** The attributes that place an item in an index; spread them into it, leave them out to keep it out. */
export const indexed = (index: IndexName, partition: string, sort: string): Record<string, string> => ({
  [index]: partition,
  [`${index}Sort`]: sort,
});

/** The items of a thing do not belong together: a write came between the reads, or one is missing. */
export class Torn extends Error {
  override readonly name = "Torn";
}

/** Newer code wrote it: it is neither guessed at nor written over. */
export class Newer extends Error {
  override readonly name = "Newer";
}

/** The newest way of writing items that this code reads. */
const knownSchemaVersion = 1;

const readable = (item: Item): Item => {
  if (Number(item["schemaVersion"] ?? knownSchemaVersion) > knownSchemaVersion) throw unavailable(new Newer());
  return item;
};

/** Runs one call of the engine; what it cannot answer now becomes `unavailable`, its own words stay in the cause. */
export const engine = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === "ValidationException") throw error;
    throw unavailable(error);
  }
};

/** Reads items whole and consistently, in the order of `keys`; absent ones are undefined. One round trip per 100 keys. */
export const readMany = async (table: Table, keys: readonly Key[]): Promise<(Item | undefined)[]> => {
  const found = new Map<string, Item>();
  for (let start = 0; start < keys.length; start += 100) {
    let wanted: Record<string, unknown>[] = keys.slice(start, start + 100).map(({ pk, sk }) => ({ pk, sk }));
    for (let attempt = 0; wanted.length > 0; attempt++) {
      if (attempt === 8) throw unavailable();
      const request = { [table.name]: { Keys: wanted, ConsistentRead: true } };
      const answer = await engine(() => table.client.send(new BatchGetCommand({ RequestItems: request })));
      for (const item of (answer.Responses?.[table.name] ?? []) as Item[])
        found.set(`${item.pk} ${item.sk}`, readable(item));
      wanted = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
    }
  }
  return keys.map(({ pk, sk }) => found.get(`${pk} ${sk}`));
};

export const read = async <T>(table: Table, schema: z.ZodType<T>, where: Key): Promise<T | undefined> => {
  const [item] = await readMany(table, [where]);
  return item === undefined ? undefined : schema.parse(item);
};

export interface Range {
  prefix: string;
  limit?: number;
  /** The sort key after which to go on. */
  after?: string;
  newestFirst?: boolean;
}

/**
 * Items of one partition whose sort key begins with `prefix`, consistently; all of them unless `limit` says otherwise. An empty
 * prefix reads the partition whole, without a condition: DynamoDB refuses an empty string where a key is meant.
 */
export const readRange = async (table: Table, pk: string, range: Range): Promise<Item[]> => {
  const items: Item[] = [];
  const begins = range.prefix === "" ? {} : { ":prefix": range.prefix };
  let start = range.after === undefined ? undefined : { pk, sk: range.after };
  do {
    const request = new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: range.prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": pk, ...begins },
      ScanIndexForward: range.newestFirst !== true,
      ...(range.limit === undefined ? {} : { Limit: range.limit - items.length }),
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const answer = await engine(() => table.client.send(request));
    items.push(...((answer.Items ?? []) as Item[]).map(readable));
    start = answer.LastEvaluatedKey as Key | undefined;
  } while (start && (range.limit === undefined || items.length < range.limit));
  return items;
};

export interface IndexRange {
  index: IndexName;
  partition: string;
  limit: number;
  /** The entry after which to go on. */
  after?: Place;
  newestFirst?: boolean;
  /** Bounds of the sort attribute, both inclusive. */
  between?: readonly [string, string];
  /** Keeps only entries whose projected attribute has this value. */
  where?: Record<string, string>;
}

/** Where an entry stands in an index: the keys of both. */
export type Place = Record<string, string>;

/** In a fixed order, so that the same place has the same cursor. */
export const placeOf = (index: IndexName, entry: Record<string, unknown>): Place =>
  Object.fromEntries([index, `${index}Sort`, "pk", "sk"].map((name) => [name, String(entry[name])]));

export interface IndexPage {
  entries: Item[];
  /** Where the page stopped, if there may be more. */
  last?: Place;
}

/** A page of an index: keys and what it includes. An index lags behind the table, so callers read the items themselves. */
export const readIndex = async (table: Table, range: IndexRange): Promise<IndexPage> => {
  const { index, between } = range;
  const filters = Object.entries(range.where ?? {});
  const entries: Item[] = [];
  let start = range.after;
  for (let round = 0; round < 5; round++) {
    const request = new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: between ? "#p = :p AND #s BETWEEN :from AND :to" : "#p = :p",
      ExpressionAttributeNames: {
        "#p": index,
        ...(between ? { "#s": `${index}Sort` } : {}),
        ...Object.fromEntries(filters.map(([name]) => [`#f_${name}`, name])),
      },
      ExpressionAttributeValues: {
        ":p": range.partition,
        ...(between ? { ":from": between[0], ":to": between[1] } : {}),
        ...Object.fromEntries(filters.map(([name, value]) => [`:f_${name}`, value])),
      },
      ...(filters.length === 0
        ? {}
        : { FilterExpression: filters.map(([name]) => `#f_${name} = :f_${name}`).join(" AND ") }),
      ScanIndexForward: range.newestFirst !== true,
      Limit: range.limit - entries.length,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const answer = await engine(() => table.client.send(request));
    entries.push(...((answer.Items ?? []) as Item[]));
    start = answer.LastEvaluatedKey as Place | undefined;
    if (!start || entries.length >= range.limit) break;
  }
  return start === undefined ? { entries } : { entries, last: placeOf(index, start) };
};

/** Adds an item to a log outside any head that moves nothing. Never part of a transaction; written before it returns. */
export const appendLog = async (table: Table, item: Item): Promise<void> => {
  const request = new PutCommand({ TableName: table.name, Item: { schemaVersion: 1, ...item } });
  await engine(() => table.client.send(request));
};

export interface AddOne {
  /** Only where the item is there, or its number is below a bound; without it always. */
  onlyIf?: "known" | { below: number };
  /** What the item gets beside the number, where it does not have it yet. */
  first?: Record<string, unknown>;
}

/**
 * Adds one to a number of an item outside any head: for logs that move nothing. Atomic, and never part of a transaction; a
 * call that got no answer may be counted twice. @returns whether it was added.
 */
export const addOne = async (
  table: Table,
  where: Key,
  name: string,
  { onlyIf, first = {} }: AddOne = {},
): Promise<boolean> => {
  const fields = Object.entries(first);
  const bound = typeof onlyIf === "object" ? { ":bound": onlyIf.below } : {};
  const known = onlyIf === "known" ? { ConditionExpression: "attribute_exists(pk)" } : {};
  const request = new UpdateCommand({
    TableName: table.name,
    Key: { ...where },
    UpdateExpression: `${fields.length === 0 ? "" : `SET ${fields.map((_, at) => `#f${at} = if_not_exists(#f${at}, :f${at})`).join(", ")} `}ADD #n :one`,
    ...(typeof onlyIf === "object" ? { ConditionExpression: "attribute_not_exists(#n) OR #n < :bound" } : known),
    ExpressionAttributeNames: { "#n": name, ...Object.fromEntries(fields.map(([field], at) => [`#f${at}`, field])) },
    ExpressionAttributeValues: {
      ":one": 1,
      ...bound,
      ...Object.fromEntries(fields.map(([, value], at) => [`:f${at}`, value])),
    },
  });
  return engine(async () => {
    try {
      await table.client.send(request);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  });
};
