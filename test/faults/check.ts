// Reads everything back after a fault: each acknowledged effect once, timelines without holes, the index equal to the table.
import type { SearchIndex } from "@lianchuang/shared/search";
import { key, openTable, readMany, type Table } from "@lianchuang/shared/table";
import { audit } from "../../functions/indexer/audit.ts";
import { notHeld } from "../../functions/indexer/index-things.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { tableName, withGenerations } from "../../packages/local/src/operator.ts";
import type { Door, KnownCase, Ledger, Violation } from "./ledger.ts";

type Answer = Record<string, unknown> & { items?: Record<string, unknown>[]; next?: string };

const get = async (door: Door, path: string): Promise<{ status: number; body: Answer }> => {
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${door.url}/v1${path}`, {
      headers: { authorization: `Bearer ${door.tokens.member}` },
      signal: AbortSignal.timeout(15_000),
    });
    const body = (await answer.json()) as Answer;
    if (answer.status !== 503 || attempt === 20) return { status: answer.status, body };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** All pages of a list. */
const listAll = async (door: Door, path: string): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  for (let next: string | undefined; ; ) {
    const cursor: string = next === undefined ? "" : `&cursor=${encodeURIComponent(next)}`;
    const { body } = await get(door, `${path}${path.includes("?") ? "&" : "?"}limit=100${cursor}`);
    items.push(...(body.items ?? []));
    next = body.next;
    if (next === undefined) return items;
  }
};

const inGroups = async <T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> => {
  for (let start = 0; start < things.length; start += 10) await Promise.all(things.slice(start, start + 10).map(work));
};

const checkCase = async (door: Door, known: KnownCase, say: (what: Violation["what"], text: string) => void) => {
  const { status, body } = await get(door, `/cases/${known.id}`);
  const revision = Number(body["revision"]);
  if (status !== 200) return say("lost", `${known.id} answers ${status}`);
  if (revision < known.revision)
    say("lost", `${known.id} is at revision ${revision}, acknowledged was ${known.revision}`);
  if (revision > known.revision) say("doubled", `${known.id} is at revision ${revision}, sent was ${known.revision}`);
  if (known.marker !== undefined && body["lessons"] !== known.marker)
    say("lost", `${known.id} holds ${String(body["lessons"])}, acknowledged was ${known.marker}`);
  const sequences = (await listAll(door, `/cases/${known.id}/events`)).map(({ sequence }) => Number(sequence));
  if (sequences.length !== revision || sequences.some((sequence, position) => sequence !== position + 1))
    say("holes", `${known.id} at revision ${revision} has events ${sequences.join(" ")}`);
  if (known.externalId === undefined) return;
  const { items = [] } = (await get(door, `/cases?externalId=${known.externalId}`)).body;
  if (items.length !== 1 || items[0]?.["id"] !== known.id)
    say("doubled", `${known.externalId} leads to ${items.map(({ id }) => id).join(" ")}, not to ${known.id}`);
};

/** Compares what can be read with what was acknowledged; `all` are the ids that may exist. */
export const checkLedger = async (door: Door, ledger: Ledger, all: ReadonlySet<string>): Promise<void> => {
  const say = (what: Violation["what"], text: string) => void ledger.violations.push({ what, text });
  await inGroups([...ledger.cases.values()], (known) => checkCase(door, known, say));
  await inGroups([...ledger.imports], async ([batch, lines]) => {
    const rows = await listAll(door, `/imports/${batch}/rows`);
    const found = new Map(rows.map(({ line, caseId }) => [Number(line), String(caseId)]));
    for (const [line, id] of lines) if (found.get(line) !== id) say("lost", `row ${line} of ${batch}`);
    if (rows.length > lines.size) say("doubled", `${batch} has ${rows.length} rows, ${lines.size} were answered`);
  });
  for (const { id } of await listAll(door, "/cases"))
    if (!all.has(String(id))) say("doubled", `${String(id)} exists, and nobody was told`);
};

export const listIds = async (door: Door): Promise<string[]> =>
  (await listAll(door, "/cases")).map(({ id }) => String(id));

/** The table and the index of a folder that is being served, for as long as `work` takes. */
export const withBoth = async <T>(data: string, work: (table: Table, index: SearchIndex) => Promise<T>): Promise<T> => {
  const folder = openFolder(data);
  const endpoint = readLock(folder)?.endpoint;
  if (endpoint === undefined) throw new Error("nothing to compare yet");
  const table = openTable({ name: tableName, client: clientFor(endpoint) });
  try {
    return await withGenerations(folder, async (generations) => {
      const index = await generations.open((await generations.current()) ?? "");
      if (index === undefined) throw new Error("nothing to compare yet");
      try {
        return await work(table, index);
      } finally {
        await index.close();
      }
    });
  } finally {
    table.client.destroy();
  }
};

/** Whether the index holds these things as the table has them now. */
const isEven = async (table: Table, index: SearchIndex, ids: readonly string[]): Promise<boolean> => {
  const heads = await readMany(
    table,
    ids.map((id) => key(id)),
  );
  const changed = ids.map((id, position) => ({ id, sequence: Number(heads[position]?.["sequence"]) }));
  return (await notHeld(index, changed)).length === 0;
};

const findable = async (door: Door, { id, code }: KnownCase): Promise<boolean> => {
  const { status, body } = await get(door, `/search?kind=case&limit=5&q=${code}`);
  return status === 200 && (body.items ?? []).some((item) => item["id"] === id);
};

/** Seconds until the index has followed this round and the last cases written are found; ten are allowed, and then nothing at all may differ. */
export const awaitIndex = async (door: Door, data: string, ledger: Ledger, seconds = 10): Promise<number> => {
  const say = (text: string) => void ledger.violations.push({ what: "differences", text });
  const began = performance.now();
  const spent = () => (performance.now() - began) / 1000;
  const ids = [...ledger.cases.keys()];
  let missing = [...ledger.cases.values()].slice(-3);
  for (;;) {
    const found = await Promise.all(missing.map((known) => findable(door, known)));
    missing = missing.filter((_, position) => !found[position]);
    const even = await withBoth(data, (table, index) => isEven(table, index, ids)).catch(() => false);
    if (even && missing.length === 0) break;
    if (spent() > seconds) {
      for (const { code } of missing) say(`${code} is not found`);
      if (!even) say("the index has not followed");
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const time = spent();
  // The clock writes, too: what it has written just now may differ, as long as anything else may.
  let differences = await withBoth(data, audit).then((found) => found.differences);
  while (differences.length > 0 && spent() < seconds) ({ differences } = await withBoth(data, audit));
  for (const { key: of, what } of differences) say(`${what} ${of}`);
  return time;
};
