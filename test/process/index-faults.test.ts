// What happens to the index file while the product serves: search answers or says when to ask again, everything else works, and index and table are equal again soon after.
import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit } from "../../functions/indexer/audit.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { withBoth } from "../faults/check.ts";
import { newFolder, type Running, startProduct, tokenFor, until } from "../support/machine.ts";

const { data, remove } = newFolder();
const { indexFolder } = openFolder(data);
let running: Running;
const tokens = { member: "", secretariat: "" };
beforeAll(async () => {
  running = await startProduct(data);
  tokens.member = await tokenFor(data, "member");
  tokens.secretariat = await tokenFor(data, "secretariat");
  for (let count = 0; count < 60; count++) await draft();
}, 60_000);
afterAll(async () => {
  await running.stop();
  remove();
});

const ask = (path: string, as: keyof typeof tokens, init: RequestInit = {}) =>
  fetch(`${running.url}/v1${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${tokens[as]}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
  });
interface Drafted {
  id: string;
  code: string;
}
let last: Drafted;
const draft = async (): Promise<void> => {
  const code = `K${randomBytes(6).toString("hex")}`;
  const body = JSON.stringify({ title: `主轴热补偿 ${code}`, body: "定位误差由十八微米降到六微米。".repeat(200) });
  const answer = await ask("/cases", "member", { method: "POST", body });
  expect(answer.status).toBe(201);
  last = { id: ((await answer.json()) as Drafted).id, code };
};
/** Whether the search answers with what was written last; else it must say that it does not answer now, and nothing of its engine. */
const findsLast = async (): Promise<boolean> => {
  const answer = await ask(`/search?q=${last.code}`, "member");
  const text = await answer.text();
  if (answer.status !== 200) {
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(JSON.parse(text)).toMatchObject({ code: "unavailable", status: 503 });
    expect(text).not.toMatch(/sqlite|fts5|database|disk|malformed|locked|\.ts:|EFBIG|ENOENT/i);
  }
  return answer.status === 200 && text.includes(last.id);
};
/** For so long: a case is written and read, others are searched for, the secretariat looks at how the index stands. */
const useFor = async (seconds: number): Promise<void> => {
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    await draft();
    expect((await ask(`/cases/${last.id}`, "member")).status).toBe(200);
    await findsLast();
    expect((await ask("/operations/search", "secretariat")).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
/** Within seconds what was written last is found, and nothing differs. */
const mends = async (): Promise<void> => {
  await until("what was written last is found", findsLast, 15);
  let differences: unknown[] = [];
  await until(
    "index and table are equal",
    async () => {
      const audited = await withBoth(data, audit).catch(() => undefined);
      differences = audited?.differences ?? ["unreadable"];
      return differences.length === 0;
    },
    15,
  );
  expect(differences).toEqual([]);
};

const current = () => join(indexFolder, `${readFileSync(join(indexFolder, "current"), "utf8")}.sqlite`);

describe("an index file", () => {
  it.each<[string, (file: string) => void]>([
    ["deleted", (file) => rmSync(file)],
    [
      "deleted with the whole folder",
      () => {
        for (const file of readdirSync(indexFolder)) rmSync(join(indexFolder, file));
      },
    ],
    ["cut to half", (file) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)],
    ["emptied", (file) => truncateSync(file, 0)],
    [
      "replaced by something else",
      (file) => {
        writeFileSync(`${file}.other`, randomBytes(statSync(file).size));
        renameSync(`${file}.other`, file);
      },
    ],
    ["overwritten by something larger", (file) => writeFileSync(file, randomBytes(statSync(file).size * 2))],
  ])(
    "%s while it serves is built anew",
    async (_, harm) => {
      harm(current());
      await useFor(0.5);
      await mends();
    },
    60_000,
  );

  it("replaced by an older copy of itself is followed up", async () => {
    const file = current();
    const copy = new DatabaseSync(file);
    copy.exec(`VACUUM INTO '${join(data, "older.sqlite")}'`);
    copy.close();
    await draft();
    await mends();
    for (const companion of ["-wal", "-shm"]) rmSync(`${file}${companion}`, { force: true });
    copyFileSync(join(data, "older.sqlite"), `${file}.other`);
    renameSync(`${file}.other`, file);
    await useFor(0.5);
    await mends();
  }, 60_000);

  it("locked by another process for longer than a write waits is read all the same, and followed once it is free", async () => {
    const other = new DatabaseSync(current());
    other.exec("BEGIN EXCLUSIVE");
    await useFor(3.5);
    expect((await ask(`/search?q=${encodeURIComponent("热补偿")}`, "member")).status).toBe(200);
    other.exec("ROLLBACK");
    other.close();
    await mends();
  }, 60_000);

  it("that cannot grow, nor any other file, is read all the same, and followed once there is room", async () => {
    const limit = (bytes: string) => execFileSync("prlimit", ["--pid", String(running.child.pid), `--fsize=${bytes}:`]);
    limit("0");
    try {
      await useFor(3.5);
      expect((await ask(`/search?q=${encodeURIComponent("热补偿")}`, "member")).status).toBe(200);
      rmSync(current());
      await useFor(1);
      expect(await findsLast()).toBe(false);
    } finally {
      limit("unlimited");
    }
    await mends();
  }, 60_000);
});
