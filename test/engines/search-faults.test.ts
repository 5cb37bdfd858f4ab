// What becomes of searches and of the index while the search engine fails in every way it can: answers or a clear refusal, never its own words; and equal to the table soon after.
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { draftCase } from "@lianchuang/shared/cases";
import { openCluster, openSearchGenerations, singleNode } from "@lianchuang/shared/search/opensearch";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { audit } from "../../functions/indexer/audit.ts";
import { openSearchHome } from "../../functions/indexer/search-home.ts";
import { follow } from "../../packages/local/src/follower.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { until } from "../support/machine.ts";
import { newWorld, type World } from "../support/world.ts";
import { type SearchFault, type SearchProxy, startSearchProxy } from "./search-proxy.ts";

const engine = inject("openSearch") ?? "";
const prefix = `faults-${randomUUID().slice(0, 8)}`;
let proxy: SearchProxy;
let world: World;
let door: TestDoor;
let differences: () => Promise<number>;
let stop: () => Promise<void>;

/** The product's own parts on the real engine behind the proxy: what answers, what follows, what mends. */
beforeEach(async () => {
  proxy = await startSearchProxy(engine);
  world = await newWorld();
  const cluster = await openCluster({ url: proxy.url, seconds: 1 });
  const now = () => new Date();
  const profile = { ...singleNode, refresh: "200ms" };
  const generations = openSearchGenerations(cluster, { prefix, profile, now });
  const { table } = world;
  const home = await openSearchHome({ generations, table, now, log: () => {}, adopted: () => follower.wake() });
  const follower = follow({ table, index: home.index, now, log: () => {} });
  const clock = setInterval(() => void home.check(), 300);
  await home.whenReady;
  door = newDoor(world, { index: home.index });
  differences = async () => (await audit(table, home.index())).differences.length;
  stop = async () => {
    clearInterval(clock);
    await follower.stop();
    await home.close();
    await cluster.ask({ method: "DELETE", path: `/${prefix}-*`, allow: [404] });
    await cluster.close();
    await proxy.close();
  };
});
afterEach(() => stop());

const onEngine = async (method: string, path: string, body?: object): Promise<number> => {
  const headers = { "content-type": "application/json" };
  const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  return (await fetch(`${engine}${path}`, sent)).status;
};
const draft = (at: number) =>
  draftCase(world.as(world.engineer), { title: `刀具磨损监测 ${at}`, body: "声发射信号", audience: "members" });
/** Answers, or says when to ask again, and nothing of the engine. */
const askOnce = async (path: string): Promise<number> => {
  const headers = { authorization: `Bearer ${door.tokenOf(world.engineer)}` };
  const answer = await door.fetch(`http://door/v1/${path}`, { headers });
  const text = await answer.text();
  expect([200, 503]).toContain(answer.status);
  if (answer.status === 503) expect(JSON.parse(text)).toMatchObject({ code: "unavailable" });
  expect(text).not.toMatch(/opensearch|shard|exception|lucene|rejected|breaker|cluster|block|fault proxy|_search/i);
  return answer.status;
};
/** Writes and searches for a second and a half; what is written is written, whatever becomes of the index. */
const useMeanwhile = async (): Promise<number[]> => {
  const statuses: number[] = [];
  const end = performance.now() + 1_500;
  for (let at = 0; performance.now() < end; at++) {
    await draft(at);
    statuses.push(await askOnce(`search?q=${encodeURIComponent("刀具磨损")}`), await askOnce("suggest?q=dj"));
    await wait(20);
  }
  return statuses;
};
/** Seconds until index and table are equal, told with what happened. */
const untilEqual = async (what: string): Promise<void> => {
  const began = performance.now();
  await until("index = table", async () => (await differences().catch(() => 1)) === 0, 10);
  process.stdout.write(`${what}: index = table ${((performance.now() - began) / 1000).toFixed(1)} s after\n`);
};

const always = (fault: SearchFault) => () => fault;
const everyOther = (fault: SearchFault) => {
  let count = 0;
  return (): SearchFault => (count++ % 2 === 0 ? fault : "pass");
};
const inBulks = (fault: SearchFault) => (path: string) => (path.includes("/_bulk") ? fault : "pass");

describe("the index equals the table within ten seconds, and nobody reads a word of the engine, after it", () => {
  it.each<[what: string, decide: SearchProxy["decide"], seen: "refused" | "behind" | "absorbed"]>([
    ["refused everything for want of room (429)", always("busy"), "refused"],
    ["refused every other request (429)", everyOther("busy"), "absorbed"],
    ["tripped its circuit breaker (429)", always("breaker"), "refused"],
    ["was not available (503)", always("unavailable"), "refused"],
    ["dropped every connection", always("reset"), "refused"],
    ["dropped every other connection", everyOther("reset"), "absorbed"],
    ["took requests and never answered", always("silent"), "refused"],
    ["took half of each bulk", inBulks("half"), "absorbed"],
    ["applied bulks and answered 500", inBulks("applied-failed"), "behind"],
    ["applied bulks and dropped the connection", inBulks("applied-reset"), "behind"],
  ])("%s", async (what, decide, seen) => {
    await draft(0);
    proxy.decide = decide;
    const statuses = await useMeanwhile();
    if (seen === "refused") expect(statuses).toContain(503);
    // What was applied, though the answer was lost, is there; that it is, nobody knows yet.
    if (seen === "behind") expect(statuses).not.toContain(503);
    proxy.decide = () => "pass";
    await untilEqual(what);
    expect(await askOnce(`search?q=${encodeURIComponent("刀具磨损")}`)).toBe(200);
  });

  it.each<[what: string, harm: (index: string) => Promise<unknown>, heal: (index: string) => Promise<unknown>]>([
    [
      "was read-only, as on a full disk",
      (index) => onEngine("PUT", `/${index}/_settings`, { "index.blocks.read_only_allow_delete": true }),
      (index) => onEngine("PUT", `/${index}/_settings`, { "index.blocks.read_only_allow_delete": null }),
    ],
    [
      "had its index closed",
      (index) => onEngine("POST", `/${index}/_close`),
      (index) => onEngine("POST", `/${index}/_open`),
    ],
    ["lost its index", (index) => onEngine("DELETE", `/${index}`), async () => {}],
  ])("%s", async (what, harm, heal) => {
    await draft(0);
    const aliases = (await (await fetch(`${engine}/_alias/${prefix}`)).json()) as object;
    const [index = ""] = Object.keys(aliases);
    expect(await harm(index)).toBe(200);
    await useMeanwhile();
    await heal(index);
    await untilEqual(what);
    expect(await askOnce(`search?q=${encodeURIComponent("刀具磨损")}`)).toBe(200);
  });
});
