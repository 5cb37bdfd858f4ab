// Alerts follow the events: one for a search and a thing, for those alone who may read it, through crash, replay and rebuild.
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Actor } from "@lianchuang/shared/actor";
import { changeCase, draftCase, publishCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import { registerPerson } from "@lianchuang/shared/members";
import { type SearchDocument, type SearchIndex, SearchUnavailable, tombstone } from "@lianchuang/shared/search";
import { changeSearch, deleteSearch, listAlerts, saveSearch } from "@lianchuang/shared/searches";
import { type Item, key, readMany, readRange } from "@lianchuang/shared/table";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeThings } from "../../functions/api/things.ts";
import { audit, auditPatiently } from "../../functions/indexer/audit.ts";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { raiseDue } from "../../functions/indexer/raise-due.ts";
import { catchUp, fill } from "../../functions/indexer/rebuild.ts";
import { redrive } from "../../functions/indexer/redrive.ts";
import { follow } from "../../packages/local/src/follower.ts";
import { aDocument } from "../shared/search/documents.ts";
import { newIndex, type OwnIndex } from "../support/index.ts";
import { until } from "../support/machine.ts";
import { newWorld, system, type World } from "../support/world.ts";

let world: World;
let home: OwnIndex;
let index: SearchIndex;
beforeEach(async () => {
  world = await newWorld();
  home = await newIndex();
  index = home.index;
});
afterEach(() => home.close());

const now = () => new Date();
const live = { dueSince: "" };
const fail = (query: string, error: unknown): never => {
  throw new Error(`${query} cannot be raised`, { cause: error });
};
/** Follows these things as they are now, and raises what is due. */
const followed = async (...ids: string[]): Promise<void> => {
  await indexThings(world.table, index, ids, live);
  await raise();
};
const raise = async (on = index): Promise<void> => {
  while ((await raiseDue(world.as(system), on, fail)) > 0);
};
const watch = async (actor: Actor, query: { q?: string; kind?: "case" }): Promise<string> => {
  const { id } = await saveSearch(world.as(actor), { name: "订阅", query, state: "watching" });
  await indexThings(world.table, index, [id], live);
  return id;
};
const draft = async (title: string, audience: "members" | "public" = "members"): Promise<string> =>
  (await draftCase(world.as(world.engineer), { title, body: "正文", audience })).head.id;
const publish = async (id: string, revision = 1): Promise<void> => {
  await submitCase(world.as(world.engineer), { id, revision });
  await publishCase(world.as(world.secretary), { id, revision: revision + 1 });
};
const alertsOf = async (actor: Actor, id: string) =>
  (await listAlerts(world.as(actor), id, { limit: 50 }, describeThings)).items;
const foundBy = async (actor: Actor, id: string): Promise<string[]> => (await alertsOf(actor, id)).map((one) => one.id);
/** How many alerts lie in the table, whoever may see them. */
const raisedFor = async (id: string): Promise<number> =>
  (await readRange(world.table, key(id).pk, { prefix: "alert#" })).length;

