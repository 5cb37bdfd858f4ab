// What the plan promises of a stage as a whole: nothing open but the doors, all of it encrypted, nothing lost with a stack, in an order that works.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import settings from "../../cdk.json" with { type: "json" };
import { sizes } from "../../infra/cost-sizes.ts";
import { printOrder, wavesOf } from "../../infra/order.ts";
import { planAlliance } from "../../infra/plan.ts";
import { contexts, draw, foreign, makeApp, ofType, type Resource } from "../support/stage.ts";

const root = resolve(import.meta.dirname, "../..");

/** Resource types in the China Regions: all that a stage there may use. Not among them, by the service pages of Amazon Web Services China: user pools of Amazon Cognito; AWS Budgets as a resource is left out, for nobody has seen it there. */
const inChina = new Set(
  `AWS::ApiGatewayV2::Api AWS::ApiGatewayV2::Authorizer AWS::ApiGatewayV2::Integration AWS::ApiGatewayV2::Route
  AWS::ApiGatewayV2::Stage AWS::CloudWatch::Alarm AWS::CloudWatch::Dashboard AWS::DynamoDB::Table AWS::EC2::FlowLog
  AWS::EC2::RouteTable AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupIngress AWS::EC2::Subnet
  AWS::EC2::SubnetRouteTableAssociation AWS::EC2::VPC AWS::EC2::VPCEndpoint AWS::IAM::Policy AWS::IAM::Role AWS::KMS::Key
  AWS::Lambda::EventSourceMapping AWS::Lambda::Function AWS::Lambda::Permission AWS::Lambda::Version AWS::Logs::LogGroup
  AWS::Logs::ResourcePolicy AWS::OpenSearchService::Domain AWS::S3::Bucket AWS::S3::BucketPolicy AWS::SNS::Topic
  AWS::SNS::TopicPolicy AWS::SQS::Queue AWS::SQS::QueuePolicy AWS::Scheduler::Schedule AWS::SecretsManager::ResourcePolicy
  AWS::SecretsManager::RotationSchedule AWS::SecretsManager::Secret Custom::Trigger`.split(/\s+/),
);

