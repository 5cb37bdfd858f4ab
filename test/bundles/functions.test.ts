// Each function as it is deployed: bundled, in a fresh process, invoked through the Runtime API with the events of its trigger, on real engines.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import { DescribeSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { draftCase } from "@lianchuang/shared/cases";
import { draftRequest, getRequest, openRequest, submitRequest } from "@lianchuang/shared/cooperation";
import { findActor, findActorByIdentity } from "@lianchuang/shared/members";
import { noteRebuild } from "@lianchuang/shared/search";
import { key, readMany } from "@lianchuang/shared/table";
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { readKeys } from "../../functions/secrets.ts";
import { FunctionError, type LambdaFunction, startFunction } from "../engines/lambda.ts";
import { newSecret, services, settingsOf } from "../support/bundled-door.ts";
import { newGenerations, type OwnGenerations } from "../support/index.ts";
import { newTable, newWorld, type World } from "../support/world.ts";

const local = {
  endpoint: inject("endpoint"),
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};
const started: LambdaFunction[] = [];
const start: typeof startFunction = async (...asked) => {
  const lambda = await startFunction(...asked);
  started.push(lambda);
  return lambda;
};
afterEach(async () => {
  for (const lambda of started.splice(0)) await lambda.stop();
});

describe("a function without its settings", () => {
  it.each(["authorizer", "api", "indexer", "clock", "keeper", "operator", "watcher"] as const)(
    "does not start, and names what is missing: %s",
    async (name) => {
      const lambda = await start(name, { variables: services() });
      const failure = await lambda.invoke({}).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(FunctionError);
      const missing = name === "authorizer" ? "ISSUERS" : "TABLE_NAME";
      expect((failure as FunctionError).message).toMatch(new RegExp(`settings of ${name}: .*${missing}`));
    },
  );

  it("does not start without its keys either", async () => {
    const variables = { ...services(), TABLE_NAME: "x", OPENSEARCH_URL: "http://127.0.0.1:9", CURSOR_KEYS: "arn:none" };
    const lambda = await start("api", { variables });
    await expect(lambda.invoke({})).rejects.toThrow(FunctionError);
  });
});

it("the API says that there is no time left before the gateway would say so in its own words", async () => {
  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  await once(silent, "listening");
  const OPENSEARCH_URL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const CURSOR_KEYS = await newSecret("generated");
  const world = await newWorld();
  const variables = { ...services(), TABLE_NAME: world.table.name, OPENSEARCH_URL, CURSOR_KEYS };
  const lambda = await start("api", { variables, timeoutSeconds: 3 });
  const path = "/v1/search";
  const answer = await lambda.invoke<{ statusCode: number; headers: Record<string, string>; body: string }>({
    version: "2.0",
    rawPath: path,
    rawQueryString: "q=%E4%B8%BB%E8%BD%B4",
    headers: { host: "door" },
    requestContext: { http: { method: "GET", path }, authorizer: { lambda: { kind: "visitor" } } },
    isBase64Encoded: false,
  });
  expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "2", "content-language": "zh-CN, en" } });
  expect(JSON.parse(answer.body)).toMatchObject({ status: 503, requestId: answer.headers["x-request-id"] });
});