describe("an alert", () => {
  it("comes to who may read the thing when it is written, named as he may read it, and to nobody else", async () => {
    const [own, other] = [
      await watch(world.engineer, { q: "蜗杆磨齿" }),
      await watch(world.stranger, { q: "蜗杆磨齿" }),
    ];
    const id = await draft("蜗杆砂轮磨齿");
    await followed(id);
    expect(await alertsOf(world.engineer, own)).toMatchObject([
      { id, kind: "case", view: "working", title: "蜗杆砂轮磨齿", seen: false },
    ]);
    expect(await raisedFor(other)).toBe(0);
    await publish(id);
    await changeCase(world.as(world.engineer), { id, revision: 3 }, { title: "蜗杆砂轮磨齿与修形" });
    await followed(id);
    expect(await alertsOf(world.stranger, other)).toMatchObject([{ id, view: "published", title: "蜗杆砂轮磨齿" }]);
    expect((await foundBy(world.engineer, own)).length).toBe(1);
  });

  it("comes of what the search finds alone: not of a thing that shares a word, and of every thing where nothing is asked", async () => {
    const long = await watch(world.engineer, { q: "数控机床主轴热误差补偿方法研究与应用" });
    const everything = await watch(world.engineer, { kind: "case" });
    const nothing = await watch(world.engineer, { q: "。。" });
    const [near, far] = [await draft("数控机床主轴热误差补偿"), await draft("研究生培养")];
    await followed(near, far);
    expect(await foundBy(world.engineer, long)).toEqual([near]);
    expect((await foundBy(world.engineer, everything)).toSorted()).toEqual([near, far].toSorted());
    expect(await raisedFor(nothing)).toBe(0);
  });

  it("comes when a thing becomes what the search finds, and of no search that is paused or deleted", async () => {
    const [search, paused, deleted] = [
      await watch(world.engineer, { q: "气浮" }),
      await watch(world.engineer, { q: "气浮" }),
      await watch(world.engineer, { q: "气浮" }),
    ];
    const mine = world.as(world.engineer);
    await changeSearch(mine, { id: paused, revision: 1 }, { state: "paused" });
    await deleteSearch(mine, { id: deleted, revision: 1 });
    const id = await draft("电主轴");
    await followed(id);
    expect(await raisedFor(search)).toBe(0);
    await changeCase(mine, { id, revision: 1 }, { title: "气浮电主轴" });
    // The index has not yet heard of the pause and of the end.
    await followed(id);
    expect(await foundBy(world.engineer, search)).toEqual([id]);
    expect([await raisedFor(paused), await raisedFor(deleted)]).toEqual([0, 0]);
    await indexThings(world.table, index, [paused, deleted], live);
    await indexThings(world.table, index, [await draft("气浮导轨")], live);
    expect((await index.due(10)).map(({ query }) => query)).toEqual([search]);
  });

  it("says whether it was seen", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    await followed(await draft("气浮主轴"));
    const [first] = await alertsOf(world.engineer, search);
    await changeSearch(world.as(world.engineer), { id: search, revision: 1 }, { seenAt: first?.at ?? "" });
    await followed(await draft("气浮导轨"));
    expect((await alertsOf(world.engineer, search)).map(({ title, seen }) => [title, seen])).toEqual([
      ["气浮导轨", false],
      ["气浮主轴", true],
    ]);
  });
});

describe("rights that change", () => {
  it("raise none for who lost them, and hide what was raised before", async () => {
    const { id: personId } = await registerPerson(world.as(system), {
      name: "示例同事",
      organisationId: world.organisationId,
      role: "member",
    });
    const colleague: Actor = {
      kind: "person",
      id: personId,
      name: "示例同事",
      memberships: [{ organisationId: world.organisationId, role: "member" }],
      seats: [],
    };
    const search = await watch(colleague, { q: "气浮" });
    const before = await draft("气浮主轴");
    await followed(before);
    expect(await foundBy(colleague, search)).toEqual([before]);
    const [head] = await readMany(world.table, [key(personId)]);
    const put = (Item: Item) => world.table.client.send(new PutCommand({ TableName: world.table.name, Item }));
    await put({ ...(head as Item), memberships: [] });
    await followed(await draft("气浮导轨"));
    expect(await raisedFor(search)).toBe(1);
    expect(await foundBy({ ...colleague, memberships: [] }, search)).toEqual([]);
    await put({ ...(head as Item), state: "left" });
    await followed(await draft("气浮转台", "public"));
    expect(await raisedFor(search)).toBe(1);
  });

  it("leave out what was withdrawn, in the pages, too", async () => {
    const search = await watch(world.stranger, { q: "气浮" });
    const ids: string[] = [];
    for (let count = 0; count < 4; count++) {
      const id = await draft(`气浮 ${count}`);
      await publish(id);
      await followed(id);
      ids.push(id);
    }
    await withdrawCase(world.as(world.secretary), { id: ids[2] ?? "", revision: 3 }, {});
    expect(await foundBy(world.stranger, search)).toEqual([ids[3], ids[1], ids[0]]);
    const page = await listAlerts(world.as(world.stranger), search, { limit: 2 }, describeThings);
    expect(page.items.map(({ id }) => id)).toEqual([ids[3], ids[1]]);
  });
});