describe.each(Object.keys(contexts) as (keyof typeof contexts)[])("%s", (context) => {
  const { data, stateless, all } = draw(context);

  it("keeps what lasts, by ids that never change", () => {
    const lasting = ["AllianceTable", "AllianceSearch", "AllianceFiles", "CursorKeys"];
    const pool = context.includes("China") ? [] : ["AlliancePool"];
    for (const id of [...lasting, ...pool])
      expect([id, data[id]]).toMatchObject([id, { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" }]);
    for (const type of ["DynamoDB::Table", "OpenSearchService::Domain", "SecretsManager::Secret", "Cognito::UserPool"])
      expect(ofType(stateless, `AWS::${type}`)).toEqual([]);
  });

  it("encrypts everything, at rest and on its way", () => {
    for (const [id, { Properties }] of ofType(all, "AWS::S3::Bucket"))
      expect([id, Properties]).toMatchObject([
        id,
        {
          BucketEncryption: {},
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        },
      ]);
    for (const [id, { Properties }] of ofType(all, "AWS::SQS::Queue"))
      expect([id, Properties["SqsManagedSseEnabled"]]).toEqual([id, true]);
    for (const [id, { Properties }] of ofType(all, "AWS::SNS::Topic"))
      expect([id, Properties["KmsMasterKeyId"]]).toEqual([id, expect.anything()]);
    expect(data["AllianceTable"]?.Properties["SSESpecification"]).toEqual({ SSEEnabled: true });
    expect(data["AllianceSearch"]?.Properties).toMatchObject({
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
      DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      AdvancedSecurityOptions: { Enabled: true, InternalUserDatabaseEnabled: false },
    });
    for (const type of ["S3::BucketPolicy", "SQS::QueuePolicy", "SNS::TopicPolicy"])
      for (const [id, { Properties }] of ofType(all, `AWS::${type}`))
        expect([id, JSON.stringify(Properties["PolicyDocument"])]).toEqual([
          id,
          expect.stringContaining("SecureTransport"),
        ]);
  });

  it("opens nothing to the public but the door", () => {
    expect(data["AllianceSearch"]?.Properties["VPCOptions"].SecurityGroupIds).toHaveLength(1);
    for (const type of ["InternetGateway", "NatGateway", "EIP"]) expect(ofType(all, `AWS::EC2::${type}`)).toEqual([]);
    expect(ofType(all, "AWS::Lambda::Url")).toEqual([]);
    for (const [id, { Properties }] of ofType(all, "AWS::EC2::SecurityGroup"))
      expect([id, Properties["SecurityGroupIngress"]]).toEqual([id, undefined]);
    for (const [id, { Properties }] of ofType(all, "AWS::EC2::SecurityGroupIngress"))
      expect([id, Properties]).toMatchObject([id, { FromPort: 443, ToPort: 443, SourceSecurityGroupId: {} }]);
    for (const [id, { Properties }] of ofType(all, "AWS::Lambda::Permission"))
      expect([id, Properties["Principal"]]).toEqual([
        id,
        expect.stringMatching(/^(apigateway|secretsmanager)\.amazonaws\.com$/),
      ]);
  });

  it("has no route without the authorizer but those of health, and asks it each time", () => {
    const open = ofType(stateless, "AWS::ApiGatewayV2::Route").filter(
      ([, { Properties }]) => Properties["AuthorizationType"] !== "CUSTOM",
    );
    expect(open.map(([, { Properties }]) => Properties["RouteKey"])).toEqual(["GET /health/live", "GET /health/ready"]);
    const [[, authorizer] = []] = ofType(stateless, "AWS::ApiGatewayV2::Authorizer");
    expect(authorizer?.Properties).toMatchObject({
      AuthorizerPayloadFormatVersion: "2.0",
      AuthorizerResultTtlInSeconds: 0,
      EnableSimpleResponses: true,
    });
    expect(authorizer?.Properties["IdentitySource"] ?? []).toEqual([]);
    const [[, stage] = []] = ofType(stateless, "AWS::ApiGatewayV2::Stage");
    expect(stage?.Properties).toMatchObject({
      AccessLogSettings: { Format: expect.stringContaining("authorizerError") },
      DefaultRouteSettings: { ThrottlingBurstLimit: 400, ThrottlingRateLimit: 200 },
    });
  });

  it("runs all functions on one Node, arm64, traced where they can be, with logs that end", () => {
    const own = ofType(stateless, "AWS::Lambda::Function").filter(([id]) => !id.startsWith("AWSCDK"));
    expect(own).toHaveLength(8);
    for (const [id, { Properties }] of own)
      expect([id, Properties]).toMatchObject([
        id,
        {
          Runtime: "nodejs24.x",
          Architectures: ["arm64"],
          LoggingConfig: { LogFormat: "JSON", LogGroup: {} },
          RuntimeManagementConfig: { UpdateRuntimeOn: "FunctionUpdate" },
        },
      ]);
    const traced = context.includes("China") ? [undefined] : ["Active"];
    expect([...new Set(own.map(([, { Properties }]) => Properties["TracingConfig"]?.Mode))]).toEqual(traced);
    const makes = own.map(([, { Properties }]) => /of make (\w{12})$/.exec(Properties["Description"])?.[1]);
    expect(new Set(makes).size).toBe(1);
    for (const [id, { Properties }] of ofType(all, "AWS::Logs::LogGroup"))
      expect([id, Properties["RetentionInDays"]]).toEqual([id, expect.any(Number)]);
  });

  it("hands events of the table to the indexer so that one bad record stops nothing", () => {
    const [[, source] = []] = ofType(stateless, "AWS::Lambda::EventSourceMapping");
    expect(source?.Properties).toMatchObject({
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 21_600,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      DestinationConfig: { OnFailure: { Destination: {} } },
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { sk: { S: [{ prefix: "event#" }] } } } }) }],
      },
    });
  });

  it("leaves each function time to answer, and the search domain room", () => {
    const of = (name: string) =>
      ofType(stateless, "AWS::Lambda::Function").find(([id]) => id.startsWith(`${name}Function`))?.[1].Properties;
    // The gateway gives up after 30 s.
    expect(of("Api")?.["Timeout"]).toBe(29);
    for (const name of ["Api", "Indexer", "Clock", "Keeper", "Operator"])
      expect([name, of(name)?.["ReservedConcurrentExecutions"]]).toEqual([name, expect.any(Number)]);
  });

  it("tells somebody of errors, lag, dead letters, throttles, latency and the state of search", () => {
    const alarms = ofType(stateless, "AWS::CloudWatch::Alarm");
    for (const [id, { Properties }] of alarms)
      expect([id, Properties["AlarmActions"]]).toEqual([id, [expect.anything()]]);
    // What it costs is told of as many.
    expect(alarms).toHaveLength(sizes.pilot.alarms);
    const watched = new Set(alarms.map(([, { Properties }]) => Properties["MetricName"]));
    for (const metric of [
      "Errors",
      "IteratorAge",
      "ApproximateNumberOfMessagesVisible",
      "Throttles",
      "Latency",
      "ClusterStatus.red",
      "FreeStorageSpace",
    ])
      expect(watched).toContain(metric);
  });

  it("makes a generation of the new make before the code that asks for it", () => {
    const waves = wavesOf({ Resources: stateless });
    const waveOf = (name: RegExp): number => waves.findIndex((wave) => wave.some((id) => name.test(id)));
    const inOrder = [/^KeeperFunction/, /^Generation/, /^ApiFunction/, /^DoorHttpANY/].map(waveOf);
    expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
    expect(new Set(inOrder).size).toBe(4);
    expect(inOrder).not.toContain(-1);
    for (const asking of [/^ClockFunction/, /^IndexerFunction/])
      expect(waveOf(asking)).toBeGreaterThan(waveOf(/^Generation/));
    const [[, trigger] = []] = ofType(stateless, "Custom::Trigger");
    expect(JSON.stringify(trigger)).toContain("KeeperFunction");
  });

  if (context.includes("China"))
    it("uses no resource that is not there, and no feature that the service's page there excludes", () => {
      expect(Object.entries(all).filter(([, { Type }]) => !inChina.has(Type))).toEqual([]);
      expect(JSON.stringify(all)).not.toContain("xray");
      for (const [, { Properties }] of ofType(all, "AWS::Lambda::EventSourceMapping"))
        expect(Properties).not.toHaveProperty("Tags");
      for (const metric of ["AsyncEventsReceived", "AsyncEventAge", "AsyncEventsDropped"])
        expect(JSON.stringify(all)).not.toContain(metric);
    });
});

