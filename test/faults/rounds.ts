// Fault rounds: many writers, a kill -9 at a random moment, restart, every unanswered command repeated under its key, everything read back.
import { setTimeout as wait } from "node:timers/promises";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { type OpenSearch, startOpenSearch } from "../engines/opensearch.ts";
import { newFolder, type Running, startProduct, tokenFor } from "../support/machine.ts";
import { awaitIndex, checkLedger, listIds } from "./check.ts";
import { type Door, newLedger, replayDone, type Violation } from "./ledger.ts";
import { type Chance, chanceFrom, type Desk, draft, write } from "./writers.ts";

/** Who is killed: the API process with its table engine, the API process alone, the table engine alone; the search engine, where it is one of its own. */
export type Kind = "group" | "api" | "engine" | "search";
export const kinds = {
  embedded: ["group", "api", "engine"],
  opensearch: ["search", "engine", "api"],
} as const satisfies Record<string, readonly Kind[]>;
export type SearchEngine = keyof typeof kinds;

export interface Round {
  kind: Kind;
  acknowledged: number;
  unknown: number;
  repeated: number;
  /** From the kill until health says ready again. */
  readySeconds: number;
  /** From the last answer until the index equals the table. */
  indexSeconds: number;
  violations: Violation[];
}

/** One data folder under fault after fault. */
export interface Site {
  data: string;
  running: Running;
  door: Door;
  /** Every case that may exist. */
  ids: Set<string>;
  /** The search engine, where it is one of its own; another one after each time it was killed. */
  node: OpenSearch | undefined;
  close(): Promise<void>;
}

export const openSite = async (engine: SearchEngine = "embedded"): Promise<Site> => {
  const { data, remove } = newFolder();
  const node = engine === "opensearch" ? await startOpenSearch(nodeFolder(data), { brief: true }) : undefined;
  if (node) process.env["OPENSEARCH_URL"] = node.url;
  const running = await startProduct(data);
  const tokens = { member: await tokenFor(data, "member"), secretariat: await tokenFor(data, "secretariat") };
  const door: Door = { url: running.url, open: Promise.resolve(), tokens };
  const site: Site = {
    data,
    running,
    door,
    ids: new Set(await listIds(door)),
    node,
    async close() {
      const code = await site.running.stop();
      await site.node?.stop();
      delete process.env["OPENSEARCH_URL"];
      remove();
      if (code !== 0) throw new Error(`it ended with exit code ${code}`);
    },
  };
  return site;
};

/** Beside the data folder, which it outlives in nothing. */
const nodeFolder = (data: string): string => `${data}-opensearch`;

const writers = 20;
/** So much was promised before the kill, however slow the machine: less would put little to the test. */
const leastAcknowledged = 50;

const ready = async (url: string): Promise<void> => {
  for (let attempt = 0; attempt < 600; attempt++) {
    const status = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    if (status === 200) return;
    await wait(50);
  }
  throw new Error("not ready within 30 s");
};

/** Kills as told and brings back what does not come back by itself; resolves when health says ready. */
const strike = async (site: Site, kind: Kind): Promise<void> => {
  if (kind === "engine") {
    const pid = readLock(openFolder(site.data))?.enginePid;
    if (pid === undefined) throw new Error("the lock names no engine");
    process.kill(pid, "SIGKILL");
    // The engine's end is noticed a moment later; until then health would still say ready.
    await wait(20);
    return ready(site.door.url);
  }
  if (kind === "search") {
    const { node } = site;
    if (node === undefined) throw new Error("there is no search engine of its own");
    await node.kill();
    site.node = await startOpenSearch(nodeFolder(site.data), { brief: true, port: Number(new URL(node.url).port) });
    return ready(site.door.url);
  }
  let reopen = (): void => {};
  site.door.open = new Promise((resolve) => (reopen = resolve));
  await site.running.kill(kind === "group");
  site.running = await startProduct(site.data);
  site.door.url = site.running.url;
  reopen();
  await ready(site.door.url);
};

/** The moment of the kill and every writer's choices follow from `seed`. */
export const runRound = async (site: Site, kind: Kind, seed: number): Promise<Round> => {
  const chance: Chance = chanceFrom(seed);
  const ledger = newLedger();
  let closed = false;
  const desk: Desk = { door: site.door, ledger, shared: [], closed: () => closed };
  const quarrelled = await Promise.all([draft(desk), draft(desk), draft(desk)]);
  const busy = { ...desk, shared: quarrelled.flatMap((known) => (known ? [known.id] : [])) };
  const writing = Promise.all(
    Array.from({ length: writers }, (_, position) =>
      write(busy, `r${seed}w${position}`, chanceFrom(seed * 1000 + position)),
    ),
  );
  await wait(300 + chance() * 1700);
  while (ledger.acknowledged < leastAcknowledged) await wait(20);
  const struck = performance.now();
  const back = strike(site, kind);
  // Some commands begin while the engine is away.
  if (kind === "engine" || kind === "search") await wait(kind === "engine" ? 200 : 2_000);
  closed = true;
  await back;
  const readySeconds = (performance.now() - struck) / 1000;
  await writing;
  const indexSeconds = await awaitIndex(site.door, site.data, ledger);
  for (const id of ledger.cases.keys()) site.ids.add(id);
  await replayDone(site.door, ledger, ledger.done.slice(-100));
  await checkLedger(site.door, ledger, site.ids);
  const { acknowledged, unknown, repeated, violations } = ledger;
  return { kind, acknowledged, unknown, repeated, readySeconds, indexSeconds, violations };
};
