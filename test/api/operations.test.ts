// One suite over every operation of the OpenAPI document: what it must refuse, hide, repeat and bound. None is skipped.
import { randomUUID } from "node:crypto";
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { readEvents } from "@lianchuang/shared/events";
import { newId, type Prefix } from "@lianchuang/shared/ids";
import { openTable } from "@lianchuang/shared/table";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { openApiDocument } from "../../functions/api/docs.ts";
import { openSearchHome } from "../../functions/indexer/search-home.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { keepSearch } from "../../packages/local/src/keeper.ts";
import { type FaultProxy, startFaultProxy } from "../engines/fault-proxy.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newGenerations } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";
import { type Declaration, declarations, type Example } from "./declarations.ts";

interface Documented {
  id: string;
  method: string;
  path: string;
  kind: string;
  access: string;
  /** The thing whose log it adds to. */
  log: string | undefined;
  takesBody: boolean;
  /** Whether it leads on by cursors. */
  pages: boolean;
}

const document = openApiDocument(
  createApp({ origins: [], ready: () => Promise.resolve({}) } as unknown as Parameters<typeof createApp>[0]),
);
const operations: Documented[] = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
    id: String(operation["operationId"]),
    method: method.toUpperCase(),
    path,
    kind: String(operation["x-kind"]),
    access: String(operation["x-access"]),
    log: operation["x-log"] as string | undefined,
    takesBody: operation["requestBody"] !== undefined,
    pages: ((operation["parameters"] ?? []) as { name: string }[]).some(({ name }) => name === "cursor"),
  })),
);

let world: World;
let door: TestDoor;
let proxy: FaultProxy;
let closeIndex: () => Promise<void>;
let checks = 0;

beforeAll(async () => {
  world = await newWorld();
  const { generations, remove } = await newGenerations();
  proxy = await startFaultProxy(inject("endpoint"));
  const table = openTable({ name: world.table.name, client: clientFor(proxy.endpoint) });
  const now = () => new Date();
  const home = await openSearchHome({
    generations,
    table: world.table,
    now,
    log: () => {},
    adopted: () => {},
  });
  await home.whenReady;
  closeIndex = async () => {
    await home.close();
    await remove();
  };
  const keeper = keepSearch(table, home, { lagSeconds: () => 0 });
  door = newDoor({ ...world, table }, { index: home.index, keeper });
});
afterAll(async () => {
  await closeIndex();
  await proxy.close();
  process.stdout.write(`operations × checks: ${operations.length} operations, ${checks} checks\n`);
});

interface Sent {
  token?: string | undefined;
  key?: string | undefined;
  ifMatch?: string | undefined;
  rawBody?: string | Uint8Array;
  headers?: Record<string, string>;
}

const send = async (operation: Documented, example: Example, sent: Sent = {}): Promise<Response> => {
  const path = operation.path.replace(/\{(id|token)\}/, example.id ?? "");
  const body = sent.rawBody ?? (example.body === undefined ? undefined : JSON.stringify(example.body));
  const actor = example.actor ?? world.engineer;
  const token = "token" in sent ? sent.token : actor.kind === "visitor" ? undefined : door.tokenOf(actor);
  const ifMatch =
    "ifMatch" in sent ? sent.ifMatch : example.revision === undefined ? undefined : `"${example.revision}.x"`;
  const key = "key" in sent ? sent.key : operation.method === "POST" ? randomUUID() : undefined;
  return door.fetch(`http://door${path}${example.query === undefined ? "" : `?${example.query}`}`, {
    method: operation.method,
    ...(body === undefined ? {} : { body: body as string }),
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...sent.headers,
    },
  });
};

interface ProblemBody {
  status: number;
  code: string;
  reason: string;
  title: string;
  requestId: string;
  issues?: { pointer: string; message: string }[];
}

/** Asserts a problem of this status and gives its body. */
const problem = async (answer: Response, status: number): Promise<ProblemBody> => {
  checks++;
  const text = await answer.text();
  expect({ status: answer.status, text }).toMatchObject({ status });
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const body = JSON.parse(text) as ProblemBody;
  expect(body.status).toBe(status);
  expect(body.requestId).toBe(answer.headers.get("x-request-id"));
  return body;
};

/** How many events there are of a thing; none of no thing: a table service takes no empty key. */
const eventsOf = async (id: string | undefined): Promise<number> =>
  id === undefined ? 0 : (await readEvents(world.table, id, 0, 100)).length;

