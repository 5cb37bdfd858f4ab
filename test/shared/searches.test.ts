// Saved searches: whose they are, how many there can be, what ends with them; and their feed links.
import { randomUUID } from "node:crypto";
import { visitor } from "@lianchuang/shared/actor";
import { once } from "@lianchuang/shared/command";
import type { Command } from "@lianchuang/shared/context";
import { readEvents } from "@lianchuang/shared/events";
import {
  changeSearch,
  deleteSearch,
  getSearch,
  listAlerts,
  listSearches,
  makeFeed,
  openFeed,
  raiseAlerts,
  repeatFeed,
  revokeFeed,
  saveSearch,
  viewSearch,
} from "@lianchuang/shared/searches";
import { mostSearches, searchBodies } from "@lianchuang/shared/searches/schema";
import { readRange } from "@lianchuang/shared/table";
import { beforeEach, describe, expect, it } from "vitest";
import { queryToSave } from "../../functions/api/saved-query.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const asked = { name: "主轴", query: { q: "数控机床主轴" }, state: "watching" } as const;
const save = (over: object = {}) => saveSearch(world.as(world.engineer), { ...asked, ...over });
const command = (): Command => ({ key: randomUUID(), fingerprint: "same" });
/** Everything in a thing's partition, as text. */
const keptOf = async (id: string) => JSON.stringify(await readRange(world.table, id.replace("_", "#"), { prefix: "" }));

describe("a saved search", () => {
  it("is read, listed and changed by its owner, and does not exist for anybody else", async () => {
    const { id } = await save();
    const mine = world.as(world.engineer);
    expect(viewSearch(await getSearch(mine, id))).toMatchObject({ ...asked, id, revision: 1 });
    const changed = await changeSearch(mine, { id, revision: 1 }, { name: "铸造", query: { q: "铸造", kind: "case" } });
    expect(viewSearch(changed)).toMatchObject({ name: "铸造", query: { q: "铸造", kind: "case" }, revision: 2 });
    expect((await listSearches(mine)).map(viewSearch)).toEqual([viewSearch(changed)]);
    for (const actor of [world.stranger, world.representative, world.secretary, visitor]) {
      const other = world.as(actor);
      for (const tried of [
        () => getSearch(other, id),
        () => changeSearch(other, { id, revision: 2 }, { name: "我的" }),
        () => deleteSearch(other, { id, revision: 2 }),
        () => makeFeed(other, { id, revision: 2 }),
        () => revokeFeed(other, { id, revision: 2 }),
        () => listAlerts(other, id, { limit: 5 }, async () => new Map()),
      ])
        await expect(tried()).rejects.toMatchObject({ reason: "not_found" });
      if (actor.kind === "person") expect(await listSearches(other)).toEqual([]);
    }
    await expect(saveSearch(world.as(visitor), asked)).rejects.toMatchObject({ reason: "unauthenticated" });
    await expect(listSearches(world.as(visitor))).rejects.toMatchObject({ reason: "unauthenticated" });
  });

  it("names the revision it was read at, and refuses a time that has not come", async () => {
    const { id } = await save();
    const mine = world.as(world.engineer);
    await expect(changeSearch(mine, { id, revision: undefined }, { name: "甲" })).rejects.toMatchObject({
      reason: "revision_missing",
    });
    await changeSearch(mine, { id, revision: 1 }, { state: "paused" });
    await expect(changeSearch(mine, { id, revision: 1 }, { name: "甲" })).rejects.toMatchObject({ reason: "stale" });
    await expect(
      changeSearch(mine, { id, revision: 2 }, { seenAt: new Date(Date.now() + 60_000).toISOString() }),
    ).rejects.toMatchObject({ issues: [{ pointer: "/seenAt" }] });
    expect((await getSearch(mine, id)).revision).toBe(2);
  });

  it(`is one of ${mostSearches} at most, however many are saved at once; a deleted one makes room`, async () => {
    const mine = world.as(world.engineer);
    for (let count = 0; count < mostSearches - 3; count++) await save({ name: `第 ${count} 个` });
    await Promise.allSettled(Array.from({ length: 6 }, () => once(mine, () => save())));
    expect((await listSearches(mine)).length).toBeLessThanOrEqual(mostSearches);
    while ((await listSearches(mine)).length < mostSearches) await save();
    await expect(save()).rejects.toMatchObject({ reason: "state", text: { zh: expect.stringContaining("50") } });
    const [newest, second] = await listSearches(mine);
    expect((newest?.id ?? "") > (second?.id ?? "")).toBe(true);
    await deleteSearch(mine, { id: newest?.id ?? "", revision: 1 });
    expect((await listSearches(mine)).length).toBe(mostSearches - 1);
    await save();
    await expect(save()).rejects.toMatchObject({ reason: "state" });
    await saveSearch(world.as(world.stranger), asked);
  });

  it("leaves nothing of what it asked when it is deleted, and ends its alerts and its feed at once", async () => {
    const { id } = await save({ name: "保密名称", query: { q: "保密词" } });
    const mine = world.as(world.engineer);
    const { token } = await makeFeed(mine, { id, revision: 1 });
    await raiseAlerts(mine, id, [{ id: "case_1", kind: "case" }]);
    await deleteSearch(mine, { id, revision: 2 });
    expect(await keptOf(id)).not.toMatch(/保密/);
    await expect(getSearch(mine, id)).rejects.toMatchObject({ reason: "not_found" });
    await expect(listAlerts(mine, id, { limit: 5 }, async () => new Map())).rejects.toMatchObject({
      reason: "not_found",
    });
    await expect(openFeed(world.as(visitor), token)).rejects.toMatchObject({ reason: "not_found" });
    expect(await raiseAlerts(mine, id, [{ id: "case_2", kind: "case" }])).toBe(0);
    expect((await readEvents(world.table, id, 0, 10)).map(({ action }) => action)).toEqual([
      "save",
      "make-feed",
      "alert",
      "delete",
    ]);
  });
});