describe("one alert for a search and a thing", () => {
  it("whether events come twice, late, in any order, or the thing is written again", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const id = await draft("气浮主轴");
    await followed(id);
    await followed(id, id);
    await changeCase(world.as(world.engineer), { id, revision: 1 }, { title: "气浮电主轴" });
    await Promise.all([followed(id), followed(id)]);
    await catchUp(world.table, index, "2026-01-01T00:00:00.000Z", now().toISOString(), live);
    await raise();
    expect(await raisedFor(search)).toBe(1);
  });

  it("and none by a rebuild or by reading again what was set aside", async () => {
    const id = await draft("气浮主轴");
    await indexThings(world.table, index, [id]);
    const search = await watch(world.engineer, { q: "气浮" });
    await changeCase(world.as(world.engineer), { id, revision: 1 }, { title: "气浮电主轴" });
    await indexThings(world.table, index, [id]);
    const next = await home.generations.create();
    await fill(world.table, next, now);
    for (const each of [index, next]) expect(await each.due(10)).toEqual([]);
    expect(await raisedFor(search)).toBe(0);
    const later = await draft("气浮导轨");
    await indexThings(world.table, next, [later], live);
    await raise(next);
    expect(await foundBy(world.engineer, search)).toEqual([later]);
    const { differences } = await audit(world.table, index);
    const ours = differences.filter((each) => [later, search].includes(each.id));
    expect(new Map(ours.map(({ key: of, what }) => [of, what]))).toEqual(
      new Map([
        [`${later}#working`, "missing"],
        [search, "different"],
      ]),
    );
    await next.close();
  });

  it("also of what was written while a rebuild ran, where nothing else followed it", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const next = await home.generations.create();
    const [, id] = await Promise.all([fill(world.table, next, now), draft("气浮主轴")]);
    await catchUp(world.table, next, (await next.checkpoint()) ?? "", now().toISOString(), live);
    await raise(next);
    expect(await foundBy(world.engineer, search)).toEqual([id]);
    await next.close();
  });

  it("also of what was written after a rebuild, before its audit came to it", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const next = await home.generations.create();
    await fill(world.table, next, now);
    const id = await draft("气浮主轴");
    expect((await auditPatiently(world.table, next, now)).differences).toEqual([]);
    await raise(next);
    expect(await foundBy(world.engineer, search)).toEqual([id]);
    await next.close();
  });

  it("though a crash comes between what was indexed and the alert, or between the alert and its being settled", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const id = await draft("气浮主轴");
    await indexThings(world.table, index, [id], live);
    const failing = (method: "search" | "settle"): SearchIndex => ({
      ...index,
      [method]: () => Promise.reject(new SearchUnavailable(new Error("gone"))),
    });
    await expect(raiseDue(world.as(system), failing("search"), fail)).rejects.toMatchObject({ code: "unavailable" });
    expect(await raisedFor(search)).toBe(0);
    await expect(raiseDue(world.as(system), failing("settle"), fail)).rejects.toThrow(SearchUnavailable);
    expect(await raisedFor(search)).toBe(1);
    await raise();
    expect([await raisedFor(search), await index.due(10)]).toEqual([1, []]);
    expect(await foundBy(world.engineer, search)).toEqual([id]);
  });

  it("though things go from the index while more than one page of them is due", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const documents = Array.from({ length: 45 }, () => aDocument({ title: "气浮主轴", audience: ["members"] }));
    await index.write(documents, live);
    let gone: SearchDocument[] | undefined;
    const moving: SearchIndex = {
      ...index,
      search: async (query) => {
        const answer = await index.search(query);
        if (!gone) {
          gone = documents.filter(({ id }) => answer.items.some((hit) => hit.id === id)).slice(0, 5);
          await index.write(gone.map(tombstone));
        }
        return answer;
      },
    };
    await raise(moving);
    expect([gone?.length, await raisedFor(search), await index.due(10)]).toEqual([5, 45, []]);
  });

  it("also of a thing that could not be read when it was written, once it can be", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const id = await draft("气浮主轴");
    await index.write([], { setAside: [{ id, error: "Torn" }], checkpoint: now().toISOString() });
    const follower = follow({ table: world.table, index: () => index, now, log: () => {} });
    await until("it is mended", async () => (await index.setAside()).length === 0);
    await follower.stop();
    await raise();
    expect(await foundBy(world.engineer, search)).toEqual([id]);
  });

  it("also of a thing that was read again by hand, all that were set aside or it alone", async () => {
    const search = await watch(world.engineer, { q: "气浮" });
    const ids = [await draft("气浮主轴"), await draft("气浮导轨")];
    for (const asked of [ids.slice(0, 1), undefined]) {
      await index.write([], { setAside: ids.map((id) => ({ id, error: "Torn" })) });
      await redrive(world.table, index, asked);
    }
    await raise();
    expect((await foundBy(world.engineer, search)).toSorted()).toEqual(ids.toSorted());
  });

  it("though another search beside it cannot be read", async () => {
    const [bad, good] = [await watch(world.engineer, { q: "气浮" }), await watch(world.stranger, { q: "气浮" })];
    const [head] = await readMany(world.table, [key(bad)]);
    const Item = { ...(head as Item), slot: "no number" };
    await world.table.client.send(new PutCommand({ TableName: world.table.name, Item }));
    const id = await draft("气浮主轴");
    await publish(id);
    await indexThings(world.table, index, [id], live);
    const failed: string[] = [];
    await raiseDue(world.as(system), index, (query) => failed.push(query));
    expect([failed, await index.due(10)]).toEqual([[bad], []]);
    expect(await foundBy(world.stranger, good)).toEqual([id]);
  });
});
