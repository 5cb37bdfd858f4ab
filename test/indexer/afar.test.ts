// Search for functions that keep no index: the current generation looked up when it is asked, what its keepers note in the table, and what an operator may do.
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { draftCase } from "@lianchuang/shared/cases";
import {
  currentIndex,
  type Generations,
  getSearchStatus,
  noteDomain,
  noteRebuild,
  readNotes,
  rebuildSearch,
  redriveSearch,
  type SearchIndex,
  SearchUnavailable,
} from "@lianchuang/shared/search";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepFromAfar } from "../../functions/api/keep-from-afar.ts";
import { documentKey } from "../../packages/shared/src/search/document.ts";
import { aDocument } from "../shared/search/documents.ts";
import { newGenerations, type OwnGenerations } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";

const operator: Actor = { kind: "system", name: "operator" };

let world: World;
let own: OwnGenerations;
/** The generation that was opened last. */
let opened: SearchIndex | undefined;
/** How often the engine was asked which generation is current. */
let looked: number;
let current: SearchIndex;
beforeEach(async () => {
  own = await newGenerations();
  world = await newWorld();
  looked = 0;
  current = currentIndex(async () => {
    looked++;
    return { ...own.generations, open: async (name) => (opened = await own.generations.open(name)) };
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await current.close();
  await own.remove();
});

/** Makes a generation that holds these titles the current one. */
const adopt = async (...titles: string[]): Promise<string> => {
  const index = await own.generations.create();
  await index.write(titles.map((title) => aDocument({ title })));
  await own.generations.swap(index.name);
  await index.close();
  return index.name;
};
const titles = async (q: string): Promise<string[]> =>
  (await current.search({ q, audience: ["public"], limit: 10 })).items.map(({ title }) => title);
const measured = performance.now.bind(performance);
/** Lets time pass for whoever measures it. */
const pass = (milliseconds: number): void => {
  vi.spyOn(performance, "now").mockImplementation(() => measured() + milliseconds);
};

describe("the current generation", () => {
  it("is looked up once for many questions, and another one is found some seconds after it took over", async () => {
    const first = await adopt("主轴热补偿");
    for (let round = 0; round < 5; round++) expect(await titles("主轴")).toEqual(["主轴热补偿"]);
    expect([looked, current.name]).toEqual([1, first]);
    pass(6_000);
    expect(await titles("主轴")).toEqual(["主轴热补偿"]);
    const second = await adopt("主轴铸造");
    expect(await titles("主轴")).toEqual(["主轴热补偿"]);
    expect(looked).toBe(2);
    pass(12_000);
    expect(await titles("主轴")).toEqual(["主轴铸造"]);
    expect([looked, current.name]).toEqual([3, second]);
  });

  it("does all that an index does", async () => {
    await adopt("主轴热补偿");
    const document = aDocument({ title: "主轴铸造" });
    expect(await current.write([document], { checkpoint: "2026-11-01T00:00:00.000Z" })).toMatchObject([
      { result: "applied" },
    ]);
    expect(await current.checkpoint()).toBe("2026-11-01T00:00:00.000Z");
    expect((await current.facts()).documents).toBe(2);
    expect(await current.setAside()).toEqual([]);
    const due = await current.due(10);
    await current.settle(due);
    expect(await current.due(10)).toEqual([]);
    expect((await current.held([documentKey(document)])).size).toBe(1);
    expect(await current.versions("", 10)).toHaveLength(2);
    expect(await current.suggest({ q: "主轴", audience: ["public"], limit: 5 })).not.toEqual([]);
    const similar = await current.similar({ id: document.id, audience: ["public"], wanted: [{ limit: 5 }] });
    expect(similar.map((alike) => alike.map(({ title }) => title))).toEqual([["主轴热补偿"]]);
    await current.purge("2026-11-01T00:00:00.000Z");
  });

  it("is unavailable where there is none, or none of this make; and is there as soon as there is one", async () => {
    expect(current.name).toBe("");
    await expect(titles("主轴")).rejects.toThrow(SearchUnavailable);
    await adopt("主轴热补偿");
    expect(await titles("主轴")).toEqual(["主轴热补偿"]);
    const ofAnother: Generations = { ...own.generations, isOfThisMake: () => false };
    const other = currentIndex(async () => ofAnother);
    await expect(other.facts()).rejects.toThrow(SearchUnavailable);
    await other.close();
  });

  it("is looked up anew as soon as there is trouble with it", async () => {
    const name = await adopt("主轴热补偿");
    expect(await titles("主轴")).toEqual(["主轴热补偿"]);
    await opened?.close();
    await own.generations.remove(name);
    await adopt("主轴铸造");
    await expect(titles("主轴")).rejects.toThrow(SearchUnavailable);
    expect(await titles("主轴")).toEqual(["主轴铸造"]);
    expect(looked).toBe(2);
  });
});

describe("what keepers note", () => {
  const now = new Date();
  const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1_000).toISOString();

  it("is read in one round trip, and is nothing at first", async () => {
    expect(await readNotes(world.table, now)).toEqual({});
  });

  it("tells of a rebuild while it goes on, not of one that broke off, and of when the last one was made", async () => {
    const underWay = { begunAt: ago(90), thingsRead: 500, notedAt: ago(10) };
    await noteRebuild(world.table, { underWay });
    expect(await readNotes(world.table, now)).toEqual({ rebuilding: { begunAt: ago(90), thingsRead: 500 } });
    await noteRebuild(world.table, { underWay: { ...underWay, notedAt: ago(61) }, madeAt: ago(500) });
    expect(await readNotes(world.table, now)).toEqual({ madeAt: ago(500) });
    await noteRebuild(world.table, { madeAt: ago(5) });
    expect(await readNotes(world.table, now)).toEqual({ madeAt: ago(5) });
  });

  it("is told to who may operate, also while nothing answers, and by nobody else", async () => {
    const domain = {
      name: "示例",
      engine: "OpenSearch_3.1",
      health: "yellow",
      nodes: 1,
      storageGiB: 20,
      observedAt: ago(20),
    } as const;
    await noteDomain(world.table, domain);
    const underWay = { begunAt: ago(30), thingsRead: 500, notedAt: ago(1) };
    await noteRebuild(world.table, { underWay });
    const keeper = keepFromAfar(
      world.table,
      () => current,
      () => now,
    );
    const rebuild = { begunAt: ago(30), thingsRead: 500 };
    for (const actor of [operator, world.secretary])
      expect(await getSearchStatus(world.as(actor), () => current, keeper)).toEqual({
        answers: false,
        domain,
        rebuild,
      });
    await adopt("主轴热补偿");
    const status = await getSearchStatus(world.as(operator), () => current, keeper);
    expect(status).toMatchObject({ answers: true, lagSeconds: expect.any(Number), domain, index: { documents: 1 } });
    for (const actor of [world.engineer, visitor, { kind: "system", name: "clock" } as const])
      for (const ask of [
        () => getSearchStatus(world.as(actor), () => current, keeper),
        () => rebuildSearch(world.as(actor), keeper),
        () => redriveSearch(world.as(actor), keeper, {}),
      ])
        await expect(ask()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an operator", () => {
  it("leaves a wish for another generation in the table, and reads again what was set aside", async () => {
    const keeper = keepFromAfar(
      world.table,
      () => current,
      () => new Date(),
    );
    const ctx = world.as(operator);
    const { askedAt } = await rebuildSearch(ctx, keeper);
    expect(await readNotes(world.table, new Date())).toMatchObject({ askedAt });
    await expect(redriveSearch(ctx, keeper, {})).rejects.toMatchObject({ code: "unavailable" });
    await adopt();
    const { head } = await draftCase(world.as(world.engineer), {
      title: "主轴热补偿",
      body: "正文",
      audience: "public",
    });
    expect(await redriveSearch(ctx, keeper, { ids: [head.id, head.id] })).toEqual({
      results: [{ id: head.id, outcome: "mended" }],
    });
  });
});
