// DynamoDB calls per operation, counted between us and the engine: exact, so that an extra round trip is seen at once.
import { randomUUID } from "node:crypto";
import { draftCase, publishCase, submitCase } from "@lianchuang/shared/cases";
import { draftRequest, openRequest, submitRequest } from "@lianchuang/shared/cooperation";
import { raiseAlerts } from "@lianchuang/shared/searches";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FaultProxy } from "../engines/fault-proxy.ts";
import { type Counting, openCounting } from "../support/counting.ts";
import type { TestDoor } from "../support/door.ts";
import { system, type World } from "../support/world.ts";

let world: World;
let door: TestDoor;
let proxy: FaultProxy;
let counted: Counting["counted"];
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, door, proxy, counted, close } = await openCounting());
});
afterAll(() => close());

const content = { title: "预算", body: "正文", audience: "members" as const };
const actor = { BatchGetItem: 1 };

describe("calls to the table", () => {
  it("who am I: the actor, nothing else", async () => {
    expect(await counted("GET", "/me")).toMatchObject({ status: 200, calls: actor });
  });

  it("draft: actor and one transaction; change and submit: one read more", async () => {
    const drafted = await counted("POST", "/cases", content);
    expect([drafted.status, drafted.calls]).toEqual([201, { ...actor, TransactWriteItems: 1 }]);
    const id = String(drafted.body["id"]);
    const changed = await counted("PATCH", `/cases/${id}`, { lessons: "先测" }, { "if-match": '"1.x"' });
    expect([changed.status, changed.calls]).toEqual([200, { ...actor, Query: 1, TransactWriteItems: 1 }]);
    const submitted = await counted("POST", `/cases/${id}/submit`, undefined, { "if-match": '"2.x"' });
    expect([submitted.status, submitted.calls]).toEqual([200, { ...actor, Query: 1, TransactWriteItems: 1 }]);
    const stale = await counted("POST", `/cases/${id}/submit`, undefined, { "if-match": '"2.x"' });
    expect([stale.status, stale.calls]).toEqual([412, { BatchGetItem: 2, Query: 1 }]);
  });

  it("read one case: actor and one query, the same for a hidden and an absent one", async () => {
    const { head } = await draftCase(world.as(world.engineer), content);
    const seen = await counted("GET", `/cases/${head.id}`);
    expect([seen.status, seen.calls]).toEqual([200, { ...actor, Query: 1 }]);
    const hidden = await counted("GET", `/cases/${head.id}`, undefined, {}, world.stranger);
    const absent = await counted("GET", "/cases/case_01J00000000000000000000000", undefined, {}, world.stranger);
    expect([hidden.status, hidden.calls]).toEqual([404, { ...actor, Query: 1 }]);
    expect([absent.status, absent.calls]).toEqual([404, { ...actor, Query: 1 }]);
  });

  it("lists: actor, the index, the heads", async () => {
    const cases = await counted("GET", "/cases?limit=20");
    expect([cases.status, cases.calls]).toEqual([200, { BatchGetItem: 2, Query: 1 }]);
    const { head } = await draftCase(world.as(world.engineer), content);
    await submitCase(world.as(world.engineer), { id: head.id, revision: 1 });
    await publishCase(world.as(world.secretary), { id: head.id, revision: 2 });
    const others = await counted("GET", `/cases?organisation=${world.organisationId}`, undefined, {}, world.stranger);
    expect([others.status, others.calls]).toEqual([200, { BatchGetItem: 2, Query: 1 }]);
    const organisations = await counted("GET", "/organisations");
    expect([organisations.status, organisations.calls]).toEqual([200, { BatchGetItem: 2, Query: 1 }]);
    const named = await counted("GET", "/cases?externalId=keins");
    expect([named.status, named.calls]).toEqual([200, { BatchGetItem: 3 }]);
  });

  it("search and suggestions: the actor, nothing else", async () => {
    const found = await counted("GET", `/search?q=${encodeURIComponent("数控机床")}`);
    expect([found.status, found.calls]).toEqual([200, actor]);
    const suggested = await counted("GET", "/suggest?q=shuk");
    expect([suggested.status, suggested.calls]).toEqual([200, actor]);
  });

  it("a search in vain, after its answer: three for a new text, one for a known one", async () => {
    const after = async () => {
      await counted("GET", `/search?q=${encodeURIComponent("没有这个词")}`);
      proxy.calls.clear();
      await door.doChores();
      return Object.fromEntries(proxy.calls);
    };
    await door.doChores();
    expect([await after(), await after()]).toEqual([{ UpdateItem: 3 }, { UpdateItem: 1 }]);
  });

  it("the operations of search: status the actor alone; misses the days, then each day; re-drive the things, the log, one transaction", async () => {
    const seen = await counted("GET", "/operations/search", undefined, {}, world.secretary);
    expect([seen.status, seen.calls]).toEqual([200, actor]);
    const misses = await counted("GET", "/operations/search/misses", undefined, {}, world.secretary);
    expect([misses.status, misses.calls]).toEqual([200, { ...actor, Query: 2 }]);
    const { head } = await draftCase(world.as(world.engineer), content);
    const body = { ids: [head.id] };
    const redriven = await counted("POST", "/operations/search/redrive", body, {}, world.secretary);
    expect([redriven.status, redriven.calls]).toEqual([200, { BatchGetItem: 3, Query: 1, TransactWriteItems: 1 }]);
  });

  it("saved searches: the places of a person at once, one read of a search, its alerts with what they are of", async () => {
    const saved = await counted("POST", "/searches", { name: "主轴", query: { q: "主轴" } });
    expect([saved.status, saved.calls]).toEqual([201, { BatchGetItem: 2, TransactWriteItems: 1 }]);
    const path = `/searches/${String(saved.body["id"])}`;
    expect((await counted("GET", "/searches")).calls).toEqual({ BatchGetItem: 3 });
    expect((await counted("GET", path)).calls).toEqual({ BatchGetItem: 2 });
    const changed = await counted("PATCH", path, { name: "电主轴" }, { "if-match": '"1.x"' });
    expect([changed.status, changed.calls]).toEqual([200, { BatchGetItem: 2, TransactWriteItems: 1 }]);
    const made = await counted("POST", `${path}/feed`, undefined, { "if-match": '"2.x"' });
    expect([made.status, made.calls]).toEqual([200, { BatchGetItem: 2, TransactWriteItems: 1 }]);
    const { head } = await draftCase(world.as(world.engineer), content);
    await raiseAlerts(world.as(system), String(saved.body["id"]), [{ id: head.id, kind: "case" }]);
    const alerts = await counted("GET", `${path}/alerts`);
    expect([alerts.status, alerts.calls]).toEqual([200, { BatchGetItem: 3, Query: 1 }]);
    proxy.calls.clear();
    expect((await door.fetch(String(made.body["json"]))).status).toBe(200);
    // The link, the search, its owner; then its alerts.
    expect(Object.fromEntries(proxy.calls)).toEqual({ BatchGetItem: 5, Query: 1 });
    const feed = await counted("GET", `/search/feed.atom?q=${encodeURIComponent("数控机床")}`);
    expect([feed.status, feed.calls]).toEqual([200, actor]);
    const deleted = await counted("DELETE", path, undefined, { "if-match": '"3.x"' });
    expect([deleted.status, deleted.calls]).toEqual([200, { BatchGetItem: 2, TransactWriteItems: 1 }]);
  });

  it("questions: the request, those there are, names to look for, one transaction; to list them the first two", async () => {
    const owner = world.as(world.engineer);
    const need = { direction: "need", type: "testing", title: "寻求检测", summary: "壳体检测。" } as const;
    const { head } = await draftRequest(owner, need);
    await submitRequest(owner, { id: head.id, revision: 1 }, { accept: [] });
    await openRequest(world.as(world.secretary), { id: head.id, revision: 2 });
    const path = `/cooperation/${head.id}`;
    const asked = await counted("POST", `${path}/questions`, { text: "有多少件？" }, {}, world.stranger);
    const calls = { BatchGetItem: 2, Query: 3, TransactWriteItems: 1 };
    expect([asked.status, asked.calls]).toEqual([200, calls]);
    const listed = await counted("GET", `${path}/questions`);
    expect([listed.status, listed.calls]).toEqual([200, { ...actor, Query: 2 }]);
    const answered = await counted("POST", `${path}/answers`, { number: 1, text: "一千件。" });
    expect([answered.status, answered.calls]).toEqual([200, calls]);
  });

  it("import of 50 rows: actor, batch with claims, one transaction a new row, the batch once more; same rows none; changed ones their heads at once; dry run none", async () => {
    const opened = await counted("POST", "/imports", { kind: "case" });
    const rows = (text: string) => ({
      rows: Array.from({ length: 50 }, (_, line) => ({
        line: line + 1,
        record: { externalId: `b-${line}`, title: `第 ${line} 行`, body: text },
      })),
    });
    const path = `/imports/${String(opened.body["id"])}/rows`;
    const fresh = await counted("POST", path, rows("一"));
    expect([fresh.status, fresh.calls]).toEqual([200, { BatchGetItem: 3, TransactWriteItems: 50 }]);
    const next = await counted("POST", "/imports", { kind: "case" });
    const nextPath = `/imports/${String(next.body["id"])}/rows`;
    expect((await counted("POST", nextPath, rows("一"))).calls).toEqual({ BatchGetItem: 2 });
    expect((await counted("POST", nextPath, rows("二"))).calls).toEqual({ BatchGetItem: 4, TransactWriteItems: 50 });
    const dry = await counted("POST", "/imports", { kind: "case", dryRun: true });
    expect((await counted("POST", `/imports/${String(dry.body["id"])}/rows`, rows("三"))).calls).toEqual({
      BatchGetItem: 3,
    });
  });

  it("a repeated command: its failed transaction, then one read of the thing as it is now", async () => {
    const key = randomUUID();
    await counted("POST", "/cases", content, { "idempotency-key": key });
    const again = await counted("POST", "/cases", content, { "idempotency-key": key });
    expect([again.status, again.calls]).toEqual([201, { ...actor, Query: 1, TransactWriteItems: 1 }]);
  });

  it("publication writes everything in one transaction", async () => {
    const { head } = await draftCase(world.as(world.engineer), content);
    await submitCase(world.as(world.engineer), { id: head.id, revision: 1 });
    const published = await counted(
      "POST",
      `/cases/${head.id}/publish`,
      undefined,
      { "if-match": '"2.x"' },
      world.secretary,
    );
    expect([published.status, published.calls]).toEqual([200, { ...actor, Query: 1, TransactWriteItems: 1 }]);
    await expect(publishCase(world.as(world.secretary), { id: head.id, revision: 3 })).rejects.toMatchObject({
      reason: "state",
    });
  });
});
