// What is done to the table as a whole: create it, scan it for a rebuild, sweep what is over. Never on a request's way.
import { CreateTableCommand, ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { unavailable } from "./errors.ts";
import { indexes, tableKeys, timeToLive } from "./indexes.ts";
import { engine, type Key, type Table } from "./table.ts";

/** Items looked at for a page: without it an engine may look at the whole table for each. */
const scannedAtOnce = 1_000;

/** The head keys of all partitions with one of these prefixes, for rebuild and audit only: the one scan. Pages of keys. */
export async function* scanHeads(table: Table, prefixes: readonly string[]): AsyncGenerator<Key[]> {
  let start: Record<string, unknown> | undefined;
  const begins = prefixes.map((_, at) => `begins_with(pk, :prefix${at})`).join(" OR ");
  const values = Object.fromEntries(prefixes.map((prefix, at) => [`:prefix${at}`, prefix]));
  do {
    const request = new ScanCommand({
      TableName: table.name,
      Limit: scannedAtOnce,
      ProjectionExpression: "pk, sk",
      FilterExpression: `sk = :head AND (${begins})`,
      ExpressionAttributeValues: { ":head": "head", ...values },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const answer = await engine(() => table.client.send(request));
    yield (answer.Items ?? []) as Key[];
    start = answer.LastEvaluatedKey;
  } while (start);
}

/** Deletes items whose time to live is over; the cloud's table does so by itself. Nothing relies on it having run. */
export const sweepExpired = async (table: Table, now: Date): Promise<number> => {
  const seconds = Math.floor(now.getTime() / 1000);
  let swept = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const request = new ScanCommand({
      TableName: table.name,
      Limit: scannedAtOnce,
      ProjectionExpression: "pk, sk",
      FilterExpression: "#expires < :now",
      ExpressionAttributeNames: { "#expires": timeToLive },
      ExpressionAttributeValues: { ":now": seconds },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const answer = await engine(() => table.client.send(request));
    for (const { pk, sk } of (answer.Items ?? []) as Key[]) {
      const condition = {
        ConditionExpression: "#expires < :now",
        ExpressionAttributeNames: { "#expires": timeToLive },
        ExpressionAttributeValues: { ":now": seconds },
      };
      await engine(() =>
        table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk }, ...condition })),
      );
      swept++;
    }
    start = answer.LastEvaluatedKey;
  } while (start);
  return swept;
};

/** Creates the table with all its indexes where it is not there yet: one machine and tests; the cloud has its stack. */
export const ensureTable = async (table: Table): Promise<void> => {
  const attributes = [
    tableKeys.partition,
    tableKeys.sort,
    ...Object.keys(indexes).flatMap((name) => [name, `${name}Sort`]),
  ];
  const request = new CreateTableCommand({
    TableName: table.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map((name) => ({ AttributeName: name, AttributeType: "S" })),
    KeySchema: keySchema(tableKeys.partition, tableKeys.sort),
    GlobalSecondaryIndexes: Object.entries(indexes).map(([name, index]: [string, { include?: readonly string[] }]) => ({
      IndexName: name,
      KeySchema: keySchema(name, `${name}Sort`),
      Projection: index.include
        ? { ProjectionType: "INCLUDE", NonKeyAttributes: [...index.include] }
        : { ProjectionType: "KEYS_ONLY" },
    })),
  });
  try {
    await table.client.send(request);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw unavailable(error);
  }
};

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" as const },
  { AttributeName: sort, KeyType: "RANGE" as const },
];