describe("on a stage", () => {
  let world: World;
  let own: OwnGenerations;
  let settings: Record<string, string>;
  beforeEach(async () => {
    world = await newWorld();
    own = await newGenerations();
    const probe = await own.generations.create();
    settings = settingsOf(world.table, () => probe);
    await own.generations.remove(probe.name);
  });
  afterEach(() => own.remove());
  const draft = (title: string) =>
    draftCase(world.as(world.engineer), { title, body: "定位误差由十八微米降到六微米", audience: "members" });
  const keeper = () =>
    start("keeper", { variables: { ...settings, SEARCH_REPLICAS: "0", SEARCH_ROLES: "[]" }, timeoutSeconds: 120 });
  interface Status {
    answers: boolean;
    index?: { generation: string };
    lagSeconds?: number;
    domain?: object;
  }

  describe("the keeper", () => {
    it("makes a generation that holds what the table has, and no second one when it runs again", async () => {
      await draft("主轴热补偿");
      const lambda = await keeper();
      const { generation } = await lambda.invoke<{ generation: string }>({});
      expect(await own.generations.current()).toBe(generation);
      await draft("主轴热补偿之二");
      expect(await lambda.invoke({})).toEqual({ generation, setAside: 0 });
      const operator = await start("operator", { variables: settings });
      expect(await operator.invoke({ command: "audit" })).toMatchObject({ differences: 0, named: [] });
      // Another environment of the same code finds it.
      expect(await (await keeper()).invoke({})).toEqual({ generation, setAside: 0 });
    });

    it("waits while another environment makes one, and goes on when that is done or has broken off", async () => {
      const underWay = { begunAt: new Date().toISOString(), thingsRead: 1, notedAt: new Date().toISOString() };
      await noteRebuild(world.table, { underWay });
      const lambda = await keeper();
      const made = lambda.invoke<{ generation: string }>({});
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      expect(await own.generations.current()).toBeUndefined();
      await noteRebuild(world.table, { madeAt: underWay.notedAt });
      const { generation } = await made;
      expect(await own.generations.current()).toBe(generation);
      const longAgo = new Date(Date.now() - 120_000).toISOString();
      await noteRebuild(world.table, { underWay: { ...underWay, notedAt: longAgo } });
      expect(await lambda.invoke({})).toMatchObject({ generation });
    });

    it("makes another generation when one is asked for, once", async () => {
      const lambda = await keeper();
      const { generation: first } = await lambda.invoke<{ generation: string }>({});
      const operator = await start("operator", { variables: settings });
      expect(await operator.invoke({ command: "rebuild" })).toMatchObject({ askedAt: expect.any(String) });
      const { generation: second } = await lambda.invoke<{ generation: string }>({});
      expect(second).not.toBe(first);
      expect(await lambda.invoke({})).toMatchObject({ generation: second });
      expect(await (await keeper()).invoke({})).toMatchObject({ generation: second });
      expect(await operator.invoke<Status>({ command: "status" })).toMatchObject({
        answers: true,
        index: { generation: second },
      });
    });
  });

  describe("the operator", () => {
    it("founds the alliance and lets its first secretary sign in, once", async () => {
      const table = await newTable();
      const operator = await start("operator", { variables: { ...settings, TABLE_NAME: table.name } });
      const identity = { issuer: "https://issuer.example", subject: "0f3c" };
      const command = { command: "secretary", name: "示例秘书", ...identity };
      const { secretaryId } = await operator.invoke<{ secretaryId: string }>(command);
      expect(await operator.invoke(command)).toEqual({ secretaryId });
      const actor = await findActorByIdentity(table, identity, new Date());
      expect(actor).toMatchObject({ id: secretaryId, name: "示例秘书", seats: [{ body: "secretariat" }] });
      expect(await findActorByIdentity(table, { ...identity, subject: "0f3d" }, new Date())).toBeUndefined();
      expect(await operator.invoke({ ...command, subject: "another" })).toMatchObject({
        error: { en: expect.stringContaining("already"), zh: expect.stringMatching(/邀请/) },
      });
      expect(await findActor(table, secretaryId, new Date())).toMatchObject({ name: "示例秘书" });
    });

    it("reads again what was set aside, by name, and refuses what it does not know", async () => {
      const { id } = (await draft("刀具磨损监测")).head;
      await (await keeper()).invoke({});
      const operator = await start("operator", { variables: settings });
      expect(await operator.invoke({ command: "redrive", ids: [id] })).toEqual({
        results: [{ id, outcome: "mended" }],
      });
      expect(await operator.invoke({ command: "redrive", ids: ["case_1"] })).toMatchObject({ error: { en: /ids/ } });
      expect(await operator.invoke({ command: "drop" })).toMatchObject({ error: { en: /command/ } });
    });
  });

  describe("the clock", () => {
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    const dayOf = (date: Date) => date.toISOString().slice(0, 10);
    const past = { now: () => days(-100) };

    it("does what is due, and once", async () => {
      const { head } = await draftRequest(world.as(world.engineer, past), {
        direction: "need",
        type: "technology",
        title: "寻求压铸缩孔的解决办法",
        summary: "薄壁铝件。",
        deadline: dayOf(days(-10)),
      });
      await submitRequest(world.as(world.engineer, past), { id: head.id, revision: 1 }, { accept: [] });
      await openRequest(world.as(world.secretary, past), { id: head.id, revision: 2 });
      const clock = await start("clock", { variables: settings });
      const done = await clock.invoke<Record<string, number>>({});
      expect(Object.values(done).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
      const { state } = await getRequest(world.as(world.engineer), head.id);
      expect(["expired", "on_hold"]).toContain(state);
      expect(await clock.invoke({})).toEqual({ alerts: 0 });
    });
  });

  describe("the watcher", () => {
    it("notes the state of the search domain, for those who cannot ask", async () => {
      const name = `d${crypto.randomUUID().slice(0, 8)}`;
      const EBSOptions = { EBSEnabled: true, VolumeSize: 20 };
      await new OpenSearchClient(local).send(new CreateDomainCommand({ DomainName: name, EBSOptions }));
      const watcher = await start("watcher", {
        variables: { ...services(), TABLE_NAME: world.table.name, DOMAIN_NAME: name },
      });
      const noted = await watcher.invoke<object>({});
      expect(noted).toMatchObject({ name, nodes: 1, storageGiB: 20 });
      await (await keeper()).invoke({});
      const operator = await start("operator", { variables: settings });
      expect(await operator.invoke<Status>({ command: "status" })).toMatchObject({ answers: true, domain: noted });
      // Above all while search does not answer.
      const away = await start("operator", { variables: { ...settings, OPENSEARCH_URL: "http://127.0.0.1:9" } });
      const status = await away.invoke<Status>({ command: "status" });
      expect(status).toEqual({ answers: false, domain: noted });
    });
  });
});

describe("the rotation of keys", () => {
  const client = new SecretsManagerClient(local);
  /** As AWS Secrets Manager goes through its steps, some of them twice. */
  const rotate = async (lambda: LambdaFunction, SecretId: string): Promise<void> => {
    const ClientRequestToken = crypto.randomUUID();
    for (const Step of ["createSecret", "createSecret", "setSecret", "testSecret", "finishSecret", "finishSecret"])
      await lambda.invoke({ Step, SecretId, ClientRequestToken });
  };

  it("lets a key open for a turn before it seals and for a turn after, so nobody meets a key he does not know", async () => {
    process.env["AWS_ENDPOINT_URL"] = inject("endpoint");
    Object.assign(process.env, { AWS_REGION: "local", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
    const secret = await newSecret("what-was-generated-with-the-stack");
    const lambda = await start("rotation", { variables: services() });
    const seen = [await readKeys(secret)];
    for (let turn = 0; turn < 3; turn++) {
      await rotate(lambda, secret);
      seen.push(await readKeys(secret));
    }
    const ids = seen.map((keys) => keys.map(({ id }) => id));
    const [[first], [, second], [, third], [, fourth]] = ids as [string[], string[], string[], string[]];
    expect(ids).toEqual([[first], [first, second], [second, third, first], [third, fourth, second]]);
    expect(new Set(ids.flat()).size).toBe(4);
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: secret }));
    expect(Object.values(VersionIdsToStages).filter((stages) => stages?.includes("AWSCURRENT"))).toHaveLength(1);
  });

  it("puts nothing in force that holds no keys", async () => {
    const secret = await newSecret("first");
    const lambda = await start("rotation", { variables: services() });
    const ClientRequestToken = crypto.randomUUID();
    const VersionStages = ["AWSPENDING"];
    await client.send(
      new PutSecretValueCommand({ SecretId: secret, ClientRequestToken, SecretString: '[{"id":1}]', VersionStages }),
    );
    await expect(lambda.invoke({ Step: "testSecret", SecretId: secret, ClientRequestToken })).rejects.toThrow(/id/);
  });
});

describe("what older code meets", () => {
  it("of newer data is set aside and shown, never written over", async () => {
    const world = await newWorld();
    const { id } = (await draftCase(world.as(world.engineer), { title: "新格式", body: "正文", audience: "members" }))
      .head;
    const [head] = await readMany(world.table, [key(id)]);
    await world.table.client.send(new PutCommand({ TableName: world.table.name, Item: { ...head, schemaVersion: 2 } }));
    const own = await newGenerations();
    const probe = await own.generations.create();
    await own.generations.swap(probe.name);
    const settings = settingsOf(world.table, () => probe);
    const operator = await start("operator", { variables: settings });
    expect(await operator.invoke({ command: "redrive", ids: [id] })).toMatchObject({
      results: [{ id, outcome: "failing" }],
    });
    const { Item } = await world.table.client.send(
      new GetCommand({ TableName: world.table.name, Key: { ...key(id) } }),
    );
    expect(Item).toEqual({ ...head, schemaVersion: 2 });
    await own.remove();
  });
});
