// Who watches: alarms that tell the operator, a dashboard, and a bound for what a month may cost.
import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Handler } from "./handler.ts";
import type { Profile } from "./profile.ts";

interface Watched {
  readonly functions: readonly Handler[];
  readonly queues: Readonly<Record<string, Queue>>;
  readonly api: HttpApi;
  readonly domainName: string;
  readonly tableName: string;
}

export class Operations extends Construct {
  private readonly topic: Topic;
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, watched: Watched, profile: Profile, hasBudgets: boolean) {
    super(scope, id);
    const key = new Key(this, "Key", { enableKeyRotation: true, description: "alarms on their way" });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: ["cloudwatch", "budgets"].map((name) => new ServicePrincipal(`${name}.amazonaws.com`)),
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
      }),
    );
    this.topic = new Topic(this, "Alarms", { masterKey: key, enforceSSL: true });
    this.action = new SnsAction(this.topic);
    this.watchFunctions(watched.functions);
    for (const [name, queue] of Object.entries(watched.queues))
      this.alarm(`${name}Failures`, queue.metricApproximateNumberOfMessagesVisible(), 1);
    this.watchApi(watched.api);
    this.watchSearch(watched.domainName);
    this.alarm(
      "TableThrottles",
      this.metric("AWS/DynamoDB", "ThrottledRequests", { TableName: watched.tableName }),
      10,
    );
    this.draw(watched);
    if (hasBudgets) this.bound(profile);
    new CfnOutput(this, "AlarmTopic", { value: this.topic.topicArn });
  }

  private watchFunctions(functions: readonly Handler[]): void {
    for (const { name, fn } of functions) {
      this.alarm(`${name}Errors`, fn.metricErrors(five), 3);
      // Of functions that run one at a time the next minute's call is refused while one runs: that is no trouble.
      if (!["clock", "keeper", "operator"].includes(name)) this.alarm(`${name}Throttles`, fn.metricThrottles(five), 10);
    }
    const indexer = functions.find(({ name }) => name === "indexer");
    if (indexer) this.alarm("IndexerLag", indexer.fn.metric("IteratorAge", { ...five, statistic: "Maximum" }), 120_000);
  }

  private watchApi(api: HttpApi): void {
    this.alarm("ApiErrors", api.metricServerError({ ...five, statistic: "Sum" }), 5);
    this.alarm("ApiLatency", api.metricLatency({ ...five, statistic: "p95" }), 3_000);
  }

  private watchSearch(domainName: string): void {
    const of = (name: string, statistic: string) =>
      this.metric("AWS/ES", name, { DomainName: domainName, ClientId: Stack.of(this).account }, statistic);
    this.alarm("SearchRed", of("ClusterStatus.red", "Maximum"), 1);
    this.alarm("SearchYellow", of("ClusterStatus.yellow", "Maximum"), 1, { minutes: 60 });
    this.alarm("SearchProcessor", of("CPUUtilization", "Average"), 80, { minutes: 15 });
    this.alarm("SearchMemory", of("JVMMemoryPressure", "Maximum"), 90, { minutes: 15 });
    this.alarm("SearchWritesBlocked", of("ClusterIndexWritesBlocked", "Maximum"), 1);
    this.alarm("SearchStorage", of("FreeStorageSpace", "Minimum"), 4_096, { below: true });
  }

  private metric(namespace: string, metricName: string, dimensionsMap: Record<string, string>, statistic = "Sum") {
    return new Metric({ namespace, metricName, dimensionsMap, statistic, ...five });
  }

  private alarm(id: string, metric: IMetric, threshold: number, { minutes = 5, below = false } = {}): void {
    new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: minutes / 5,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(this.action);
  }

  private draw({ functions, api }: Watched): void {
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
    new Dashboard(this, "Dashboard", {
      widgets: [
        [
          graph("requests and errors", [
            api.metricCount(five),
            api.metricClientError(five),
            api.metricServerError(five),
          ]),
          graph(
            "latency",
            [50, 95].map((share) => api.metricLatency({ ...five, statistic: `p${share}` })),
          ),
        ],
        [
          graph(
            "errors of functions",
            functions.map(({ fn }) => fn.metricErrors(five)),
          ),
          graph(
            "duration of functions",
            functions.map(({ fn }) => fn.metricDuration({ ...five, statistic: "p95" })),
          ),
        ],
      ],
    });
  }

  private bound({ budget }: Profile): void {
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("budgets.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
      }),
    );
    new CfnBudget(this, "Budget", {
      budget: { budgetType: "COST", timeUnit: "MONTHLY", budgetLimit: { amount: budget, unit: "USD" } },
      notificationsWithSubscribers: [
        {
          notification: { notificationType: "FORECASTED", comparisonOperator: "GREATER_THAN", threshold: 100 },
          subscribers: [{ subscriptionType: "SNS", address: this.topic.topicArn }],
        },
      ],
    });
  }
}

const five = { period: Duration.minutes(5) };