/** Another body that is as good as the example's. */
const otherOf = ({ other }: Declaration, { body }: Example): unknown =>
  typeof other === "function" ? (other as (body: unknown) => unknown)(body) : other;

const declared = (id: string): Declaration => {
  const declaration = declarations[id];
  if (!declaration) throw new Error(`operation ${id} has no declaration`);
  return declaration;
};

describe("the OpenAPI document and the declarations", () => {
  it("name the same operations", () => {
    checks++;
    expect(operations.map(({ id }) => id).toSorted()).toEqual(Object.keys(declarations).toSorted());
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    expect(operations.length).toBeGreaterThanOrEqual(19);
  });
});

describe.each(operations)("$id", (operation) => {
  const declaration = declared(operation.id);
  const success = operation.kind === "create" ? 201 : 200;

  it("succeeds with its example, with ETag, request id and security headers", async () => {
    const answer = await send(operation, await declaration.example(world));
    expect({ status: answer.status, text: await answer.clone().text() }).toMatchObject({ status: success });
    checks++;
    expect(answer.headers.get("etag")).toMatch(/^"\d+\.[\w-]{22}"$/);
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    expect(answer.headers.get("vary")).toContain("Authorization");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    if (operation.kind === "create") expect(answer.headers.get("location")).toMatch(/^\/v1\/[a-z]+\/[a-z]+_/);
  });

  it("asks who it is: nobody where a person is needed, and never a token it does not accept", async () => {
    const example = await declaration.example(world);
    if (operation.access !== "anyone") await problem(await send(operation, example, { token: undefined }), 401);
    const forged = door.tokenOf(world.engineer).replace(/\.[^.]+$/, ".AAAA");
    for (const token of [
      "nonsense",
      forged,
      door.tokenOf(world.engineer, { exp: 1 }),
      door.tokenOf(world.engineer, { aud: "other" }),
      door.tokenOf(world.engineer, { token_use: "id" }),
    ])
      expect((await problem(await send(operation, example, { token }), 401)).code).toBe("unauthenticated");
    await problem(
      await send(operation, example, {
        token: door.tokenOf({ kind: "person", id: newId("person", new Date()), name: "", memberships: [], seats: [] }),
      }),
      401,
    );
  });

  if (operation.access === "staff")
    it("is not there for anybody but the staff, and does nothing for them", async () => {
      const example = await declaration.example(world);
      const before = await eventsOf(operation.log);
      for (const actor of [world.engineer, world.representative, world.stranger])
        expect((await problem(await send(operation, { ...example, actor }), 404)).reason).toBe("not_found");
      expect(await eventsOf(operation.log)).toBe(before);
    });

  it("answers 405 with Allow for a method it does not take", async () => {
    const example = await declaration.example(world);
    const answer = await send({ ...operation, method: "PUT" }, example);
    await problem(answer, 405);
    expect(answer.headers.get("allow")).toContain(operation.method);
  });

  if (operation.path.includes("{id}")) {
    it("answers for an absent thing, for another kind's id and for nonsense as for no address", async () => {
      const example = await declaration.example(world);
      const prefix = example.id?.split("_")[0] === "imp" ? "imp" : example.id?.split("_")[0] === "org" ? "org" : "case";
      for (const id of [newId(prefix, new Date()), newId("person", new Date()), "nonsense", `${prefix}_%00`])
        await problem(await send(operation, { ...example, id }), 404);
    });
  }

  if (operation.path.includes("{id}"))
    it("answers for a hidden thing as for an absent one, to the letter and with as many calls, whatever If-Match and Idempotency-Key are", async () => {
      const example = await declaration.example(world);
      const hiddenId = (await declaration.hidden?.(world)) ?? "";
      expect(await eventsOf(hiddenId)).toBeGreaterThan(0);
      const absentId = newId(hiddenId.split("_")[0] as Prefix, new Date());
      const asked = async (id: string, actor: Actor, sent: Sent, status: number) => {
        proxy.calls.clear();
        const answer = await send(operation, { ...example, actor, id }, sent);
        const body = await problem(answer, status);
        const headers = Object.fromEntries(
          [...answer.headers].filter(([name]) => name !== "x-request-id" && name !== "date"),
        );
        return { headers, body: { ...body, requestId: "" }, calls: Object.fromEntries(proxy.calls) };
      };
      for (const actor of operation.access === "anyone" ? [world.stranger, visitor] : [world.stranger])
        for (const ifMatch of ['"1.x"', '"99.x"', undefined, "*", "nonsense"])
          for (const key of [randomUUID(), undefined]) {
            const readable = ifMatch === undefined || ifMatch.startsWith('"');
            const status = readable && (key !== undefined || operation.method !== "POST") ? 404 : 400;
            const sent = { ifMatch, key };
            const seen = await asked(hiddenId, actor, sent, status);
            expect({ sent, ...seen }).toEqual({ sent, ...(await asked(absentId, actor, sent, status)) });
          }
    });

  const { invalidQuery } = declaration;
  if (invalidQuery !== undefined)
    it("names what is wrong with a query, and refuses a parameter it does not know", async () => {
      const example = await declaration.example(world);
      const body = await problem(await send(operation, { ...example, query: invalidQuery }), 400);
      expect(body.issues?.[0]?.pointer).toBe(`/query/${invalidQuery.split("=")[0]}`);
      const unknown = await problem(await send(operation, { ...example, query: "colour=red" }), 400);
      expect(unknown.issues?.[0]?.pointer).toBe("/query/colour");
    });

  if (operation.pages)
    it("refuses a cursor that was tampered with", async () => {
      const example = await declaration.example(world);
      expect(
        (await problem(await send(operation, { ...example, query: `cursor=${"A".repeat(80)}` }), 400)).reason,
      ).toBe("cursor");
    });

  if (operation.method === "GET")
    it("answers 304 to who has this very body, and takes HEAD", async () => {
      const example = await declaration.example(world);
      const first = await send(operation, example);
      checks++;
      // Several times, because an engine may give what it holds in another order each time.
      for (let time = 0; time < (declaration.tellsTime ? 0 : 5); time++) {
        const again = await send(operation, example, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
        expect([again.status, await again.text()]).toEqual([304, ""]);
      }
      const head = await send({ ...operation, method: "HEAD" }, example);
      expect([head.status, await head.text()]).toEqual([200, ""]);
    });

  const { invalid } = declaration;
  if (operation.takesBody && invalid) {
    it("names field, value and what is allowed, in the asked language", async () => {
      const example = await declaration.example(world);
      const chinese = await problem(await send(operation, { ...example, body: invalid.body }), 422);
      expect(chinese.issues?.map(({ pointer }) => pointer)).toContain(invalid.pointer);
      expect(chinese.title).toMatch(/\p{Script=Han}/u);
      for (const [language, han] of [
        ["en", false],
        ["zh-Hans-CN,zh;q=0.9,en;q=0.1", true],
        ["zh-TW", true],
        ["en-GB, zh;q=0.2", false],
      ] as const) {
        const body = await problem(
          await send(operation, { ...example, body: invalid.body }, { headers: { "accept-language": language } }),
          422,
        );
        expect(/\p{Script=Han}/u.test(body.title)).toBe(han);
      }
    });

    it("refuses what is not JSON, not UTF-8, too deep, broken or reaching for a prototype, with the place", async () => {
      const example = await declaration.example(world);
      const bad: [string | Uint8Array, string][] = [
        ["{", ""],
        ["", ""],
        [Uint8Array.of(0x22, 0xc3, 0x28, 0x22), ""],
        [`${"[".repeat(40)}${"]".repeat(40)}`, "/0"],
        [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, "/0"],
        [`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, "/a"],
        ['{"title":"\\ud800"}', "/title"],
        ['{"__proto__":{"polluted":true}}', "/__proto__"],
        ['{"a":{"constructor":1}}', "/a/constructor"],
      ];
      for (const [rawBody, pointer] of bad) {
        // The shape of rows is checked row by row, so what is no list of rows is refused as such.
        const status = operation.kind === "rows" && pointer !== "" ? 422 : 400;
        const body = await problem(await send(operation, example, { rawBody }), status);
        if (status === 400) expect(body.issues?.[0]?.pointer.startsWith(pointer)).toBe(true);
      }
      await problem(await send(operation, example, { headers: { "content-type": "text/plain" } }), 415);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    });

    it("refuses a body of 10 MB", async () => {
      const example = await declaration.example(world);
      await problem(await send(operation, example, { rawBody: `"${"大".repeat(3_400_000)}"` }), 413);
    });
  }

  if (operation.kind === "change")
    it("refuses a stale revision, a missing one, and an If-Match it cannot read; and changes nothing", async () => {
      const example = await declaration.example(world);
      expect(
        (await problem(await send(operation, example, { ifMatch: `"${(example.revision ?? 0) + 7}.x"` }), 412)).code,
      ).toBe("conflict");
      await problem(await send(operation, example, { ifMatch: undefined }), 428);
      await problem(await send(operation, example, { ifMatch: "*" }), 400);
      expect((await send(operation, example)).status).toBe(200);
    });

  if (operation.kind !== "read") {
    it("has its effect once under one key, however often it is sent, and leaves one event", async () => {
      const example = await declaration.example(world);
      const changed = operation.log ?? (["change", "append"].includes(operation.kind) ? example.id : undefined);
      const before = await eventsOf(changed);
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => send(operation, example, { key })));
      answers.push(await send(operation, example, { key }));
      checks++;
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => success));
      expect(new Set(answers.map(({ headers }) => headers.get("location"))).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => headers.get("etag"))).size).toBe(1);
      const bodies = await Promise.all(answers.map((answer) => answer.text()));
      expect([...new Set(bodies)]).toEqual([bodies[0]]);
      const body = JSON.parse(bodies[0] ?? "") as { id?: string; revision?: number; results?: { id: string }[] };
      if (operation.kind === "create" || operation.kind === "change")
        expect(body.revision).toBe(before === 0 ? 1 : (example.revision ?? 0) + 1);
      const thing = changed ?? body.id ?? body.results?.[0]?.id;
      expect(await eventsOf(thing)).toBe(before + 1);
    });

    it("refuses a key that was used for another request, which has no effect; refuses a malformed key and, as POST, none", async () => {
      const example = await declaration.example(world);
      await problem(await send(operation, example, { key: "short" }), 400);
      if (operation.method === "POST") await problem(await send(operation, example, { key: undefined }), 400);
      const key = randomUUID();
      expect((await send(operation, example, { key })).status).toBe(success);
      const others: Example[] = [];
      if (operation.takesBody) others.push({ ...example, body: otherOf(declaration, example) });
      if (operation.kind === "change")
        others.push({ ...example, revision: (example.revision ?? 0) + 9 }, await declaration.example(world));
      for (const other of others) {
        const thing = other.id ?? operation.log;
        const before = await eventsOf(thing);
        const answer = await send(operation, other, { key });
        if (operation.kind === "rows") {
          checks++;
          const { results } = (await answer.json()) as { results: unknown[] };
          expect(results).toMatchObject([{ outcome: "conflict", issues: [{ code: "key_reused" }] }]);
        } else expect((await problem(answer, 422)).reason).toBe("key_reused");
        expect(await eventsOf(thing)).toBe(before);
      }
      const fresh = await declaration.example(world);
      if (!operation.takesBody) return;
      const valid = await send(operation, { ...fresh, body: otherOf(declaration, fresh) });
      expect(valid.status).toBe(success);
      if (operation.kind === "rows") expect(await valid.json()).toMatchObject({ results: [{ outcome: "new" }] });
    });
  }
});

describe("the door beside its operations", () => {
  it("answers an unknown address, an overlong one and OPTIONS without a fault", async () => {
    await problem(await door.fetch("http://door/v1/dogs"), 404);
    await problem(await door.fetch(`http://door/v1/cases/${"x".repeat(8000)}`), 404);
    expect((await door.fetch("http://door/v1/cases", { method: "OPTIONS" })).status).toBe(204);
  });

  it("lets no origin in that is not listed", async () => {
    const answer = await door.fetch("http://door/health/live", { headers: { origin: "https://elsewhere.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("serves a readable page of its own and an OpenAPI 3.1 document", async () => {
    const page = await door.fetch("http://door/docs");
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'; style-src/);
    expect((await door.fetch("http://door/")).headers.get("location")).toBe("/docs");
    expect(await page.text()).not.toMatch(/https?:\/\//);
    expect((await door.fetch("http://door/docs/swagger-ui-bundle.js")).status).toBe(200);
    const json = (await (await door.fetch("http://door/v1/openapi.json")).json()) as { openapi: string };
    expect(json.openapi).toBe("3.1.0");
  });

  it("says it lives, and says which part is not ready", async () => {
    expect((await door.fetch("http://door/health/live")).status).toBe(200);
    expect((await door.fetch("http://door/health/ready")).status).toBe(200);
    const broken = newDoor(world, { ready: () => Promise.resolve({ table: true, search: false }) });
    const answer = await broken.fetch("http://door/health/ready");
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, parts: { table: true, search: false } },
    ]);
  });

  it("answers 503 with Retry-After for search without an index, while everything else works", async () => {
    const without = newDoor(world);
    const answer = await without.fetch("http://door/v1/search?q=数控");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await without.fetch("http://door/v1/organisations")).status).toBe(200);
  });
});
