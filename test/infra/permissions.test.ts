// What each function may do: exactly this, on exactly these resources, in every stage.
import { indexes } from "@lianchuang/shared/indexes";
import { describe, expect, it } from "vitest";
import { settings } from "../../packages/shared/src/env.ts";
import { contexts, draw, ofType } from "../support/stage.ts";

const everyIndex = Object.keys(indexes).map((name) => `AllianceTable/index/${name}`);
const own = { "logs:CreateLogStream": ["its log"], "logs:PutLogEvents": ["its log"] };
/** Functions are traced where they can be. */
const traced = { "xray:PutTelemetryRecords": ["*"], "xray:PutTraceSegments": ["*"] };
const inNetwork = Object.fromEntries(
  ["CreateNetworkInterface", "DeleteNetworkInterface", "DescribeNetworkInterfaces"].map((name) => [
    `ec2:${name}`,
    ["*"],
  ]),
);
const onTable = (...actions: string[]) =>
  Object.fromEntries(actions.map((action) => [`dynamodb:${action}`, ["AllianceTable"]]));
const reading = {
  ...onTable("BatchGetItem", "GetItem"),
  "dynamodb:Query": ["AllianceTable", ...everyIndex].toSorted(),
};
const committing = { ...reading, ...onTable("DeleteItem", "PutItem", "UpdateItem") };
const asking = Object.fromEntries(
  ["Get", "Head", "Post", "Put", "Delete"].map((method) => [`es:ESHttp${method}`, ["AllianceSearch/*"]]),
);
const sending = Object.fromEntries(
  ["GetQueueAttributes", "GetQueueUrl", "SendMessage"].map((name) => [`sqs:${name}`, ["StreamFailures"]]),
);

const allowed: Record<keyof typeof settings, Record<string, string[]>> = {
  authorizer: own,
  api: { ...own, ...inNetwork, ...committing, ...asking, "secretsmanager:GetSecretValue": ["CursorKeys"] },
  indexer: {
    ...own,
    ...inNetwork,
    ...reading,
    ...asking,
    ...sending,
    ...Object.fromEntries(
      ["DescribeStream", "GetRecords", "GetShardIterator"].map((name) => [
        `dynamodb:${name}`,
        ["AllianceTable stream"],
      ]),
    ),
  },
  clock: { ...own, ...inNetwork, ...committing, ...asking },
  keeper: { ...own, ...inNetwork, ...reading, ...onTable("PutItem", "Scan"), ...asking },
  operator: { ...own, ...inNetwork, ...committing, ...onTable("Scan"), ...asking },
  watcher: {
    ...own,
    ...onTable("PutItem"),
    "es:DescribeDomain": ["AllianceSearch"],
    "es:DescribeDomainHealth": ["AllianceSearch"],
  },
  rotation: {
    ...own,
    "secretsmanager:GetRandomPassword": ["*"],
    ...Object.fromEntries(
      ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"].map((name) => [
        `secretsmanager:${name}`,
        ["CursorKeys"],
      ]),
    ),
  },
};

/** What a statement names, in words: what of the other stack it is, or of this one. */
const placeOf = (resource: unknown): string => {
  if (typeof resource === "string") return resource;
  const {
    "Fn::Join": join,
    "Fn::ImportValue": imported,
    "Fn::GetAtt": attribute,
  } = resource as Record<string, unknown>;
  if (Array.isArray(join)) return (join as [string, unknown[]])[1].map(placeOf).join("");
  if (Array.isArray(attribute))
    return String(attribute[0])
      .replace(/[0-9A-F]{8}$/, "")
      .replace(/^\w+Log$/, "its log");
  const [, name = "", stream] =
    /:ExportsOutput(?:FnGetAtt|Ref)(\w+?)(?:Arn|(Stream)Arn)?[0-9A-F]{8}$/.exec(String(imported)) ?? [];
  return stream ? `${name} stream` : name;
};

describe.each(Object.keys(contexts) as (keyof typeof contexts)[])("%s", (context) => {
  const { all, stateless } = draw(context);
  const policies = ofType(stateless, "AWS::IAM::Policy");

  it.each(Object.entries(allowed))("lets %s do what it needs and nothing else", (name, expected) => {
    const begins = `${name[0]?.toUpperCase()}${name.slice(1)}Role`;
    const found: Record<string, string[]> = {};
    for (const [, policy] of policies.filter(([id]) => id.startsWith(begins)))
      for (const { Effect, Action, Resource } of policy.Properties["PolicyDocument"].Statement) {
        expect(Effect).toBe("Allow");
        for (const action of [Action].flat() as string[])
          found[action] = [...(found[action] ?? []), ...[Resource].flat().map(placeOf)].toSorted();
      }
    expect(found).toEqual({ ...expected, ...(context.includes("China") ? {} : traced) });
  });

  it("gives no role of a function anything by another way", () => {
    // The library's own, which invokes the keeper with a deployment.
    const roles = ofType(all, "AWS::IAM::Role").filter(([id]) => !id.startsWith("AWSCDKTrigger"));
    for (const [id, { Properties }] of roles)
      expect([id, Properties["Policies"], Properties["ManagedPolicyArns"]]).toEqual([id, undefined, undefined]);
  });

  it("tells each function exactly the settings that it reads", () => {
    for (const [name, { shape }] of Object.entries(settings)) {
      const id = `${name[0]?.toUpperCase()}${name.slice(1)}Function`;
      const [found] = ofType(stateless, "AWS::Lambda::Function").filter(([each]) => each.startsWith(id));
      const told = Object.keys(found?.[1].Properties["Environment"]?.Variables ?? {}).toSorted();
      const needed = Object.keys(shape).filter((each) => each !== "SEARCH_PREFIX");
      expect([name, told.filter((each) => each !== "AWS_NODEJS_CONNECTION_REUSE_ENABLED")]).toEqual([
        name,
        needed.toSorted(),
      ]);
    }
  });
});
