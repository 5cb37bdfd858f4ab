// What calls the functions that nobody asks: the table's stream, the clock of Amazon EventBridge, a deployment.
import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";
import type { AllianceTable } from "./table.ts";

/** Where what failed for good waits for somebody to look. */
const failures = (scope: Construct, id: string): Queue => {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(queue).acknowledge({ id: "AwsSolutions-SQS3", reason: "This queue is itself where failures go." });
  return queue;
};

/** Hands the events of the table to a function, batch by batch; a record that fails is tried six times within six hours, alone at last. */
export class StreamSource extends Construct {
  readonly failures: Queue;

  constructor(scope: Construct, id: string, { table }: AllianceTable, reader: Handler) {
    super(scope, id);
    this.failures = failures(this, "Failures");
    const streamArn = table.tableStreamArn ?? "";
    const actions = ["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action}`);
    reader.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [streamArn] }));
    this.failures.grantSendMessages(reader);
    new EventSourceMapping(this, "Source", {
      target: reader.fn,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(0),
      retryAttempts: 5,
      maxRecordAge: Duration.hours(6),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      parallelizationFactor: 1,
      filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.beginsWith("event#") } } } })],
      onFailure: new SqsDlq(this.failures),
    });
  }
}

/** Calls functions at their times; a call that cannot be made is given up after a minute, for the next one does its work. */
export class Schedules extends Construct {
  readonly failures: Queue;
  private readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.failures = failures(this, "Failures");
    const { account } = Stack.of(this);
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
    });
    this.failures.grantSendMessages(this.role);
  }

  every(minutes: number, called: Handler): void {
    this.role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [called.fn.functionArn] }),
    );
    new CfnSchedule(this, called.name, {
      scheduleExpression: `rate(${minutes} minute${minutes === 1 ? "" : "s"})`,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: called.fn.functionArn,
        roleArn: this.role.roleArn,
        input: "{}",
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
        deadLetterConfig: { arn: this.failures.queueArn },
      },
    });
  }
}
