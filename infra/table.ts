// The one table: every fact of the alliance. Kept when the stack goes, restorable to any second of the last 35 days.
import type { SettingName } from "@lianchuang/shared/env";
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
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

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
  private readonly table: Table;

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
  grantRead(reader: LambdaFunction): void {
    const { tableArn, tableName } = this.table;
    Grant.addToPrincipal({
      grantee: reader,
      actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"],
      resourceArns: [tableArn],
    });
    // Each index by name: the library's own grants say `index/*`, which the rules refuse.
    Grant.addToPrincipal({
      grantee: reader,
      actions: ["dynamodb:Query"],
      resourceArns: Object.keys(indexes).map((name) => `${tableArn}/index/${name}`),
    });
    const name: SettingName = "TABLE_NAME";
    reader.addEnvironment(name, tableName);
  }

  /** Lets a function read and commit: what `commit` sends and no more, so neither updates in place nor the table's settings. */
  grantCommit(writer: LambdaFunction): void {
    this.grantRead(writer);
    Grant.addToPrincipal({
      grantee: writer,
      actions: ["dynamodb:DeleteItem", "dynamodb:PutItem"],
      resourceArns: [this.table.tableArn],
    });
  }
}
