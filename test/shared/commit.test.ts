import { setTimeout as wait } from "node:timers/promises";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { actorId } from "@lianchuang/shared/actor";
import { type Outcome, once } from "@lianchuang/shared/command";
import { claimKey, commit } from "@lianchuang/shared/commit";
import type { Context } from "@lianchuang/shared/context";
import { AppError, staleRevision } from "@lianchuang/shared/errors";
import { readEvents } from "@lianchuang/shared/events";
import { assertRevision, found, Head } from "@lianchuang/shared/head";
import { newId } from "@lianchuang/shared/ids";
import { createCursors, newCursorKey } from "@lianchuang/shared/page";
import { key, openTable, read, readRange, type Table } from "@lianchuang/shared/table";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import * as z from "zod";
import { clientFor } from "../../packages/local/src/engine.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "../engines/fault-proxy.ts";
import { newTable } from "../support/world.ts";

const Counter = Head.extend({ count: z.int(), notes: z.int() });
type Counter = z.infer<typeof Counter>;

let table: Table;
let proxy: FaultProxy;
beforeAll(async () => {
  const direct = await newTable();
  proxy = await startFaultProxy(inject("endpoint"));
  table = openTable({ name: direct.name, client: clientFor(proxy.endpoint) });
});
afterAll(() => proxy.close());

const person = { kind: "person", id: newId("person", new Date()), name: "甲", memberships: [], seats: [] } as const;
const context = (command?: Context["command"], over: Partial<Context> = {}): Context => ({
  actor: person,
  table,
  cursors: createCursors([newCursorKey()]),
  now: () => new Date(),
  requestId: "test",
  ...(command && { command }),
  ...over,
});

const create = async (ctx: Context, id = newId("case", ctx.now())): Promise<Counter> => {
  const next = { state: "open", audience: ["public"], count: 0, notes: 0 };
  const [head] = await commit(ctx, { changes: [{ id, next, event: { action: "create" } }] });
  return Counter.parse(head);
};

const load = async (ctx: Context, id: string): Promise<Counter> => found(await read(ctx.table, Counter, key(id)));

const increment = async (ctx: Context, id: string, revision?: number): Promise<Counter> => {
  const from = await load(ctx, id);
  if (revision !== undefined) assertRevision(from, revision);
  const [head] = await commit(ctx, {
    changes: [{ id, from, next: { ...from, count: from.count + 1 }, event: { action: "increment" } }],
  });
  return Counter.parse(head);
};

const note = async (ctx: Context, id: string): Promise<Counter> => {
  const from = await load(ctx, id);
  const noteId = newId("evt", ctx.now());
  const next = { ...from, notes: from.notes + 1 };
  const [head] = await commit(ctx, {
    changes: [
      {
        id,
        from,
        next,
        append: true,
        event: { action: "note" },
        appends: { [`note#${noteId}`]: { by: actorId(ctx.actor) } },
      },
    ],
  });
  return Counter.parse(head);
};

/** As a caller does: the same command again and again until it is answered. */
const insist = async <T>(ctx: Context, verb: () => Promise<T>): Promise<Outcome<T>> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(ctx, verb);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "unavailable") || attempt > 40) throw error;
      await wait(5);
    }
  }
};

const assertLog = async (id: string): Promise<Counter> => {
  const ctx = context();
  const head = await load(ctx, id);
  const events = await readEvents(table, id, 0, 1000);
  expect(events.map((event) => event.sequence)).toEqual(
    Array.from({ length: head.sequence }, (_, position) => position + 1),
  );
  expect(events.every((event, position) => position === 0 || event.at > (events[position - 1]?.at ?? ""))).toBe(true);
  return head;
};

const fates: Fault[] = [
  "pass",
  "pass",
  "pass",
  "throttled",
  "failed",
  "conflict",
  "reset",
  "late",
  "applied-failed",
  "applied-reset",
];

