// What the plan promises of the table in the cloud: nothing is lost by a slip, no function may more than it needs, no rule is broken.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { indexes, timeToLive } from "@lianchuang/shared/indexes";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { describe, expect, it } from "vitest";
import settings from "../../cdk.json" with { type: "json" };
import { planAlliance } from "../../infra/plan.ts";
import type { DataStack } from "../../infra/stack.ts";

const root = resolve(import.meta.dirname, "../..");

/** An app under the same feature flags as the real one. */
const makeApp = (context: Record<string, unknown> = { stage: "test" }) =>
  new App({ context: { ...settings.context, ...context } });

const plan = () => {
  const app = makeApp();
  return { app, stack: planAlliance(app) };
};

/** A function with a bare role, so that whatever it may do was granted. */
const addFunction = (stack: DataStack, id: string) =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromInline("exports.handler = async () => {}"),
    role: new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") }),
  });

const tableArn = { "Fn::GetAtt": ["AllianceTable", "Arn"] };

/** "" for the table, "/index/byOwner" for what is below it, and anything else as it stands in the template. */
const placeOf = (resource: { "Fn::Join"?: [string, [unknown, string]] }): string => {
  if (isDeepStrictEqual(resource, tableArn)) return "";
  const [base, below] = resource["Fn::Join"]?.[1] ?? [];
  return isDeepStrictEqual(base, tableArn) && below ? below : JSON.stringify(resource);
};

/** Where each action is allowed to the function of this id. */
const permissionsOf = (stack: DataStack, id: string): Record<string, string[]> => {
  const allowed: Record<string, string[]> = {};
  const policies = Object.entries(Template.fromStack(stack).findResources("AWS::IAM::Policy"));
  for (const [, policy] of policies.filter(([name]) => name.startsWith(`${id}Role`))) {
    for (const { Action, Resource } of policy["Properties"]["PolicyDocument"]["Statement"]) {
      const places = [Resource].flat().map(placeOf);
      for (const action of [Action].flat() as string[])
        allowed[action] = [...(allowed[action] ?? []), ...places].toSorted();
    }
  }
  return allowed;
};

const everyIndex = Object.keys(indexes)
  .map((name) => `/index/${name}`)
  .toSorted();
const reading = {
  "dynamodb:BatchGetItem": [""],
  "dynamodb:GetItem": [""],
  "dynamodb:Query": ["", ...everyIndex],
};

describe("the table in the cloud", () => {
  const tables = Template.fromStack(plan().stack).findResources("AWS::DynamoDB::Table");
  const table = tables["AllianceTable"] ?? {};
  const properties = table["Properties"];

  it("is one, by an id that never changes", () => {
    expect(Object.keys(tables)).toEqual(["AllianceTable"]);
    expect(properties).not.toHaveProperty("TableName");
  });

  it("outlives its stack and every slip of a hand", () => {
    expect(table).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    expect(properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(plan().stack.terminationProtection).toBe(true);
  });

  it("has the keys every item is written under", () => {
    expect(properties.KeySchema).toEqual([
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ]);
  });

  it("holds every index the code asks and no other", () => {
    const names = properties.GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName);
    expect(names).toEqual(Object.keys(indexes));
  });

  it.each(Object.entries(indexes))("answers %s by its keys, with what it declares and no more", (name, index) => {
    expect(properties.GlobalSecondaryIndexes).toContainEqual({
      IndexName: name,
      KeySchema: [
        { AttributeName: name, KeyType: "HASH" },
        { AttributeName: `${name}Sort`, KeyType: "RANGE" },
      ],
      Projection:
        "include" in index
          ? { ProjectionType: "INCLUDE", NonKeyAttributes: index.include }
          : { ProjectionType: "KEYS_ONLY" },
    });
  });

  it("streams keys, forgets what is over, is encrypted and costs by use", () => {
    expect(properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "KEYS_ONLY" },
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });
});

describe("who may use the table", () => {
  const { app, stack } = plan();
  stack.table.grantRead(addFunction(stack, "Reader"));
  stack.table.grantCommit(addFunction(stack, "Writer"));

  it("lets a reader read by key and by index, and nothing else", () => {
    expect(permissionsOf(stack, "Reader")).toEqual(reading);
  });

  it("lets a writer also put and delete on the table, and nothing else", () => {
    expect(permissionsOf(stack, "Writer")).toEqual({
      ...reading,
      "dynamodb:DeleteItem": [""],
      "dynamodb:PutItem": [""],
    });
  });

  it("tells both which table it is", () => {
    Template.fromStack(stack).resourcePropertiesCountIs(
      "AWS::Lambda::Function",
      { Environment: { Variables: { TABLE_NAME: { Ref: "AllianceTable" } } } },
      2,
    );
  });

  it("breaks no rule by granting", () => {
    expect(() => app.synth()).not.toThrow();
  });
});

describe("the ground plan", () => {
  it("synthesises offline by the command, asking nothing of an account", () => {
    const output = mkdtempSync(join(tmpdir(), "synth-"));
    try {
      execFileSync(join(root, "node_modules/.bin/cdk"), ["synth", "-q", "--no-lookups", "--output", output], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const written = (name: string) => JSON.parse(readFileSync(join(output, name), "utf8"));
      expect(written("manifest.json").missing).toBeUndefined();
      expect(written("Lianchuang-dev-Data.template.json").Resources).toHaveProperty("AllianceTable");
    } finally {
      rmSync(output, { recursive: true });
    }
  });

  it("does not synthesise with a table that cannot be restored", () => {
    const { app, stack } = plan();
    const careless = new Table(stack, "Careless", { partitionKey: { name: "pk", type: AttributeType.STRING } });
    expect(careless.node.scope).toBe(stack);
    expect(() => app.synth()).toThrow("Point-in-time Recovery");
  });

  it.each([undefined, "", "Dev", "production-of-everything", 7])("refuses %j as a stage", (stage) => {
    expect(() => planAlliance(makeApp({ stage }))).toThrow("-c stage=dev");
  });

  it("reports nothing to anyone while it is drawn", () => {
    expect(settings).toMatchObject({ versionReporting: false, notices: false, context: { "cli-telemetry": false } });
  });
});
