// The clock does what is due: once, whoever runs it how often, late, at the same time or after a crash; and one bad thing stops no other.
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { visitor } from "@lianchuang/shared/actor";
import { type Change, commit } from "@lianchuang/shared/commit";
import {
  answerQuestion,
  askQuestion,
  confirmRequest,
  doDue,
  draftRequest,
  findRequest,
  getRequest,
  holdRequest,
  listRequestEvents,
  listRequests,
  openRequest,
  renewRequest,
  submitRequest,
} from "@lianchuang/shared/cooperation";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { found } from "@lianchuang/shared/head";
import { SearchUnavailable } from "@lianchuang/shared/search";
import { indexed, key } from "@lianchuang/shared/table";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { runDue } from "../../functions/clock/run-due.ts";
import { admission, departure, mention } from "../../packages/shared/src/cooperation/admit.ts";
import { type FaultProxy, startFaultProxy } from "../engines/fault-proxy.ts";
import { laggingTable } from "../engines/lagging-table.ts";
import { runClock } from "../support/functions.ts";
import { newWorld, system, type World } from "../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const dayLong = 86_400_000;
/** Everything begins at ten in the morning in China. */
const start = Date.parse("2026-03-01T02:00:00.000Z");
const after = (days: number): Date => new Date(start + days * dayLong);
/** The day in China so many days after the start. */
const day = (days: number): string => new Date(start + days * dayLong + 8 * 3_600_000).toISOString().slice(0, 10);
const endOf = (days: number): Date => new Date(`${day(days)}T24:00:00+08:00`);

const at = (days: number) => ({ now: () => after(days) });
const engineer = (days = 0) => world.as(world.engineer, at(days));
const opened = async (over: Partial<DraftRequest> = {}): Promise<string> => {
  const { head } = await draftRequest(engineer(), {
    direction: "need",
    type: "technology",
    title: "寻求压铸缩孔的解决办法",
    summary: "薄壁铝件。",
    deadline: day(300),
    ...over,
  });
  await submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: [] });
  await openRequest(world.as(world.secretary, at(0)), { id: head.id, revision: 2 });
  return head.id;
};
/** Lets the clock run at a time, without an index: what needs one waits for it. */
const run = async (until: Date, endpoint?: string) => {
  const { done, failed } = await runClock(world, until, { ...(endpoint !== undefined && { endpoint }) });
  expect(failed).toEqual([]);
  return done;
};
const seen = (id: string) => getRequest(engineer(), id);
const eventsOf = async (id: string) =>
  (await listRequestEvents(engineer(), id, { limit: 100 })).items.slice(3).map(({ action, to }) => `${action} ${to}`);

