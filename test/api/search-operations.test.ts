// What the secretariat sees and does about search: how the index stands, re-drive, rebuild, and what was searched for in vain.

import { randomUUID } from "node:crypto";
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { draftCase } from "@lianchuang/shared/cases";
import { readEvents } from "@lianchuang/shared/events";
import { newId } from "@lianchuang/shared/ids";
import { countMiss, operationsId } from "@lianchuang/shared/search";
import { key, readRange } from "@lianchuang/shared/table";
import { sweepExpired } from "@lianchuang/shared/upkeep";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit } from "../../functions/indexer/audit.ts";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { openSearchHome, type SearchHome } from "../../functions/indexer/search-home.ts";
import { keepSearch } from "../../packages/local/src/keeper.ts";
import { mostTexts } from "../../packages/shared/src/search/misses.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newGenerations, type OwnGenerations } from "../support/index.ts";
import { until } from "../support/machine.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
let home: SearchHome;
let door: TestDoor;
let own: OwnGenerations;
let clock: () => Date;
beforeEach(async () => {
  world = await newWorld();
  own = await newGenerations();
  clock = () => new Date();
  const now = () => clock();
  home = await openSearchHome({
    generations: own.generations,
    table: world.table,
    now,
    log: () => {},
    adopted: () => {},
  });
  await home.whenReady;
  const keeper = keepSearch(world.table, home, { lagSeconds: () => 0 });
  door = newDoor(world, { index: home.index, keeper, now });
});
afterEach(async () => {
  await home.close();
  await own.remove();
});

