// The one table: every fact of the alliance. Kept when the stack goes, restorable to any second of the last 35 days.
import { indexes, tableKeys, timeToLive } from "@lianchuang/shared/indexes";
import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  type GlobalSecondaryIndexProps,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import { Grant } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";

const string = (name: string) => ({ name, type: AttributeType.STRING });

/** DynamoDB adds one index per update of a table, so all of them are in the first stack. */
const secondaryIndexes = Object.entries(indexes).map(
  ([indexName, index]: [string, { include?: readonly string[] }]): GlobalSecondaryIndexProps => ({
    indexName,
    partitionKey: string(indexName),
    sortKey: string(`${indexName}Sort`),
    ...(index.include
      ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.include] }
      : { projectionType: ProjectionType.KEYS_ONLY }),
  }),
);

export class AllianceTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, "Table", {
      partitionKey: string(tableKeys.partition),
      sortKey: string(tableKeys.sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: timeToLive,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // The use of this key is on record, and nobody can delete it; no rule asks for a key of our own, which somebody could.
      encryption: TableEncryption.AWS_MANAGED,
      // Followers are filtered by the sort key (`event#`), which every record carries, and read what the thing is now: keys are enough.
      stream: StreamViewType.KEYS_ONLY,
    });
    for (const index of secondaryIndexes) this.table.addGlobalSecondaryIndex(index);
    (this.table.node.defaultChild as CfnTable).overrideLogicalId("AllianceTable");
  }

  /** Lets a function read things and ask every index, and tells it which table: permission and name cannot drift apart. Never a scan. */
  grantRead(reader: Handler): void {
    const { tableArn, tableName } = this.table;
    this.allow(reader, ["BatchGetItem", "GetItem", "Query"], [tableArn]);
    // Each index by name: the library's own grants say `index/*`, which the rules refuse.
    this.allow(
      reader,
      ["Query"],
      Object.keys(indexes).map((name) => `${tableArn}/index/${name}`),
    );
    reader.tell("TABLE_NAME", tableName);
  }

  /** Lets a function read and commit: what `commit` sends and no more, so neither updates in place nor the table's settings. */
  grantCommit(writer: Handler): void {
    this.grantRead(writer);
    this.allow(writer, ["DeleteItem", "PutItem"], [this.table.tableArn]);
  }

  /** Lets a function count in place, outside any head. */
  grantCount(counter: Handler): void {
    this.allow(counter, ["UpdateItem"], [this.table.tableArn]);
  }

  /** Lets a function look at everything there is: to make an index anew and to compare it. */
  grantScan(reader: Handler): void {
    this.allow(reader, ["Scan"], [this.table.tableArn]);
  }

  /** Lets a function leave a note, and tells it where. */
  grantNote(writer: Handler): void {
    this.allow(writer, ["PutItem"], [this.table.tableArn]);
    writer.tell("TABLE_NAME", this.table.tableName);
  }

  private allow(grantee: Handler, actions: readonly string[], resourceArns: string[]): void {
    Grant.addToPrincipal({ grantee, actions: actions.map((action) => `dynamodb:${action}`), resourceArns });
  }
}
