// What an operator does with a stage, by the command: stacks, user pool, table and secrets of a second cloud, the operator function as it is deployed.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { CloudFormationClient, CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import { CreateDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import { draftCase } from "@lianchuang/shared/cases";
import { findActorByIdentity } from "@lianchuang/shared/members";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LambdaFunction, startFunction } from "../engines/lambda.ts";
import { settingsOf } from "../support/bundled-door.ts";
import { newGenerations, type OwnGenerations } from "../support/index.ts";
import { command } from "../support/machine.ts";
import { newTable, newWorld, type World } from "../support/world.ts";

const local = {
  endpoint: inject("endpoint"),
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};
const stage = `ops${crypto.randomUUID().replaceAll(/[^a-f]/g, "")}`;
const functions: LambdaFunction[] = [];
let world: World;
let own: OwnGenerations;
let poolId = "";

/** The part of AWS Lambda's Invoke API that the command asks. */
const serveInvoke = async (operator: LambdaFunction): Promise<string> => {
  const serve = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const said = await operator.invoke(await json(request)).then(
      (value) => ({ body: value, headers: {} }),
      (error: Error) => ({ body: { errorMessage: error.message }, headers: { "x-amz-function-error": "Unhandled" } }),
    );
    answer.writeHead(200, said.headers).end(JSON.stringify(said.body));
  };
  const server = createServer((request, answer) => void serve(request, answer));
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A stack that puts these out and holds nothing. */
const putOut = (name: string, outputs: Record<string, string>) =>
  new CloudFormationClient(local).send(
    new CreateStackCommand({
      StackName: `Lianchuang-${stage}-${name}`,
      TemplateBody: JSON.stringify({
        Resources: { Nothing: { Type: "AWS::CloudFormation::WaitConditionHandle" } },
        Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
      }),
    }),
  );

beforeAll(async () => {
  world = await newWorld(await newTable());
  own = await newGenerations();
  const probe = await own.generations.create();
  const settings = settingsOf(world.table, () => probe);
  await own.generations.remove(probe.name);
  const start = async (...asked: Parameters<typeof startFunction>) => {
    const started = await startFunction(...asked);
    functions.push(started);
    return started;
  };
  const operator = await start("operator", { variables: settings });
  const keeper = await start("keeper", {
    variables: { ...settings, SEARCH_REPLICAS: "0", SEARCH_ROLES: "[]" },
    timeoutSeconds: 60,
  });
  await draftCase(world.as(world.engineer), { title: "主轴热补偿", body: "正文", audience: "members" });
  await keeper.invoke({});
  const enable = {
    TableName: world.table.name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  };
  await world.table.client.send(new UpdateContinuousBackupsCommand(enable));
  const { UserPool } = await new CognitoIdentityProviderClient(local).send(
    new CreateUserPoolCommand({ PoolName: stage }),
  );
  poolId = UserPool?.Id ?? "";
  await new OpenSearchClient(local).send(new CreateDomainCommand({ DomainName: stage }));
  await putOut("Data", {
    TableNameABCDEF01: world.table.name,
    DomainName01234567: stage,
    IdentityUserPoolIdABCDEF01: poolId,
  });
  await putOut("App", { OperatorFunction: "operator" });
  Object.assign(process.env, {
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: inject("endpoint"),
    AWS_ENDPOINT_URL_LAMBDA: await serveInvoke(operator),
  });
}, 120_000);
afterAll(async () => {
  for (const each of functions) await each.stop();
  await own.remove();
});

const ops = async (...words: string[]) => {
  const { code, out, err } = await command("packages/ops/src/ops.ts", ...words);
  return { code, err, answer: (out === "" ? {} : JSON.parse(out)) as Record<string, unknown> };
};

describe("npm run ops", () => {
  it("says what it can do, and what is missing or not there", async () => {
    expect(await ops("fly", "--stage", stage)).toMatchObject({
      code: 2,
      err: expect.stringContaining("restore-drill"),
    });
    expect(await ops("audit")).toMatchObject({ code: 2, err: expect.stringContaining("--stage") });
    expect(await ops("audit", "--stage", "nowhere")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Lianchuang-nowhere-Data"),
    });
  });

  it("lets the first secretary sign in, once", async () => {
    const words = ["--stage", stage, "--name", "示例秘书", "--email", "secretary@example.org"];
    const first = await ops("secretary", ...words);
    expect(first).toMatchObject({ code: 0, answer: { secretaryId: expect.stringMatching(/^person_/) } });
    expect(await ops("secretary", ...words)).toEqual(first);
    const other = await ops(
      "secretary",
      "--stage",
      stage,
      "--name",
      "x",
      "--issuer",
      "https://i.example",
      "--subject",
      "y",
    );
    expect(other).toMatchObject({ code: 2, err: expect.stringMatching(/invited|邀请/) });
    expect(
      await findActorByIdentity(world.table, { issuer: "https://i.example", subject: "y" }, new Date()),
    ).toBeUndefined();
  });

  it("compares, reads again and asks for a new index", async () => {
    expect(await ops("audit", "--stage", stage)).toMatchObject({ code: 0, answer: { differences: 0 } });
    expect(await ops("status", "--stage", stage)).toMatchObject({ code: 0, answer: { answers: true } });
    expect(await ops("redrive", "--stage", stage, world.organisationId)).toMatchObject({
      answer: { results: [{ id: world.organisationId, outcome: "mended" }] },
    });
    expect(await ops("rebuild", "--stage", stage)).toMatchObject({ code: 0, answer: { askedAt: expect.any(String) } });
    expect(await ops("doctor", "--stage", stage)).toMatchObject({
      code: 0,
      answer: { ok: true, domain: { engine: expect.stringContaining("OpenSearch") }, table: { enabled: true } },
    });
  });

  it("says whether the table can be had back, and does it for a drill", async () => {
    expect(await ops("backup-check", "--stage", stage)).toMatchObject({
      code: 1,
      answer: { ok: false, enabled: true, isProtected: false },
    });
    const { code, answer } = await ops("restore-drill", "--stage", stage);
    expect({ code, answer }).toMatchObject({ code: 0, answer: { ok: true, indexes: 6 } });
    expect(answer["itemsRestored"]).toBe(answer["itemsThere"]);
    expect(Number(answer["itemsThere"])).toBeGreaterThan(10);
  });
});
