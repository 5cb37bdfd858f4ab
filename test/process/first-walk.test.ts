// The first walk of a newcomer, in the real processes: start, sign in, import real texts, find them; and again after a crash, and after backup and restore.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, newFolder, type Running, startProduct, tokenFor, until } from "../support/machine.ts";

const sample = join(import.meta.dirname, "../data/csl-200.jsonl");

/** What a member types, and the text that answers it: two characters, phrases, codes, whole questions. */
const queries: [string, string][] = JSON.parse(
  readFileSync(join(import.meta.dirname, "first-walk.queries.json"), "utf8"),
);

interface Found {
  items: {
    id: string;
    title: string;
    externalId?: string;
    titleHighlights: [number, number][];
    excerpt: { text: string; highlights: [number, number][] };
  }[];
  total: { value: number };
}

const { data, remove } = newFolder();
let running: Running;
let token: string;

beforeAll(async () => {
  running = await startProduct(data);
  token = await tokenFor(data, "secretariat");
}, 60_000);
afterAll(async () => {
  await running.stop();
  remove();
});

const get = async <T>(path: string): Promise<T> => {
  const answer = await fetch(`${running.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
};
const search = (q: string, limit = 20) => get<Found>(`/v1/search?kind=case&limit=${limit}&q=${encodeURIComponent(q)}`);

const importFile = (file: string, ...more: string[]) =>
  command(
    "packages/client/src/import.ts",
    "--url",
    running.url,
    "--token",
    token,
    "--kind",
    "case",
    "--publish",
    "--map",
    "externalId=id,body=abstract",
    "--language",
    "en",
    ...more,
    file,
  );

const allFound = async (): Promise<void> => {
  await until("search is ready", async () => (await fetch(`${running.url}/health/ready`)).status === 200);
  await until("every text is searchable", async () => (await search("", 1)).total.value >= 200);
  for (const [query, expected] of queries) {
    const { items } = await search(query);
    expect([query, items[0]?.externalId]).toEqual([query, expected]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const [hit] = items;
    expect((hit?.titleHighlights.length ?? 0) + (hit?.excerpt.highlights.length ?? 0)).toBeGreaterThan(0);
  }
};

/** What the saved search has found since, by external ids; asked by who saved it. */
const alerted = async (path: string): Promise<string[]> => {
  const { items } = await get<{ items: { id: string }[] }>(`${path}/alerts?limit=100`);
  const cases = await Promise.all(items.map(({ id }) => get<{ externalId: string }>(`/v1/cases/${id}`)));
  return cases.map(({ externalId }) => externalId);
};
let watching = "";

describe("the first walk", () => {
  it("saves a search, which watches from then on", async () => {
    const [q] = queries[0] ?? [""];
    const answer = await fetch(`${running.url}/v1/searches`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": "first-walk-search",
      },
      body: JSON.stringify({ name: "第一步", query: { q } }),
    });
    expect(answer.status).toBe(201);
    watching = answer.headers.get("location") ?? "";
  });

  it("imports 200 real texts, and a second run changes nothing", async () => {
    const first = await importFile(sample);
    expect(first.out).toMatch(/new 200\b.*changed 0\b.*same 0\b.*invalid 0\b/);
    expect(first.code).toBe(0);
    const second = await importFile(sample);
    expect(second.out).toMatch(/new 0\b.*changed 0\b.*same 200\b.*invalid 0\b/);
  });

  it("finds the right text first for each of ten queries, each thing once, with highlights and external id", allFound);

  it("is alerted to what the saved search finds, each once", async () => {
    const [q, expected] = queries[0] ?? [""];
    await until("the alert has come", async () => (await alerted(watching)).includes(expected ?? ""));
    const found = (await search(q, 100)).items.map(({ externalId }) => externalId);
    await until("all alerts have come", async () => (await alerted(watching)).length === found.length);
    expect((await alerted(watching)).toSorted()).toEqual(found.map(String).toSorted());
  });

  it("reports ten broken rows by their lines and imports the rest", async () => {
    const lines = readFileSync(sample, "utf8").trim().split("\n");
    const broken = [3, 17, 40, 41, 77, 99, 120, 150, 151, 200];
    for (const line of broken)
      lines[line - 1] =
        line % 2 === 0 ? "{not json" : JSON.stringify({ id: `b-${line}`, title: "", abstract: "缺少标题" });
    const file = join(data, "broken.jsonl");
    writeFileSync(file, lines.map((text) => text.replace("csl-dev", "again-dev")).join("\n"));
    const { code, out } = await importFile(file);
    expect(code).toBe(1);
    for (const line of broken) expect(out).toMatch(new RegExp(`line ${line}\\b`));
    expect(out).toMatch(/invalid 10\b/);
    expect(out).toMatch(/new 190\b/);
    const undone = await command(
      "packages/client/src/import.ts",
      "--url",
      running.url,
      "--token",
      token,
      "--undo",
      /imp_\w+/.exec(out)?.[0] ?? "",
      "--language",
      "en",
    );
    expect(undone.code).toBe(0);
    await until("what was undone is no longer found", async () =>
      (await search("", 100)).items.every(({ externalId }) => !externalId?.startsWith("again")),
    );
  });

  it("answers the same after kill -9 and restart", async () => {
    await running.kill();
    running = await startProduct(data);
    await allFound();
  });

  it("starts only once on a folder, and says who has it", async () => {
    await expect(startProduct(data)).rejects.toThrow(/served already by process \d+ at http/);
  });

  it("is taken by one of several starts at once after a crash", async () => {
    await running.kill(true);
    const starts = await Promise.allSettled(Array.from({ length: 3 }, () => startProduct(data)));
    const [winner, ...others] = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    expect([winner !== undefined, others.length]).toEqual([true, 0]);
    for (const start of starts)
      if (start.status === "rejected") expect(String(start.reason)).toContain("served already");
    if (winner) running = winner;
  });

  it("finds nothing wrong with itself, and rebuilds its index while it serves", async () => {
    const rebuilt = await command("packages/local/src/rebuild.ts", "--data", data);
    expect(rebuilt.out).toMatch(/ 0 differences, 0 set aside/);
    await allFound();
    const ids = await alerted(watching);
    expect(new Set(ids).size).toBe(ids.length);
    const doctor = await command("packages/local/src/doctor.ts", "--data", data);
    expect(doctor.out).not.toContain("WRONG");
    expect(doctor.code).toBe(0);
  });

  it("answers the same after backup, an emptied folder and restore; a damaged backup is refused", async () => {
    const backup = join(data, "../backup");
    expect((await command("packages/local/src/backup.ts", "--data", data, "--to", backup)).code).toBe(0);
    expect((await command("packages/local/src/backup.ts", "--data", data, "--to", backup)).code).toBe(2);
    expect(await running.stop()).toBe(0);
    expect((await command("packages/local/src/restore.ts", "--data", data, "--from", backup)).err).toContain(
      "is not empty",
    );
    rmSync(data, { recursive: true });
    expect((await command("packages/local/src/restore.ts", "--data", data, "--from", backup)).code).toBe(0);
    running = await startProduct(data);
    await allFound();
    copyFileSync(sample, join(backup, "table", "table.db"));
    expect((await command("packages/local/src/restore.ts", "--data", `${data}-2`, "--from", backup)).err).toContain(
      "damaged",
    );
  });
});
