// The one table: every fact of the alliance. Kept when the stack goes, restorable to any second of the last 35 days.
import type { Environment } from "@lianchuang/shared/env";
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
      encryption: TableEncryption.AWS_MANAGED,
      // Followers take from an event only which thing changed, and read what it is now: keys are enough.
      stream: StreamViewType.KEYS_ONLY,
    });
    for (const index of secondaryIndexes) this.table.addGlobalSecondaryIndex(index);
    (this.table.node.defaultChild as CfnTable).overrideLogicalId("AllianceTable");
  }

  /** Lets a function read, and tells it which table: permission and name cannot drift apart. */
  grantRead(reader: LambdaFunction): void {
    this.table.grantReadData(reader);
    this.tell(reader);
  }

  /** Lets a function read and commit. Nothing is granted on the table's settings. */
  grantCommit(writer: LambdaFunction): void {
    this.table.grant(
      writer,
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    );
    this.tell(writer);
  }

  private tell(reader: LambdaFunction): void {
    const name: keyof Environment = "TABLE_NAME";
    reader.addEnvironment(name, this.table.tableName);
  }
}