describe("the order of a deployment", () => {
  it("is printed a wave a line, with what matters by name", () => {
    const lines = printOrder("App", { Resources: draw("pilot").stateless }).split("\n");
    expect(lines[0]).toBe("App");
    const lineOf = (name: string): number => lines.findIndex((line) => line.split(/[ ,]+/).includes(name));
    expect(lineOf("KeeperFunction")).toBeGreaterThan(0);
    expect(lineOf("Generation")).toBeGreaterThan(lineOf("KeeperFunction"));
    expect(lineOf("ApiFunction")).toBeGreaterThan(lineOf("Generation"));
  });

  it("is refused where resources wait for each other", () => {
    const [one, other] = ["Other", "One"].map((Ref) => ({ Type: "AWS::SQS::Queue", Properties: { Name: { Ref } } }));
    expect(() => wavesOf({ Resources: { One: one, Other: other } as never })).toThrow("One, Other");
  });
});

describe("sizes", () => {
  it("are one node for a pilot, and three zones with one standing by for production", () => {
    expect(draw("pilot").data["AllianceSearch"]?.Properties["ClusterConfig"]).toMatchObject({
      InstanceCount: 1,
      ZoneAwarenessEnabled: false,
    });
    expect(draw("production in China").data["AllianceSearch"]?.Properties["ClusterConfig"]).toMatchObject({
      InstanceCount: 3,
      DedicatedMasterEnabled: true,
      MultiAZWithStandbyEnabled: true,
      ZoneAwarenessConfig: { AvailabilityZoneCount: 3 },
    });
    expect(ofType(draw("production in China").data, "AWS::EC2::Subnet")).toHaveLength(3);
  });
});