describe("what a saved search asks", () => {
  it("is kept as it was given, and refused where search would refuse it", () => {
    expect(queryToSave.parse({ kind: "case" })).toEqual({ kind: "case" });
    for (const [query, path] of [
      [{ q: 7 }, ["q"]],
      [{ q: "长".repeat(257) }, ["q"]],
      [{ colour: "red" }, []],
      [{ q: "a", limit: 3 }, []],
      [{ kind: "dog" }, ["kind", 0]],
      [{ industry: ["34", "9999"] }, ["industry", 1]],
      ["q", []],
      [null, []],
      [{ q: `a${"\u0301".repeat(4_000)}` }, []],
    ] as const)
      expect(queryToSave.safeParse(query).error?.issues[0]?.path).toEqual(path);
    expect(searchBodies(queryToSave).ChangeSearch.safeParse({ query: { kind: "dog" } }).error?.issues[0]?.path).toEqual(
      ["query", "kind", 0],
    );
  });
});

describe("alerts", () => {
  it("are one for a search and a thing, whoever raises them, how often and at how many places at once", async () => {
    const { id } = await save();
    const mine = world.as(world.engineer);
    const things = Array.from({ length: 40 }, (_, at) => ({ id: `case_${at}`, kind: "case" as const }));
    const raised = await Promise.all(Array.from({ length: 4 }, () => raiseAlerts(mine, id, things)));
    expect(raised.reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(await raiseAlerts(mine, id, things)).toBe(0);
    expect(await raiseAlerts(mine, id, [...things.slice(0, 39), { id: "case_new", kind: "case" }])).toBe(1);
    const seen: string[] = [];
    const describeAll = async (_: unknown, ids: readonly string[]) =>
      new Map(ids.map((thing) => [thing, { kind: "case", view: "published", title: thing, updatedAt: "" } as const]));
    let cursor: string | undefined;
    do {
      const page = await listAlerts(mine, id, { limit: 7, cursor }, describeAll);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen[0]).toBe("case_new");
    expect(seen.toSorted()).toEqual([...things.map((thing) => thing.id), "case_new"].toSorted());
  });

  it("are raised for no search that is paused, and leave the revision as it is", async () => {
    const { id } = await save({ state: "paused" });
    const mine = world.as(world.engineer);
    expect(await raiseAlerts(mine, id, [{ id: "case_1", kind: "case" }])).toBe(0);
    await changeSearch(mine, { id, revision: 1 }, { state: "watching" });
    expect(await raiseAlerts(mine, id, [{ id: "case_1", kind: "case" }])).toBe(1);
    const search = await getSearch(mine, id);
    expect([search.revision, search.sequence]).toEqual([2, 3]);
    expect(search.alertedAt).toBeDefined();
  });
});

describe("a feed link", () => {
  it("opens as its owner is now, and is kept nowhere in words that open it", async () => {
    const { id } = await save();
    const { search, token } = await makeFeed(world.as(world.engineer, { command: command() }), { id, revision: 1 });
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(await openFeed(world.as(visitor), token)).toMatchObject({ search: { id }, owner: world.engineer });
    expect(search.feed?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await keptOf(id)).not.toContain(token);
  });

  it("ends when another is made and when it is revoked, as if it had never been", async () => {
    const { id } = await save();
    const mine = world.as(world.engineer);
    const first = await makeFeed(mine, { id, revision: 1 });
    const second = await makeFeed(mine, { id, revision: 2 });
    expect(second.token).not.toBe(first.token);
    const refusal = (token: string) => openFeed(world.as(visitor), token).catch((error: Error) => error.message);
    const never = await refusal("0".repeat(32));
    expect(await refusal(first.token)).toBe(never);
    expect((await openFeed(world.as(visitor), second.token)).search.id).toBe(id);
    expect(viewSearch(await revokeFeed(mine, { id, revision: 3 })).feedMadeAt).toBeUndefined();
    expect(await refusal(second.token)).toBe(never);
  });

  it("is answered again to who repeats the command, until it was replaced", async () => {
    const { id } = await save();
    const mine = world.as(world.engineer, { command: command() });
    const { token } = await makeFeed(mine, { id, revision: 1 });
    const repeated = await once(mine, () => makeFeed(mine, { id, revision: 1 }));
    if (repeated.kind !== "replayed") throw new Error("it was made twice");
    expect((await repeatFeed(mine, id, repeated.record.answer)).token).toBe(token);
    await makeFeed(world.as(world.engineer), { id, revision: 2 });
    await expect(repeatFeed(mine, id, repeated.record.answer)).rejects.toMatchObject({ reason: "state" });
  });
});