interface Sent {
  as?: Actor;
  body?: unknown;
  key?: string;
}
const send = async (
  method: string,
  path: string,
  { as = world.secretary, body, key: of = randomUUID() }: Sent = {},
) => {
  const answer = await door.fetch(`http://door/v1${path}`, {
    method,
    headers: {
      ...(as.kind !== "visitor" && { authorization: `Bearer ${door.tokenOf(as, { iat: 0, exp: 9e9 })}` }),
      ...(method === "POST" && { "idempotency-key": of }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const status = async () => (await send("GET", "/operations/search")).body;
const redrive = async (ids?: string[]) => (await send("POST", "/operations/search/redrive", { body: { ids } })).body;
const search = (q: string, as: Actor = world.engineer, more = "") =>
  send("GET", `/search?q=${encodeURIComponent(q)}${more}`, { as });

const draft = async (title: string): Promise<string> => {
  const { head } = await draftCase(world.as(world.engineer), { title, body: "正文", audience: "members" });
  return head.id;
};
/** Makes what lies under a case's head unreadable; gives the way back. */
const spoil = async (id: string): Promise<() => Promise<void>> => {
  const [head] = await readRange(world.table, key(id).pk, { prefix: "head" });
  const put = async (Item: object) =>
    void (await world.table.client.send(new PutCommand({ TableName: world.table.name, Item })));
  await put({ ...key(id), state: "unreadable" });
  return () => put(head ?? {});
};

describe("how the index stands", () => {
  it("is told by make, size, checkpoint and what is set aside, since when and how many times tried", async () => {
    const { documents, tombstones } = (await status())["index"] as { documents: number; tombstones: number };
    const good = await draft("热补偿");
    const bad = await draft("坏的");
    await spoil(bad);
    await indexThings(world.table, home.index(), [good, bad], { checkpoint: "2026-11-01T00:00:00.000Z" });
    await indexThings(world.table, home.index(), [bad]);
    const seen = await status();
    expect(seen).toMatchObject({
      answers: true,
      lagSeconds: 0,
      index: {
        generation: home.index().name,
        icu: process.versions.icu,
        dictionary: expect.any(String),
        documents: documents + 1,
        tombstones: tombstones + 1,
        checkpoint: "2026-11-01T00:00:00.000Z",
      },
      setAside: { count: 1, items: [{ id: bad, cause: "ZodError", attempts: 2 }] },
    });
    expect(seen["rebuild"]).toBeUndefined();
    expect(JSON.stringify(seen)).not.toContain("unreadable");
  });

  it("is told also while nothing answers", async () => {
    const without = newDoor(world);
    const answer = await without.fetch("http://door/v1/operations/search", {
      headers: { authorization: `Bearer ${without.tokenOf(world.secretary)}` },
    });
    expect([answer.status, await answer.json()]).toEqual([200, { answers: false, lagSeconds: 0 }]);
    const refused = await without.fetch("http://door/v1/operations/search/redrive", {
      method: "POST",
      body: "{}",
      headers: {
        authorization: `Bearer ${without.tokenOf(world.secretary)}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
    });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  });
});

describe("re-drive", () => {
  it("says of each thing set aside whether it is mended or still failing, and leaves who asked for it in the log", async () => {
    const [one, two] = [await draft("热补偿一"), await draft("热补偿二")];
    const [mendOne] = [await spoil(one), await spoil(two)];
    await indexThings(world.table, home.index(), [one, two]);
    expect((await redrive())["results"]).toEqual([
      { id: one, outcome: "failing", cause: "ZodError" },
      { id: two, outcome: "failing", cause: "ZodError" },
    ]);
    await mendOne?.();
    expect((await redrive())["results"]).toEqual([
      { id: one, outcome: "mended" },
      { id: two, outcome: "failing", cause: "ZodError" },
    ]);
    expect((await search("热补偿")).body["items"]).toMatchObject([{ id: one }]);
    expect(await status()).toMatchObject({ setAside: { count: 1, items: [{ id: two, attempts: 3 }] } });
    const events = await readEvents(world.table, operationsId, 0, 10);
    expect(events.map(({ action, actor, data }) => ({ action, actor, data }))).toEqual(
      [2, 1].map((failing) => ({
        action: "redrive",
        actor: (world.secretary as { id: string }).id,
        data: { read: 2, failing },
      })),
    );
  });

  it("indexes any thing that is named, once, and says which are not there", async () => {
    const id = await draft("热补偿");
    const absent = newId("case", new Date());
    expect((await search("热补偿")).body["items"]).toEqual([]);
    const noThing = newId("imp", new Date());
    expect((await redrive([id, absent, id, world.organisationId, noThing]))["results"]).toEqual([
      { id, outcome: "mended" },
      { id: absent, outcome: "absent" },
      { id: world.organisationId, outcome: "mended" },
      { id: noThing, outcome: "absent" },
    ]);
    expect((await search("热补偿")).body["items"]).toMatchObject([{ id }]);
  });

  it("takes a hundred ids and names what is wrong with others", async () => {
    const ids = Array.from({ length: 100 }, () => newId("case", new Date()));
    expect(((await redrive(ids))["results"] as unknown[]).length).toBe(100);
    for (const [body, pointer] of [
      [{ ids: [...ids, ids[0]] }, "/ids"],
      [{ ids: [] }, "/ids"],
      [{ ids: ["case_1"] }, "/ids/0"],
      [{ ids: ["x".repeat(10_000)] }, "/ids/0"],
      [{ all: true }, "/all"],
    ] as const) {
      const { status: refused, body: problem } = await send("POST", "/operations/search/redrive", { body });
      expect([refused, problem["issues"]]).toMatchObject([422, [{ pointer }]]);
    }
  });
});

describe("a rebuild", () => {
  it("is begun once however often it is asked for, ends in another generation equal to the table, and is answered meanwhile", async () => {
    const ids = [await draft("热补偿一"), await draft("热补偿二")];
    await indexThings(world.table, home.index(), ids);
    const before = home.index().name;
    const cursor = (await search("热补偿", world.engineer, "&limit=1")).body["next"];
    const of = randomUUID();
    const asked = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        send("POST", "/operations/search/rebuild", { key: at < 3 ? of : randomUUID() }),
      ),
    );
    expect(asked.map((answer) => answer.status)).toEqual(asked.map(() => 200));
    expect(new Set(asked.slice(0, 3).map(({ body }) => body["askedAt"])).size).toBe(1);
    await until("another generation answers", async () => {
      expect((await search("热补偿")).body["items"]).toHaveLength(2);
      return home.index().name !== before && home.rebuilding() === undefined;
    });
    const after = home.index().name;
    expect((await audit(world.table, home.index())).differences).toEqual([]);
    expect(await send("POST", "/operations/search/rebuild", { key: of })).toEqual(asked[0]);
    await home.check();
    expect(home.index().name).toBe(after);
    expect(await status()).toMatchObject({ index: { generation: after } });
    const stale = await search("热补偿", world.engineer, `&limit=1&cursor=${String(cursor)}`);
    expect([stale.status, stale.body["reason"]]).toEqual([400, "cursor"]);
    expect((await send("POST", "/operations/search/rebuild")).status).toBe(200);
    await until("one more answers", async () => home.index().name !== after && home.rebuilding() === undefined);
  });
});

describe("what was searched for in vain", () => {
  const misses = async (query = "") =>
    (await send("GET", `/operations/search/misses${query}`)).body as {
      items: { day: string; query: string; times: number }[];
      next?: string;
    };

  it("is counted by its folded text, as it was typed first, with nobody's name, after the answer", async () => {
    for (const [q, as] of [
      ["數控 Lathe", world.engineer],
      ["  数控 lathe ", world.stranger],
      ["数控 ＬＡＴＨＥ", visitor],
      ["磨齿", world.engineer],
    ] as const)
      expect((await search(q, as)).body).toMatchObject({ total: { value: 0 } });
    expect((await misses()).items).toEqual([]);
    await door.doChores();
    const { items } = await misses();
    expect(items.map(({ query, times }) => [query, times])).toEqual([
      ["數控 Lathe", 3],
      ["磨齿", 1],
    ]);
    const stored = await readRange(world.table, `miss#${items[0]?.day}`, { prefix: "" });
    expect(JSON.stringify(stored)).not.toMatch(/person_|visitor/);
  });

  it("leaves out what found something, what filters left empty, and what has no word in it", async () => {
    await indexThings(world.table, home.index(), [await draft("热补偿")]);
    await search("没有这个词", world.engineer, "&region=11");
    for (const q of ["热补偿", "", "  ", "。，！", "👩‍🔬", '"" * ^']) await search(q);
    await door.doChores();
    expect((await misses()).items).toEqual([]);
  });

  it("comes newest day first, what was asked most first, in pages that lose and repeat nothing", async () => {
    const counted: [string, string, number][] = [];
    for (let day = 1; day <= 10; day++)
      for (const [at, times] of [1, 3, 2].entries()) {
        clock = () => new Date(Date.UTC(2031, 9, day, 1, 0, 0));
        const query = `缺词${day}号${at}`;
        for (let time = 0; time < times; time++) await countMiss(world.as(world.engineer, { now: clock }), query);
        counted.unshift([`2031-10-${String(day).padStart(2, "0")}`, query, times]);
      }
    const expected = counted.toSorted(([one, , few], [other, , many]) =>
      one === other ? many - few : one < other ? 1 : -1,
    );
    for (const limit of [1, 4, 30]) {
      const seen: [string, string, number][] = [];
      for (let next: string | undefined = "", pages = 0; next !== undefined && pages < 60; pages++) {
        const page = await misses(`?limit=${limit}${next && `&cursor=${next}`}`);
        seen.push(...page.items.map(({ day, query, times }): [string, string, number] => [day, query, times]));
        next = page.next;
      }
      expect(seen).toEqual(expected);
    }
  });

  it("counts the day as in China, and forgets it after ninety days", async () => {
    clock = () => new Date("2031-10-01T16:30:00.000Z");
    await countMiss(world.as(world.engineer, { now: clock }), "缺词");
    expect((await misses()).items).toMatchObject([{ day: "2031-10-02" }]);
    clock = () => new Date("2032-01-03T00:00:00.000Z");
    expect((await misses()).items).toEqual([]);
    expect(await sweepExpired(world.table, new Date("2032-01-03T00:00:00.000Z"))).toBeGreaterThanOrEqual(2);
    expect(await readRange(world.table, "miss#2031-10-02", { prefix: "" })).toEqual([]);
  });

  it("takes so many different texts a day, and goes on counting those it has", async () => {
    const ctx = world.as(world.secretary);
    await countMiss(ctx, "第一个");
    const { items } = await misses();
    const day = { pk: `miss#${items[0]?.day}`, sk: "day" };
    const set = (texts: number) =>
      world.table.client.send(
        new UpdateCommand({
          TableName: world.table.name,
          Key: day,
          UpdateExpression: "SET texts = :texts",
          ExpressionAttributeValues: { ":texts": texts },
        }),
      );
    await set(mostTexts - 1);
    await countMiss(ctx, "第二个");
    await countMiss(ctx, "第三个");
    await countMiss(ctx, "第一个");
    expect((await misses()).items.map(({ query, times }) => [query, times])).toEqual([
      ["第一个", 2],
      ["第二个", 1],
    ]);
    expect((await readRange(world.table, day.pk, { prefix: "day" }))[0]?.["texts"]).toBe(mostTexts);
  });

  it("counts at once from many sides without losing any", async () => {
    const ctx = world.as(world.secretary);
    await Promise.all(Array.from({ length: 20 }, (_, at) => countMiss(ctx, at % 2 === 0 ? "同一个" : "另一个")));
    const { items } = await misses();
    expect(Object.fromEntries(items.map(({ query, times }) => [query, times]))).toEqual({ 另一个: 10, 同一个: 10 });
  });
});
