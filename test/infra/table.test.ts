import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { indexes, timeToLive } from "@lianchuang/shared/indexes";
import { App, Stack, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import { DataStack } from "../../infra/stack.ts";

const root = resolve(import.meta.dirname, "../..");
const template = Template.fromStack(new DataStack(new App(), "Test", { stage: "test" }));

describe("the table in the cloud", () => {
  it("has an id that never changes, and outlives its stack and every slip of a hand", () => {
    const table = template.toJSON()["Resources"]["AllianceTable"];
    expect(table).toMatchObject({
      Type: "AWS::DynamoDB::Table",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
    expect(table["Properties"]).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(template.findResources("AWS::DynamoDB::Table")).toHaveProperty("AllianceTable");
  });

  it("holds every index the code asks, by the same keys and projections", () => {
    const { GlobalSecondaryIndexes, KeySchema } = template.toJSON()["Resources"]["AllianceTable"]["Properties"];
    expect(KeySchema).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
    const expected = Object.entries(indexes).map(([name, index]: [string, { include?: readonly string[] }]) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: name, KeyType: "HASH" },
        { AttributeName: `${name}Sort`, KeyType: "RANGE" },
      ],
      Projection: index.include
        ? { ProjectionType: "INCLUDE", NonKeyAttributes: index.include }
        : { ProjectionType: "KEYS_ONLY" },
    }));
    expect(
      GlobalSecondaryIndexes.map(({ IndexName, KeySchema: keys, Projection }: Record<string, unknown>) => ({
        IndexName,
        KeySchema: keys,
        Projection,
      })),
    ).toEqual(expected);
  });

  it("streams keys, forgets what is over, and costs by use", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "KEYS_ONLY" },
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });

  it("gives a function the permission and the table's name together, and never the table's settings", () => {
    const stack = new DataStack(new App(), "Granting", { stage: "test" });
    const code = Code.fromInline("exports.handler = async () => {}");
    const make = (id: string) =>
      new LambdaFunction(stack, id, { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code });
    stack.table.grantRead(make("Reader"));
    stack.table.grantCommit(make("Writer"));
    const granted = Template.fromStack(stack);
    granted.resourcePropertiesCountIs(
      "AWS::Lambda::Function",
      { Environment: { Variables: { TABLE_NAME: { Ref: "AllianceTable" } } } },
      2,
    );
    const actions = Object.values(granted.findResources("AWS::IAM::Policy")).flatMap((policy) =>
      policy["Properties"]["PolicyDocument"]["Statement"].flatMap(
        ({ Action }: { Action: string | string[] }) => Action,
      ),
    ) as string[];
    expect(actions).toContain("dynamodb:PutItem");
    expect(
      actions.filter(
        (action) => action.includes("*") || (action.endsWith("Table") && !action.startsWith("dynamodb:Describe")),
      ),
    ).toEqual([]);
    granted.hasResourceProperties("AWS::IAM::Policy", { PolicyDocument: { Statement: Match.anyValue() } });
  });
});

describe("the ground plan", () => {
  it("synthesises offline and passes the rules", () => {
    const output = mkdtempSync(join(tmpdir(), "synth-"));
    const said = execFileSync(
      join(root, "node_modules/.bin/cdk"),
      ["synth", "-q", "--no-lookups", "--output", output],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
    expect(said).not.toMatch(/error/i);
    expect(readdirSync(output)).toContain("Lianchuang-dev-Data.template.json");
    rmSync(output, { recursive: true });
  });

  it("would not synthesise a table without recovery", () => {
    const app = new App();
    const stack = new Stack(app, "Careless");
    // oxlint-disable-next-line no-new -- a construct joins its scope by being made
    new Table(stack, "Table", { partitionKey: { name: "pk", type: AttributeType.STRING } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks());
    expect(() => app.synth()).toThrow("Point-in-time Recovery");
  });
});