describe("the clock", () => {
  it("lets a request expire at the end of its last day in China, not a moment before, and warns of it fourteen days before", async () => {
    const id = await opened({ deadline: day(30) });
    expect(await run(new Date(endOf(16).getTime() - 1))).toEqual({});
    expect(await run(endOf(16))).toEqual({ "ends-soon": 1 });
    expect(await run(new Date(endOf(30).getTime() - 1))).toEqual({});
    expect((await getRequest(world.as(visitor), id)).state).toBe("open");
    expect(await run(endOf(30))).toEqual({ expire: 1 });
    expect((await getRequest(world.as(visitor), id)).state).toBe("expired");
    expect(await eventsOf(id)).toEqual(["ends-soon open", "expire expired"]);
    await renewRequest(engineer(31), { id, revision: 4 }, { deadline: day(60) });
    expect(await run(endOf(46))).toEqual({ "ends-soon": 1 });
  });

  it("asks the owner after sixty days, tells him alone until when, and puts the request on hold where he does not answer", async () => {
    const id = await opened();
    const before = await getRequest(world.as(world.stranger), id);
    expect(await run(after(60))).toEqual({ "ask-to-confirm": 1 });
    expect((await seen(id)).confirmBy).toBe(day(90));
    const { items } = await listRequests(engineer(), { limit: 10 });
    expect(items).toMatchObject([{ id, confirmBy: day(90) }]);
    expect(await getRequest(world.as(world.secretary), id)).not.toHaveProperty("confirmBy");
    expect(await getRequest(world.as(world.stranger), id)).toEqual(before);
    expect((await seen(id)).revision).toBe(3);
    expect(await run(new Date(endOf(90).getTime() - 1))).toEqual({});
    expect(await run(endOf(90))).toEqual({ hold: 1 });
    const held = await seen(id);
    expect(held.state).toBe("on-hold");
    expect(held.reason).toMatch(new RegExp(`${day(90)}.*\\p{Script=Han}.*${day(90)}`, "u"));
    expect(held).not.toHaveProperty("confirmBy");
    await renewRequest(engineer(95), { id, revision: 4 }, { deadline: day(300) });
    expect(await seen(id)).toMatchObject({ state: "open" });
    expect(await run(after(154))).toEqual({});
    expect(await run(after(155))).toEqual({ "ask-to-confirm": 1 });
  });

  it("asks no more once the owner confirmed, and sixty days later again", async () => {
    const id = await opened();
    await run(after(60));
    await confirmRequest(engineer(70), { id, revision: 3 });
    expect(await seen(id)).not.toHaveProperty("confirmBy");
    expect(await run(after(129))).toEqual({});
    expect(await run(after(130))).toEqual({ "ask-to-confirm": 1 });
  });

  it("asks who is in talks, but neither holds nor expires what is talked about", async () => {
    const id = await opened({ deadline: day(80) });
    const seat = { organisationId: world.otherId, ring: "qualified" } as const;
    const whole = found(await findRequest(world.table, id));
    await commit(engineer(1), { changes: [admission(engineer(1), whole, seat, "engage").change] });
    expect(await run(endOf(66))).toEqual({ "ask-to-confirm": 1, "ends-soon": 1 });
    expect(await run(after(200))).toEqual({});
    expect((await seen(id)).state).toBe("in-talks");
  });

  it("asks anew when talks end, instead of holding what nobody could confirm meanwhile", async () => {
    const id = await opened();
    const write = async (
      days: number,
      change: (whole: NonNullable<Awaited<ReturnType<typeof findRequest>>>) => Change,
    ) => commit(engineer(days), { changes: [change(found(await findRequest(world.table, id)))] });
    const seat = { organisationId: world.otherId, ring: "qualified" } as const;
    await write(1, (whole) => admission(engineer(1), whole, seat, "engage").change);
    expect(await run(after(60))).toEqual({ "ask-to-confirm": 1 });
    await write(120, (whole) => departure(engineer(120), whole, world.otherId).change);
    expect(await run(after(120))).toEqual({ "ask-to-confirm": 1 });
    expect(await seen(id)).toMatchObject({ state: "open", confirmBy: day(150) });
  });

  it("carries on what else is kept of a request: questions, the reason of a hold, what it asked", async () => {
    const id = await opened({ deadline: day(40) });
    await askQuestion(world.as(world.stranger, at(1)), id, { text: "问", accept: [] });
    await holdRequest(engineer(2), { id, revision: 3 }, { reason: "产线检修" });
    await run(endOf(26));
    const whole = found(await findRequest(world.table, id));
    await commit(engineer(27), { changes: [mention(engineer(27), whole, "interest", {})] });
    await answerQuestion(engineer(27), id, { number: 1, outcome: "answered", text: "答", accept: [] });
    expect(await seen(id)).toMatchObject({ state: "on-hold", reason: "产线检修", revision: 4 });
    expect((await findRequest(world.table, id))?.head).toMatchObject({ asked: 1, endsSoonFor: day(40) });
  });

  it("does what it does for nobody else", async () => {
    const id = await opened({ deadline: day(1) });
    for (const ctx of [engineer(9), world.as(world.secretary), world.as(system), world.as(visitor)])
      await expect(doDue(ctx, id, after(9))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a clock that runs otherwise than it should", () => {
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => opened({ deadline: day(30) })));

  it("does nothing twice, also on several machines at the same time", async () => {
    const ids = await many(12);
    const counts = await Promise.all(Array.from({ length: 3 }, () => run(endOf(30))));
    expect(counts.reduce((sum, { expire = 0 }) => sum + expire, 0)).toBe(12);
    expect(await run(endOf(30))).toEqual({});
    for (const id of ids) expect(await eventsOf(id)).toEqual(["expire expired"]);
  });

  it("late by months, ends what ended without announcing it afterwards, and gives who is asked late his thirty days", async () => {
    const [over, asked] = [await opened({ deadline: day(30) }), await opened()];
    expect(await run(after(150))).toEqual({ expire: 1, "ask-to-confirm": 1 });
    expect(await eventsOf(over)).toEqual(["expire expired"]);
    expect((await seen(asked)).confirmBy).toBe(day(180));
    expect(await run(after(151))).toEqual({});
  });

  // Its table is one in this process.
  if (!inject("bundled"))
    it("lagging in its index, acts by the thing itself and does nothing twice", async () => {
      const id = await opened({ deadline: day(30) });
      const lagging = laggingTable(world.table, inject("endpoint"));
      const ctx = { ...world.as(system, { now: () => endOf(30) }), table: lagging.table };
      const index = (): never => {
        throw new SearchUnavailable(new Error("no index in this test"));
      };
      const failed = (_: string, error: unknown): never => {
        throw error;
      };
      const late = () => runDue(ctx, endOf(30), { index, failed });
      await lagging.freeze();
      expect(await late()).toEqual({ expire: 1 });
      expect(await late()).toEqual({});
      lagging.thaw();
      expect(await late()).toEqual({});
      expect(await eventsOf(id)).toEqual(["expire expired"]);
    });

  it("broken off in the middle, has done each thing whole or not at all, and goes on where it was", async () => {
    const ids = await many(9);
    await faulty(async (proxy) => {
      let writes = 0;
      proxy.decide = (operation) => (operation === "TransactWriteItems" && ++writes > 4 ? "reset" : "pass");
      const { done, failed } = await runClock(world, endOf(30), proxy);
      expect([done, failed.length]).toEqual([{ expire: 4 }, 5]);
    });
    expect(await run(endOf(30))).toEqual({ expire: 5 });
    for (const id of ids) expect(await eventsOf(id)).toEqual(["expire expired"]);
  });

  it("does the others where one thing cannot be read, and says which", async () => {
    const [first, last] = [await opened({ deadline: day(29) }), await opened({ deadline: day(30) })];
    const bad = "coop_01J00000000000000000000000";
    const item = { ...key(bad), ...indexed("byDue", "coop", `${after(1).toISOString()}#${bad}`), state: "gone" };
    await world.table.client.send(new PutCommand({ TableName: world.table.name, Item: item }));
    expect(await runClock(world, endOf(30))).toEqual({ done: { expire: 2 }, failed: [bad] });
    for (const id of [first, last]) expect((await seen(id)).state).toBe("expired");
  });

  it("asks the table once for each kind of work where nothing is due, and twice of each thing that is", async () => {
    await many(3);
    await opened();
    await faulty(async (proxy) => {
      await run(after(1), proxy.endpoint);
      expect(Object.fromEntries(proxy.calls)).toEqual({ Query: 2 });
      proxy.calls.clear();
      await run(endOf(30), proxy.endpoint);
      // The two lists, each thing before and after what was done with it.
      expect(Object.fromEntries(proxy.calls)).toEqual({ Query: 2 + 2 * 3, TransactWriteItems: 3 });
    });
  });
});

const faulty = async (work: (proxy: FaultProxy) => Promise<void>): Promise<void> => {
  const proxy = await startFaultProxy(inject("endpoint"));
  try {
    await work(proxy);
  } finally {
    await proxy.close();
  }
};