describe("commit", () => {
  it("gives each command its effect once and each repetition its own answer, whatever is retried, duplicated, competing or half failed", async () => {
    const plan = fc.record({
      commands: fc.array(
        fc.record({ verb: fc.constantFrom("increment", "note"), copies: fc.integer({ min: 1, max: 3 }) }),
        { minLength: 1, maxLength: 6 },
      ),
      fates: fc.array(fc.constantFrom(...fates), { minLength: 5, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ commands, fates: fate }) => {
        proxy.decide = () => "pass";
        const { id } = await create(context());
        let call = 0;
        proxy.decide = (operation) =>
          operation === "TransactWriteItems" ? (fate[call++ % (fate.length + 3)] ?? "pass") : "pass";
        const runs = commands.flatMap(({ verb, copies }, position) =>
          Array.from({ length: copies }, async () => {
            const ctx = context({ key: `${id}-${position}`, fingerprint: `${verb}-${position}` });
            const outcome = await insist(ctx, () => (verb === "increment" ? increment(ctx, id) : note(ctx, id)));
            return { position, revision: outcome.kind === "done" ? outcome.value.revision : outcome.record.revision };
          }),
        );
        const answers = await Promise.all(runs);
        proxy.decide = () => "pass";
        const head = await assertLog(id);
        const increments = commands.filter(({ verb }) => verb === "increment").length;
        expect([head.count, head.notes, head.sequence]).toEqual([
          increments,
          commands.length - increments,
          commands.length + 1,
        ]);
        expect(head.revision).toBe(increments + 1);
        for (const position of commands.keys())
          expect(
            new Set(answers.filter((answer) => answer.position === position).map((answer) => answer.revision)).size,
          ).toBe(1);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 120_000);

  it("applies a command without a key once, though the engine answers an applied write with an error", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    table = openTable({ name: table.name, client: clientFor(proxy.endpoint) });
    let lost = 1;
    proxy.decide = (operation) => (operation === "TransactWriteItems" && lost-- > 0 ? "applied-failed" : "pass");
    const ctx = context();
    expect(await once(ctx, () => increment(ctx, id, 1))).toMatchObject({
      kind: "done",
      value: { count: 1, revision: 2 },
    });
    expect((await assertLog(id)).count).toBe(1);
  });

  it("tells who follows of a write whose answer was lost, since it may have landed", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    table = openTable({ name: table.name, client: clientFor(proxy.endpoint) });
    const told: string[] = [];
    table.onCommit((partitions) => told.push(...partitions));
    proxy.decide = (operation) => (operation === "TransactWriteItems" ? "applied-reset" : "pass");
    const ctx = context();
    await once(ctx, () => increment(ctx, id, 1)).catch(() => undefined);
    proxy.decide = () => "pass";
    expect((await assertLog(id)).count).toBe(1);
    expect(told).toContain(key(id).pk);
    told.length = 0;
    proxy.decide = (operation) => (operation === "TransactWriteItems" ? "failed" : "pass");
    await expect(once(ctx, () => increment(ctx, id, 2))).rejects.toMatchObject({ code: "unavailable" });
    proxy.decide = () => "pass";
    expect(told).toContain(key(id).pk);
  });

  it("refuses a stale revision and a missing one, but runs again when only an append came between", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    const ctx = context();
    let interrupted = false;
    const outcome = await once(ctx, async () => {
      const from = await load(ctx, id);
      assertRevision(from, 1);
      if (!interrupted) {
        interrupted = true;
        await note(context(), id);
      }
      const [head] = await commit(ctx, {
        changes: [{ id, from, next: { ...from, count: 1 }, event: { action: "increment" } }],
      });
      return head;
    });
    expect(outcome).toMatchObject({ kind: "done", value: { revision: 2, sequence: 3 } });
    await expect(once(ctx, () => increment(ctx, id, 1))).rejects.toMatchObject({
      reason: "stale",
      message: staleRevision(2).message,
    });
    expect(() => assertRevision({ revision: 1 }, undefined)).toThrow(
      expect.objectContaining({ reason: "revision_missing" }),
    );
  });

  it("looks the record up before it refuses: a command that landed unseen is answered, not refused", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    const ctx = context({ key: "late-write-1", fingerprint: "f" });
    await once(ctx, () => increment(ctx, id, 1));
    expect(await once(ctx, () => increment(ctx, id, 1))).toMatchObject({
      kind: "replayed",
      record: { revision: 2, outcome: "changed" },
    });
  });

  it("refuses a key used for another request, and keeps keys of different people apart", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    const command = { key: "shared-key-1", fingerprint: "one" };
    await once(context(command), () => increment(context(command), id));
    const other = context({ ...command, fingerprint: "two" });
    await expect(once(other, () => increment(other, id))).rejects.toMatchObject({ reason: "key_reused" });
    const somebody = context(command, { actor: { ...person, id: newId("person", new Date()) } });
    expect(await once(somebody, () => increment(somebody, id))).toMatchObject({ kind: "done", value: { count: 2 } });
  });

  it("forgets a record after seven days, whether or not it was swept", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    const command = { key: "expires-1", fingerprint: "one" };
    const past = context(command, { now: () => new Date(Date.now() - 8 * 86_400_000) });
    await once(past, () => increment(past, id));
    const today = context(command);
    expect(await once(today, () => increment(today, id))).toMatchObject({ kind: "done", value: { count: 2 } });
  });

  it("lets one holder take a name, and another only after it was released", async () => {
    proxy.decide = () => "pass";
    const name = claimKey("test", newId("evt", new Date()));
    const taken = (holder: string) => new AppError("taken", { en: holder, zh: holder });
    const take = async (id: string) => {
      const next = { state: "open", audience: [], count: 0, notes: 0 };
      return commit(context(), {
        changes: [{ id, next, event: { action: "create" } }],
        claims: [{ key: name, taken }],
      });
    };
    const first = newId("case", new Date());
    const second = newId("case", new Date());
    await take(first);
    await expect(take(second)).rejects.toMatchObject({ reason: "taken", message: first });
    const from = await load(context(), first);
    await commit(context(), {
      changes: [{ id: first, from, next: from, event: { action: "release" } }],
      releases: [{ key: name, holder: first }],
    });
    await take(second);
  });

  it("loses no update among many writers, and leaves no hole in the log", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    const writers = Array.from({ length: 12 }, async () => {
      const ctx = context();
      return insist(ctx, () => increment(ctx, id));
    });
    await Promise.all(writers);
    expect(await assertLog(id)).toMatchObject({ count: 12, revision: 13, sequence: 13 });
  });

  it("neither guesses at what newer code wrote nor writes over it, and says to come again", async () => {
    const ctx = context();
    const { id } = await create(ctx);
    const Item = { ...(await load(ctx, id)), schemaVersion: 2, count: "two" };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));
    await expect(load(ctx, id)).rejects.toMatchObject({ code: "unavailable" });
    await expect(increment(ctx, id)).rejects.toMatchObject({ code: "unavailable" });
    await expect(readRange(table, key(id).pk, { prefix: "head" })).rejects.toMatchObject({ code: "unavailable" });
    const { Item: after } = await table.client.send(new GetCommand({ TableName: table.name, Key: { ...key(id) } }));
    expect(after).toEqual(Item);
  });

  it("dates events in order though the clock is set back", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    const ctx = context(undefined, { now: () => new Date(Date.now() - 3_600_000) });
    await once(ctx, () => increment(ctx, id));
    await assertLog(id);
  });

  it("answers unavailable, not wrong, when the engine stays throttled, and does not storm it", async () => {
    proxy.decide = () => "pass";
    const { id } = await create(context());
    proxy.calls.clear();
    proxy.decide = (operation) => (operation === "TransactWriteItems" ? "throttled" : "pass");
    const ctx = context();
    await expect(once(ctx, () => increment(ctx, id))).rejects.toMatchObject({ code: "unavailable" });
    expect(proxy.calls.get("TransactWriteItems")).toBeLessThanOrEqual(3);
    proxy.decide = () => "pass";
    expect((await assertLog(id)).count).toBe(0);
  });
});