describe("several stages", () => {
  it("stand in one account: nothing has a name that another has, too", () => {
    const names = ["one", "other"].map((stage) => {
      const { data, app } = planAlliance(makeApp({ stage }));
      return [data, app].flatMap((stack) =>
        Object.values(Template.fromStack(stack).toJSON()["Resources"] as Record<string, Resource>).flatMap(
          ({ Type, Properties }) =>
            Object.entries(Properties ?? {})
              .filter(
                ([key, value]) =>
                  key.endsWith("Name") && typeof value === "string" && Type !== "AWS::CloudWatch::Alarm",
              )
              .map(([key, value]) => `${Type} ${key} ${value}`),
        ),
      );
    });
    const [one = [], other = []] = names;
    // A policy's name is its role's own, a stage its API's; those of an API and its authorizer are labels.
    const isOwn = (name: string) => /^AWS::(IAM::Policy|ApiGatewayV2::\w+) /.test(name);
    expect(one.filter((name) => other.includes(name) && !isOwn(name))).toEqual([]);
    expect(one.length).toBeGreaterThan(5);
  });
});

describe("the command", () => {
  const output = mkdtempSync(join(tmpdir(), "synth-"));
  afterAll(() => rmSync(output, { recursive: true }));

  it("synthesises offline, asking nothing of an account and breaking no rule", () => {
    const { status, stderr } = spawnSync(
      join(root, "node_modules/.bin/cdk"),
      ["synth", "-q", "--no-lookups", "--output", output],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")).missing).toBeUndefined();
  }, 120_000);

  it("does not synthesise with a table that cannot be restored", () => {
    const app = makeApp();
    const { data } = planAlliance(app);
    new Table(data, "Careless", { partitionKey: { name: "pk", type: AttributeType.STRING } });
    expect(() => app.synth()).toThrow("Point-in-time Recovery");
  });

  it("does not synthesise with a function that is told too little or too much", () => {
    const app = makeApp();
    const { app: stateless } = planAlliance(app);
    stateless.functions.watcher.tell("ORIGINS", "[]");
    expect(() => app.synth()).toThrow("watcher does not read ORIGINS");
  });

  it.each([undefined, "", "Dev", "production-of-everything", 7])("refuses %j as a stage", (stage) => {
    expect(() => planAlliance(makeApp({ stage }))).toThrow("-c stage=dev");
  });

  it.each<[what: object, why: string]>([
    [{ profile: "huge" }, "-c profile=pilot|production"],
    [{ partition: "aws-eu" }, "-c partition=aws|aws-cn"],
    [{ partition: "aws-cn" }, "no Amazon Cognito in aws-cn: say -c issuer"],
    [{ ...foreign, jwksUri: undefined }, "jwksUri is missing"],
    [{ ...foreign, audience: undefined }, "audience is missing"],
    [{ ...foreign, issuer: "http://issuer.example" }, "issuer is"],
    [{ consoleUrl: "console" }, "consoleUrl is"],
  ])("refuses %j, and says what to say", (context, why) => {
    expect(() => planAlliance(makeApp({ ...context }))).toThrow(why);
  });

  it("reports nothing to anyone while it draws", () => {
    expect(settings).toMatchObject({ versionReporting: false, notices: false, context: { "cli-telemetry": false } });
  });
});
