// The search index as one machine keeps it: mended whatever happens to its files, following whatever the clock does, let go at once.
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { draftCase } from "@lianchuang/shared/cases";
import { type Due, search } from "@lianchuang/shared/search";
import { createGeneration, sqliteGenerations, swapGeneration } from "@lianchuang/shared/search/sqlite";
import { openTable, type Table } from "@lianchuang/shared/table";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { openSearchHome, type SearchHome } from "../../functions/indexer/search-home.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { type FaultProxy, startFaultProxy } from "../engines/fault-proxy.ts";
import { until } from "../support/machine.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
let proxy: FaultProxy;
let folder: string;
let homes: SearchHome[];
beforeEach(async () => {
  world = await newWorld();
  proxy = await startFaultProxy(inject("endpoint"));
  folder = mkdtempSync(join(tmpdir(), "home-"));
  homes = [];
});
afterEach(async () => {
  for (const home of homes) await home.close();
  await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The world's table, through a proxy that can make it fail. */
const faulty = (): Table => openTable({ name: world.table.name, client: clientFor(proxy.endpoint) });

const open = async (now = () => new Date()): Promise<SearchHome> => {
  const home = await openSearchHome({
    generations: sqliteGenerations(folder),
    table: faulty(),
    now,
    log: () => {},
    adopted: () => {},
  });
  homes.push(home);
  return home;
};
const draft = async (title: string): Promise<string> => {
  const { head } = await draftCase(world.as(world.engineer), { title, body: "正文", audience: "members" });
  return head.id;
};
const find = async (home: SearchHome, q: string): Promise<string[]> => {
  const { items } = await search(world.as(world.engineer), home.index, { q, limit: 10 });
  return items.map(({ id }) => id);
};
const pairs = (due: readonly Due[]) => due.map(({ query, thing }) => ({ query, thing }));
const generations = () => readdirSync(folder).filter((file) => file.endsWith(".sqlite"));
const fileOfCurrent = () => join(folder, `${readFileSync(join(folder, "current"), "utf8")}.sqlite`);

describe("a search index that is missing", () => {
  it("is built from the table, while it says so", async () => {
    const id = await draft("热补偿");
    const home = await open();
    await home.whenReady;
    expect([home.ready(), home.rebuilding()]).toEqual([true, undefined]);
    expect(await find(home, "热补偿")).toEqual([id]);
  });

  it("is tried again and again while the table fails, leaving no thread and no file behind", async () => {
    const id = await draft("热补偿");
    proxy.decide = (operation) => (operation === "Scan" ? "failed" : "pass");
    const home = await open();
    for (let attempt = 0; attempt < 4; attempt++) {
      await until("it is given up", async () => home.rebuilding() === undefined && generations().length === 0);
      await home.check();
    }
    expect([home.ready(), generations()]).toEqual([false, []]);
    proxy.decide = () => "pass";
    await home.check();
    expect(await find(home, "热补偿")).toEqual([id]);
    expect(generations().length).toBe(1);
  });
});

describe("a search index whose files are harmed", () => {
  it("is built anew when the pointer cannot be read, at the start and while it serves", async () => {
    const id = await draft("热补偿");
    mkdirSync(join(folder, "current"));
    const home = await open();
    await home.check();
    rmSync(join(folder, "current"), { recursive: true });
    await home.check();
    await home.whenReady;
    expect(await find(home, "热补偿")).toEqual([id]);
    rmSync(join(folder, "current"));
    mkdirSync(join(folder, "current"));
    await home.check();
    expect(await find(home, "热补偿")).toEqual([id]);
    rmSync(join(folder, "current"), { recursive: true });
    await home.check();
    expect(fileOfCurrent()).toContain(".sqlite");
  });

  it("is built anew when pages of it are damaged, as soon as a search meets them", async () => {
    const ids = [];
    for (let count = 0; count < 30; count++) ids.push(await draft(`热补偿 ${count}`));
    const first = await open();
    await first.whenReady;
    await first.close();
    const home = await open();
    const { name } = home.index();
    damage(fileOfCurrent(), ["posting_data", "body"]);
    await expect(find(home, "热补偿")).rejects.toMatchObject({ code: "unavailable" });
    await until("search is mended", async () => {
      await home.check();
      return find(home, "热补偿").then(
        (found) => found.length === 10,
        () => false,
      );
    });
    expect(home.index().name).not.toBe(name);
  });
});

/** Overwrites the pages of these tables with noise. */
const damage = (file: string, tables: readonly string[]): void => {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const size = Number(database.prepare("PRAGMA page_size").get()?.page_size);
  const roots = tables.map((name) =>
    Number(database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(name)?.rootpage),
  );
  database.close();
  const noise = Buffer.alloc(size, 0xa5);
  const handle = openSync(file, "r+");
  for (const root of roots) writeSync(handle, noise, 0, size, (root - 1) * size);
  closeSync(handle);
};

describe("a clock that was set back", () => {
  it("hinders no start and loses no event: the checkpoint stays where it was", async () => {
    const early = await open();
    await early.whenReady;
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await early.index().write([], { checkpoint: later });
    await early.close();
    const home = await open();
    expect(home.ready()).toBe(true);
    expect(await home.index().checkpoint()).toBe(later);
  });
});

describe("a generation swapped in from outside", () => {
  it("answers from the next look on, and the old one is removed", async () => {
    const home = await open();
    await home.whenReady;
    const id = await draft("热补偿");
    const next = await createGeneration(folder);
    await next.write([], { checkpoint: new Date(Date.now() - 60_000).toISOString() });
    await swapGeneration(folder, next.name);
    await next.close();
    await home.check();
    expect(home.index().name).toBe(next.name);
    expect(await find(home, "热补偿")).toEqual([id]);
    expect(generations().length).toBe(1);
  });
});

describe("a rebuild that is asked for", () => {
  it("is tried again until it succeeds, the old generation answering all the while, and a later wish is a new one", async () => {
    const id = await draft("热补偿");
    const home = await open();
    await home.whenReady;
    const before = home.index().name;
    proxy.decide = (operation) => (operation === "Scan" ? "failed" : "pass");
    const wantedAt = new Date().toISOString();
    home.rebuild(wantedAt);
    for (let attempt = 0; attempt < 3; attempt++) {
      await until("it is given up", async () => home.rebuilding() === undefined && generations().length === 1);
      expect(await find(home, "热补偿")).toEqual([id]);
      await home.check();
    }
    expect(home.index().name).toBe(before);
    proxy.decide = () => "pass";
    const another = (than: string) =>
      until("another generation answers", async () => {
        await home.check();
        return home.index().name !== than;
      });
    await another(before);
    const after = home.index().name;
    expect([after === before, await find(home, "热补偿"), generations().length]).toEqual([false, [id], 1]);
    home.rebuild(wantedAt);
    await home.check();
    expect(home.index().name).toBe(after);
    home.rebuild(new Date(Date.now() + 1).toISOString());
    await another(after);
  });
});

describe("what is due to standing queries", () => {
  it("stays due, once, when the index is rebuilt and when another generation is swapped in", async () => {
    const home = await open();
    await home.whenReady;
    const due = [{ query: "search_1", thing: "case_1" }];
    await home.index().write([], { standing: [{ id: "search_1", version: 1, q: "热补偿" }], due });
    const before = home.index().name;
    home.rebuild(new Date().toISOString());
    await until("the rebuilt one answers", async () => {
      await home.check();
      return home.index().name !== before;
    });
    expect(pairs(await home.index().due(10))).toEqual(due);
    const next = await createGeneration(folder);
    await next.write([], { checkpoint: new Date().toISOString(), due });
    await swapGeneration(folder, next.name);
    await next.close();
    await home.check();
    expect([home.index().name, pairs(await home.index().due(10))]).toEqual([next.name, due]);
    await home.index().settle(await home.index().due(10));
    expect(await home.index().due(10)).toEqual([]);
  });
});

describe("closing", () => {
  it("gives up a rebuild under way", async () => {
    for (let count = 0; count < 5; count++) await draft(`热补偿 ${count}`);
    let scanned = false;
    proxy.decide = (operation) => {
      if (operation === "Scan") scanned = true;
      return operation === "Query" ? "late" : "pass";
    };
    const home = await open();
    await until("the rebuild has begun", async () => scanned);
    await home.close();
    expect(home.ready()).toBe(false);
    expect(generations()).toEqual([]);
  });
});
