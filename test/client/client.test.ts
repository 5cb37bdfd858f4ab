import { readFile } from "node:fs/promises";
import { build } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import { ApiProblem, createClient, Unreachable } from "../../packages/client/src/client.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newWorld, type World } from "../support/world.ts";
import { generated } from "./generate.ts";

const url = "http://lianchuang.test";
let world: World;
let door: TestDoor;
beforeAll(async () => {
  world = await newWorld();
  door = newDoor(world);
});

const engineer = (fetch: TestDoor["fetch"] = door.fetch, language?: "en") =>
  createClient({ url, token: door.tokenOf(world.engineer), fetch, language });

/** A door that loses or replaces the answers `lost` says, by number from 1, after they had their effect. */
const flaky = (lost: (attempt: number, answer: Response) => Response) => {
  const seen: Headers[] = [];
  const fetch: TestDoor["fetch"] = async (input, init) => {
    seen.push(new Headers(init?.headers));
    return lost(seen.length, await door.fetch(input, init));
  };
  return { fetch, seen };
};
const dropped = (): never => {
  throw new TypeError("fetch failed");
};
const busyFor = (attempt: number, until: number, answer: Response) =>
  attempt < until ? new Response("{}", { status: 503, headers: { "retry-after": "0" } }) : answer;

describe("the generated files", () => {
  it("are what the door's own document says; run `npm run client` where they are not", async () => {
    const files = Object.entries(await generated());
    expect(files.length).toBe(2);
    for (const [path, text] of files) expect(`${path}\n${await readFile(path, "utf8")}`).toBe(`${path}\n${text}`);
  });
});

describe("the client", () => {
  it("carries a case from draft to submission by ETags alone", async () => {
    const client = engineer();
    const drafted = await client.call("draftCase", { body: { title: "数控机床误差补偿" } });
    expect(drafted).toMatchObject({ status: 201, location: `/v1/cases/${drafted.body.id}` });
    const params = { id: drafted.body.id };
    const changed = await client.call("changeCase", {
      params,
      body: { body: "在车间里测量。", lessons: "先测温度。" },
      ifMatch: drafted.etag ?? "",
    });
    const submitted = await client.call("submitCase", { params, ifMatch: changed.etag ?? "" });
    expect(submitted.body).toMatchObject({ state: "submitted", lessons: "先测温度。", revision: 3 });
    const mine = await client.call("listCases", { query: { state: "submitted", limit: 5 } });
    expect(mine.body.items.map((item) => item.id)).toEqual([drafted.body.id]);
    expect((await client.call("getMe")).body.organisations[0]?.id).toBe(world.organisationId);
  });

  it("throws the door's problem in the asked language", async () => {
    const call = engineer(door.fetch, "en").call("draftCase", { body: { title: "" } });
    const error = await call.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({
      problem: {
        status: 422,
        reason: "invalid",
        issues: [{ pointer: "/title", message: expect.stringMatching(/white/) }],
      },
    });
  });

  it("says so where another server answers", async () => {
    const page = new Response("<h1>It works!</h1>", { headers: { "content-type": "text/html" } });
    await expect(engineer(async () => page).call("getMe")).rejects.toMatchObject({
      problem: { status: 200, code: "unexpected", title: expect.stringContaining("text/html") },
    });
  });

  it("repeats a command whose answer was lost under the same key, so that it has its effect once", async () => {
    const { fetch, seen } = flaky((attempt, answer) => (attempt < 3 ? dropped() : answer));
    const body = { title: "重复提交", externalId: "唯一-1" };
    const answer = await engineer(fetch).call("draftCase", { body });
    expect(answer.status).toBe(201);
    expect(seen.length).toBe(3);
    expect(new Set(seen.map((headers) => headers.get("idempotency-key"))).size).toBe(1);
    const found = await engineer().call("listCases", { query: { externalId: body.externalId } });
    expect(found.body.items.map((item) => item.id)).toEqual([answer.body.id]);
  });

  it("repeats a change whose answer was lost without finding it stale", async () => {
    const drafted = await engineer().call("draftCase", { body: { title: "修改" } });
    const { fetch } = flaky((attempt, answer) => (attempt < 2 ? dropped() : answer));
    const change = { params: { id: drafted.body.id }, body: { title: "修改后" }, ifMatch: drafted.etag ?? "" };
    expect((await engineer(fetch).call("changeCase", change)).body).toMatchObject({ title: "修改后", revision: 2 });
  });

  it("waits for a busy server as Retry-After says, and gives up after six attempts", async () => {
    const patient = flaky((attempt, answer) => busyFor(attempt, 6, answer));
    expect((await engineer(patient.fetch).call("getMe")).status).toBe(200);
    const hopeless = flaky((attempt, answer) => busyFor(attempt, 100, answer));
    await expect(engineer(hopeless.fetch).call("getMe")).rejects.toMatchObject({ problem: { status: 503 } });
    expect([patient.seen.length, hopeless.seen.length]).toEqual([6, 6]);
  });

  it("does not wait longer than a minute in all", async () => {
    const { fetch, seen } = flaky(() => new Response("{}", { status: 429, headers: { "retry-after": "61" } }));
    await expect(engineer(fetch).call("getMe")).rejects.toMatchObject({ problem: { status: 429 } });
    expect(seen.length).toBe(1);
  });

  it("stops at once when its caller does", async () => {
    const stop = new AbortController();
    const { fetch } = flaky(() => {
      stop.abort(new Error("enough"));
      return dropped();
    });
    await expect(engineer(fetch).call("getMe", { signal: stop.signal })).rejects.toThrow("enough");
  });

  it("names the server it cannot reach", async () => {
    const error = await createClient({ url: "http://127.0.0.1:9" })
      .call("getMe")
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Unreachable);
    expect(error).toMatchObject({ message: "no answer from http://127.0.0.1:9" });
  });

  it("runs in a browser: its bundle imports nothing of Node and nothing of the server", async () => {
    const result = await build({
      logLevel: "silent",
      configFile: false,
      build: {
        write: false,
        minify: true,
        lib: { entry: "packages/client/src/client.ts", formats: ["es"] },
        rolldownOptions: { external: /^node:|^@aws-sdk|^hono/ },
      },
    });
    const outputs = Array.isArray(result) ? result : [result];
    const chunks = outputs.flatMap((output) => ("output" in output ? output.output : []));
    expect(chunks.map((chunk) => ("imports" in chunk ? chunk.imports : []))).toEqual([[]]);
    const code = chunks.map((chunk) => ("code" in chunk ? chunk.code : "")).join("");
    expect(code).toContain("idempotency-key");
    expect(code).not.toMatch(/node:|require\(|process\.|Buffer\b/);
    expect(code.length).toBeLessThan(16_384);
  });
});
