// The product on a table service that others look after: a real engine in a process of its own, which the product finds by its address.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, startEngine } from "../../packages/local/src/engine.ts";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { command, newFolder, type Running, startProduct, tokenFor, until } from "../support/machine.ts";

const sample = join(import.meta.dirname, "../data/csl-200.jsonl");
const { data, remove } = newFolder();
let engine: Engine;
let running: Running;
let token: string;

beforeAll(async () => {
  engine = await startEngine();
  process.env["DYNAMODB_ENDPOINT"] = engine.endpoint;
  running = await startProduct(data);
  token = await tokenFor(data, "secretariat");
}, 60_000);
afterAll(async () => {
  await running.stop();
  delete process.env["DYNAMODB_ENDPOINT"];
  await engine.stop();
  remove();
});

const ask = async (path: string) => {
  const answer = await fetch(`${running.url}/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: (await answer.json()) as { items?: { externalId?: string }[] } };
};
const findsTheText = async (): Promise<void> => {
  const q = encodeURIComponent("果蔬采收以后用什么办法贮藏保鲜？");
  await until("the imported text is found", async () => {
    const { body } = await ask(`/search?limit=1&q=${q}`);
    return body.items?.[0]?.externalId === "csl-dev-0003";
  });
};

describe("the product on a table service", () => {
  it("starts no engine of its own and keeps no table in the data folder", () => {
    const folder = openFolder(data);
    expect(readLock(folder)).toMatchObject({ endpoint: engine.endpoint });
    expect(readLock(folder)?.enginePid).toBeUndefined();
    expect(existsSync(folder.tableFile)).toBe(false);
  });

  it("imports real texts and finds them", async () => {
    const words = ["--url", running.url, "--token", token, "--kind", "case", "--publish", "--language", "en"];
    const { out } = await command(
      "packages/client/src/import.ts",
      ...words,
      "--map",
      "externalId=id,body=abstract",
      sample,
    );
    expect(out).toMatch(/new 200\b/);
    await findsTheText();
  });

  it("answers the same after kill -9 and restart, and leaves the service running", async () => {
    await running.kill();
    running = await startProduct(data);
    expect((await ask("/cases?externalId=csl-dev-0003")).status).toBe(200);
    await findsTheText();
    expect(await running.stop()).toBe(0);
    expect(await Promise.race([engine.ended.then(() => "ended"), Promise.resolve("running")])).toBe("running");
    running = await startProduct(data);
    await findsTheText();
  });
});
