// The product on a table service and a search cluster that others look after: it finds both by their addresses and keeps neither.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { command, newFolder, type Running, startProduct, tokenFor, until } from "../support/machine.ts";

const sample = join(import.meta.dirname, "../data/csl-200.jsonl");
const { data, remove } = newFolder();
const endpoint = inject("endpoint");
let running: Running;
let token: string;

beforeAll(async () => {
  process.env["DYNAMODB_ENDPOINT"] = endpoint;
  process.env["OPENSEARCH_URL"] = inject("openSearch");
  running = await startProduct(data);
  token = await tokenFor(data, "secretariat");
}, 60_000);
afterAll(async () => {
  await running.stop();
  delete process.env["DYNAMODB_ENDPOINT"];
  delete process.env["OPENSEARCH_URL"];
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

describe("the product on engines of others", () => {
  it("starts no engine of its own and keeps no table and no index in the data folder", () => {
    const folder = openFolder(data);
    expect(readLock(folder)).toMatchObject({ endpoint });
    expect(readLock(folder)?.enginePid).toBeUndefined();
    expect(existsSync(folder.tableFile)).toBe(false);
    expect(readdirSync(folder.indexFolder)).toEqual([]);
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

  it("answers the same after kill -9 and restart, and leaves both engines running", async () => {
    await running.kill();
    running = await startProduct(data);
    expect((await ask("/cases?externalId=csl-dev-0003")).status).toBe(200);
    await findsTheText();
    expect(await running.stop()).toBe(0);
    running = await startProduct(data);
    await findsTheText();
  });

  it("is looked at and rebuilt by the same commands, while it serves", async () => {
    const rebuilt = await command("packages/local/src/rebuild.ts", "--data", data);
    expect([rebuilt.code, rebuilt.out]).toEqual([0, expect.stringMatching(/ 0 differences|差异 0/)]);
    await until("the new generation answers", async () => (await ask("/search?q=")).status === 200);
    await findsTheText();
    const looked = await command("packages/local/src/doctor.ts", "--data", data);
    expect([looked.code, looked.out]).toEqual([0, expect.stringContaining("lianchuang-")]);
    const word = await command("packages/local/src/dictionary.ts", "果蔬保鲜", "--data", data);
    expect(word.out).toMatch(/of 2\d\d texts|2\d\d 篇文本/);
  });
});
