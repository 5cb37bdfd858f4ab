// Whether a stage's table can be had back: what its point-in-time recovery says, and a drill that does it.
import { setTimeout as wait } from "node:timers/promises";
import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
} from "@aws-sdk/client-dynamodb";

export interface Recovery {
  enabled: boolean;
  /** ISO 8601, UTC. */
  from: string | undefined;
  until: string | undefined;
  /** Nobody deletes the table by a slip. */
  isProtected: boolean;
}

export const describeRecovery = async (TableName: string): Promise<Recovery> => {
  const client = new DynamoDBClient({});
  const [{ ContinuousBackupsDescription: backups }, { Table }] = await Promise.all([
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
    client.send(new DescribeTableCommand({ TableName })),
  ]);
  const { PointInTimeRecoveryStatus, EarliestRestorableDateTime, LatestRestorableDateTime } =
    backups?.PointInTimeRecoveryDescription ?? {};
  return {
    enabled: PointInTimeRecoveryStatus === "ENABLED",
    from: EarliestRestorableDateTime?.toISOString(),
    until: LatestRestorableDateTime?.toISOString(),
    isProtected: Table?.DeletionProtectionEnabled === true,
  };
};

export interface Drill {
  table: string;
  seconds: number;
  /** As the service counts them, some hours late. */
  itemsThere: number;
  itemsRestored: number;
  indexes: number;
}

const pollMilliseconds = 5_000;

/** Restores the newest state into a table beside it, waits until it answers, looks at it and deletes it again. */
export const drillRestore = async (SourceTableName: string, now: Date): Promise<Drill> => {
  const client = new DynamoDBClient({});
  const TargetTableName = `${SourceTableName}-drill-${now.getTime()}`;
  const began = performance.now();
  await client.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, UseLatestRestorableTime: true }),
  );
  try {
    let restored = await describe(client, TargetTableName);
    while (restored?.TableStatus !== "ACTIVE") {
      await wait(pollMilliseconds);
      restored = await describe(client, TargetTableName);
    }
    const source = await describe(client, SourceTableName);
    return {
      table: TargetTableName,
      seconds: Math.round((performance.now() - began) / 1_000),
      itemsThere: source?.ItemCount ?? 0,
      itemsRestored: restored.ItemCount ?? 0,
      indexes: restored.GlobalSecondaryIndexes?.length ?? 0,
    };
  } finally {
    await client.send(new DeleteTableCommand({ TableName: TargetTableName }));
  }
};

const describe = async (client: DynamoDBClient, TableName: string) =>
  (await client.send(new DescribeTableCommand({ TableName }))).Table;
