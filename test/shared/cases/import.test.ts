import { visitor } from "@lianchuang/shared/actor";
import {
  changeCase,
  getCase,
  getImport,
  importRows,
  listImportRows,
  listImports,
  openImport,
  undoImport,
  withdrawCase,
} from "@lianchuang/shared/cases";
import type { ImportRows, UndoStep } from "@lianchuang/shared/cases/import/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});

const rows = (records: Record<string, unknown>[]): ImportRows => ({
  rows: records.map((record, position) => ({ line: position + 1, record })),
});
const record = (externalId: string, body: string) => ({ externalId, title: `案例 ${externalId}`, body });
const open = (actor = world.engineer, over: object = {}) =>
  openImport(world.as(actor), { kind: "case", audience: "members", publish: false, dryRun: false, ...over });
const bring = async (batchId: string, records: Record<string, unknown>[], actor = world.engineer) => {
  const outcomes = await importRows(world.as(actor), batchId, rows(records));
  return outcomes.map(({ outcome }) => outcome);
};
const idOf = async (batchId: string, line: number) => {
  const page = await listImportRows(world.as(world.secretary), batchId, { limit: 100 });
  return page.items.find((row) => row.line === line)?.caseId ?? "";
};
/** All steps of an undo, as one. */
const undo = async (batchId: string, actor = world.engineer) => {
  const whole: Pick<UndoStep, "state" | "undone" | "kept"> = { state: "open", undone: 0, kept: [] };
  do {
    const { revision } = await getImport(world.as(actor), batchId);
    const step = await undoImport(world.as(actor), { id: batchId, revision });
    whole.state = step.state;
    whole.undone += step.undone;
    whole.kept.push(...step.kept);
  } while (whole.state !== "undone");
  return whole;
};

describe("rows", () => {
  it("each have their own result: broken ones name the field, the others come in", async () => {
    const batch = await open();
    const outcomes = await importRows(
      world.as(world.engineer),
      batch.id,
      rows([
        record("好-1", "正文"),
        { title: "没有编号", body: "正文" },
        { ...record("错-1", "正文"), title: "" },
        { ...record("错-2", "正文"), colour: "red" },
        { ...record("错-3", "正文"), industry: "9999" },
        { ...record("错-4", "正文"), organisationId: world.otherId },
        { ...record("错-5", "正文"), audience: "public" },
        record("好-1", "同一编号"),
        JSON.parse('{"externalId":"错-6","title":"t","__proto__":{"a":1}}') as Record<string, unknown>,
        { ...record("错-7", "\ud800") },
        "不是对象" as unknown as Record<string, unknown>,
        record("好-2", "正文"),
      ]),
    );
    expect(outcomes.map(({ outcome, issues }) => [outcome, issues?.[0]?.pointer])).toEqual([
      ["new", undefined],
      ["invalid", "/externalId"],
      ["invalid", "/title"],
      ["invalid", "/colour"],
      ["invalid", "/industry"],
      ["invalid", "/organisationId"],
      ["invalid", "/audience"],
      ["invalid", "/externalId"],
      ["invalid", "/__proto__"],
      ["invalid", "/body"],
      ["invalid", ""],
      ["new", undefined],
    ]);
  });

  it("are new, same or changed; a line sent again in its batch answers as it did the first time", async () => {
    const first = await open();
    expect(await bring(first.id, [record("再-1", "一"), record("再-2", "一")])).toEqual(["new", "new"]);
    expect(await bring(first.id, [record("再-1", "一"), record("再-2", "一")])).toEqual(["new", "new"]);
    const second = await open();
    expect(await bring(second.id, [record("再-1", "一"), record("再-2", "二")])).toEqual(["same", "changed"]);
    expect(await bring(second.id, [record("再-1", "一"), record("再-2", "二")])).toEqual(["same", "changed"]);
    expect(await getCase(world.as(world.engineer), await idOf(second.id, 2))).toMatchObject({
      body: "二",
      revision: 2,
      state: "draft",
    });
  });

  it("leave alone what somebody changed by hand since, and say so", async () => {
    const first = await open();
    await bring(first.id, [record("手-1", "一")]);
    const id = await idOf(first.id, 1);
    await changeCase(world.as(world.engineer), { id, revision: 1 }, { body: "手工修改" });
    const second = await open();
    const [outcome] = await importRows(world.as(world.engineer), second.id, rows([record("手-1", "三")]));
    expect(outcome).toMatchObject({ outcome: "conflict", id, issues: [{ code: "changed_by_hand" }] });
    expect((await getCase(world.as(world.engineer), id)).body).toBe("手工修改");
    expect(await bring(second.id, [record("手-1", "一")])).toEqual(["same"]);
  });

  it("that came in are answered as then when their command is repeated, whatever became of the case since", async () => {
    const first = await open();
    const command = { key: "import-again", fingerprint: "one" };
    const send = () => importRows(world.as(world.engineer, { command }), first.id, rows([record("旧-1", "一")]));
    const landed = await send();
    expect(landed).toMatchObject([{ outcome: "new" }]);
    const second = await open();
    await bring(second.id, [record("旧-1", "二")]);
    expect(await send()).toEqual(landed);
    const id = landed[0]?.id ?? "";
    await changeCase(world.as(world.engineer), { id, revision: 2 }, { body: "手工修改" });
    expect(await send()).toEqual(landed);
    expect(await getCase(world.as(world.engineer), id)).toMatchObject({ body: "手工修改", revision: 3 });
  });

  it("come in once though two imports bring them at the same time", async () => {
    const [one, other] = [await open(), await open()];
    const records = Array.from({ length: 10 }, (_, position) => record(`并-${position}`, "正文"));
    const [first, second] = await Promise.all([bring(one.id, records), bring(other.id, records)]);
    for (const position of records.keys()) {
      const pair = [first?.[position], second?.[position]];
      expect(pair.filter((outcome) => outcome === "new").length).toBe(1);
      expect(pair.find((outcome) => outcome !== "new")).toBe("same");
    }
    expect(new Set(await bring((await open()).id, records))).toEqual(new Set(["same"]));
  });

  it("that change the same cases at the same time are both answered, one after the other", async () => {
    const records = (body: string) => Array.from({ length: 20 }, (_, position) => record(`争-${position}`, body));
    await bring((await open()).id, records("零"));
    const batches = [await open(), await open(), await open()];
    const outcomes = await Promise.all(batches.map(({ id }, position) => bring(id, records(`第 ${position} 次`))));
    expect(new Set(outcomes.flat())).toEqual(new Set(["changed"]));
    const { items } = await listImportRows(world.as(world.engineer), batches[0]?.id ?? "", { limit: 100 });
    for (const { caseId } of items) {
      const { revision, body } = await getCase(world.as(world.engineer), caseId);
      expect([revision, body]).toEqual([4, expect.stringMatching(/^第 [012] 次$/)]);
    }
  });

  it("on a line that was used refuse that row alone, by name", async () => {
    const batch = await open();
    const twice = await importRows(world.as(world.engineer), batch.id, {
      rows: [
        { line: 1, record: record("行-1", "一") },
        { line: 1, record: record("行-2", "一") },
        { line: 2, record: record("行-3", "一") },
      ],
    });
    expect(twice.map(({ outcome, issues }) => [outcome, issues?.[0]?.pointer])).toEqual([
      ["new", undefined],
      ["invalid", "/line"],
      ["new", undefined],
    ]);
    const later = await importRows(world.as(world.engineer), batch.id, {
      rows: [
        { line: 1, record: record("行-4", "一") },
        { line: 2, record: record("行-3", "二") },
        { line: 3, record: record("行-5", "一") },
      ],
    });
    expect(later.map(({ outcome, issues }) => [outcome, issues?.[0]?.pointer])).toEqual([
      ["conflict", "/line"],
      ["conflict", "/line"],
      ["new", undefined],
    ]);
  });

  it("are commands of their own: a key used for another record refuses that row alone, and none meets a key of another command", async () => {
    const ctx = world.as(world.engineer, { command: { key: "rows-key", fingerprint: "" } });
    const named = world.as(world.engineer, { command: { key: "rows-key#1", fingerprint: "open" } });
    const options = { kind: "case", audience: "members", publish: false, dryRun: false } as const;
    const { id } = await openImport(named, options);
    const send = (line: number, externalId: string) => ({ line, record: record(externalId, "一") });
    expect((await importRows(ctx, id, { rows: [send(1, "键-1")] }))[0]?.outcome).toBe("new");
    const again = await importRows(ctx, id, { rows: [send(1, "键-2"), send(2, "键-3")] });
    expect(again.map(({ outcome, issues }) => [outcome, issues?.[0]?.code])).toEqual([
      ["conflict", "key_reused"],
      ["new", undefined],
    ]);
  });

  it("of a dry run say what would happen, and write nothing", async () => {
    const dry = await open(world.engineer, { dryRun: true });
    expect(await bring(dry.id, [record("试-1", "一")])).toEqual(["new"]);
    const real = await open();
    expect(await bring(real.id, [record("试-1", "一")])).toEqual(["new"]);
    expect(await bring(dry.id, [record("试-1", "二")])).toEqual(["changed"]);
    expect((await listImportRows(world.as(world.engineer), dry.id, { limit: 10 })).items).toEqual([]);
  });

  it("are for one's own organisation; as published only by the secretariat; of several organisations for the one named", async () => {
    await expect(open(world.engineer, { publish: true })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(open(world.engineer, { organisationId: world.otherId })).rejects.toMatchObject({
      reason: "forbidden",
    });
    await expect(open(visitor)).rejects.toMatchObject({ reason: "forbidden" });
    const batch = await open();
    await expect(importRows(world.as(world.stranger), batch.id, rows([record("他-1", "一")]))).rejects.toMatchObject({
      reason: "not_found",
    });
    await expect(importRows(world.as(world.secretary), batch.id, rows([record("他-1", "一")]))).rejects.toMatchObject({
      reason: "forbidden",
    });
    const both = {
      ...world.engineer,
      memberships: [
        { organisationId: world.otherId, role: "member" },
        { organisationId: world.organisationId, role: "member" },
      ],
    } as typeof world.engineer;
    await bring(batch.id, [record("多-1", "一")]);
    const again = await open(both, { organisationId: world.organisationId });
    expect(await bring(again.id, [record("多-1", "一")], both)).toEqual(["same"]);
  });
});

describe("undo", () => {
  it("withdraws what was new and restores what was changed, in layers, and a new import brings it back", async () => {
    const secretary = world.as(world.secretary);
    const first = await open(world.secretary, { publish: true });
    expect(await bring(first.id, [record("层-1", "一"), record("层-2", "一")], world.secretary)).toEqual([
      "new",
      "new",
    ]);
    const second = await open(world.secretary, { publish: true });
    expect(
      await bring(second.id, [record("层-1", "二"), record("层-2", "一"), record("层-3", "二")], world.secretary),
    ).toEqual(["changed", "same", "new"]);
    const id = await idOf(second.id, 1);

    expect(await undo(second.id, world.secretary)).toMatchObject({ state: "undone", undone: 2, kept: [] });
    expect(await getCase(world.as(world.stranger), id)).toMatchObject({ body: "一", view: "published" });
    expect(await undo(first.id, world.secretary)).toMatchObject({ state: "undone", undone: 2, kept: [] });
    await expect(getCase(world.as(world.stranger), id)).rejects.toMatchObject({ reason: "not_found" });
    expect(await getCase(secretary, id)).toMatchObject({ state: "withdrawn" });
    expect(await undo(first.id, world.secretary)).toMatchObject({ state: "undone", undone: 0, kept: [] });
    await expect(importRows(secretary, first.id, rows([record("层-9", "一")]))).rejects.toMatchObject({
      reason: "state",
    });

    const third = await open(world.secretary, { publish: true });
    expect(await bring(third.id, [record("层-1", "一")], world.secretary)).toEqual(["changed"]);
    expect(await getCase(world.as(world.stranger), id)).toMatchObject({ body: "一" });
    expect(await undo(third.id, world.secretary)).toMatchObject({ undone: 1 });
    expect(await getCase(secretary, id)).toMatchObject({ state: "withdrawn" });
  });

  it("keeps what somebody changed since, and what cannot be restored by one write", async () => {
    const batch = await open();
    await bring(batch.id, [record("留-1", "一"), record("留-2", "一")]);
    const id = await idOf(batch.id, 1);
    await withdrawCase(world.as(world.engineer), { id, revision: 1 }, {});
    expect(await undo(batch.id)).toMatchObject({ undone: 1, kept: [{ line: 1, caseId: id }] });

    const published = await open(world.secretary, { publish: true });
    await bring(published.id, [record("旧-1", "一")], world.secretary);
    await bring((await open(world.secretary)).id, [record("旧-1", "二")], world.secretary);
    const third = await open(world.secretary, { publish: true });
    await bring(third.id, [record("旧-1", "三")], world.secretary);
    expect((await undo(third.id, world.secretary)).kept.length).toBe(1);
  });

  it("answers repeated rows as when they came in, and takes no new ones", async () => {
    const batch = await open();
    const ctx = world.as(world.engineer, { command: { key: "before-undo", fingerprint: "" } });
    const send = () => importRows(ctx, batch.id, rows([record("复-1", "一"), record("复-2", "一")]));
    const landed = await send();
    expect(await undo(batch.id)).toMatchObject({ undone: 2 });
    expect(await send()).toEqual(landed);
    const more = { rows: [{ line: 9, record: record("复-9", "一") }] };
    await expect(importRows(ctx, batch.id, more)).rejects.toMatchObject({ reason: "state" });
    expect(await getCase(world.as(world.engineer), landed[0]?.id ?? "")).toMatchObject({ state: "withdrawn" });
  });

  it("counts right though several run at once", async () => {
    const batch = await open();
    const ids = Array.from({ length: 12 }, (_, position) => record(`同-${position}`, "一"));
    await bring(batch.id, ids);
    await undoImport(world.as(world.engineer), { id: batch.id, revision: 1 });
    const command = { key: "undo-at-once", fingerprint: "" };
    const runs = await Promise.allSettled(
      Array.from({ length: 4 }, (_, position) => {
        const own = position < 2 ? { command } : {};
        return undoImport(world.as(world.engineer, own), { id: batch.id, revision: 2 });
      }),
    );
    const done = runs.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
    expect(done.length).toBeGreaterThan(0);
    for (const { undone, kept } of done) expect([undone, kept]).toEqual([12, []]);
  });

  it("while rows come in acknowledges none that stays: undoing again finds the rest", async () => {
    const batch = await open();
    const send = async (part: number) => {
      const records = Array.from({ length: 25 }, (_, position) => ({
        line: part * 25 + position + 1,
        record: record(`间-${part}-${position}`, "一"),
      }));
      return importRows(world.as(world.engineer), batch.id, { rows: records });
    };
    const sending = Promise.allSettled([send(0), send(1), send(2)]);
    await undo(batch.id);
    const acknowledged = (await sending).filter(({ status }) => status === "fulfilled").length;
    await undo(batch.id);
    const { items } = await listImportRows(world.as(world.engineer), batch.id, { limit: 100 });
    for (const { caseId } of items)
      expect(await getCase(world.as(world.engineer), caseId)).toMatchObject({ state: "withdrawn" });
    expect(acknowledged).toBeLessThan(3);
  });

  it("keeps what a later import changed until that one is undone, and then undoes it when asked again", async () => {
    const first = await open();
    await bring(first.id, [record("次-1", "一"), record("次-2", "一")]);
    const second = await open();
    expect(await bring(second.id, [record("次-1", "二")])).toEqual(["changed"]);
    const id = await idOf(second.id, 1);
    const kept = [{ line: 1, caseId: id }];
    expect(await undo(first.id)).toMatchObject({ state: "undone", undone: 1, kept });
    expect(await undo(first.id)).toMatchObject({ state: "undone", undone: 0, kept });
    expect(await undo(second.id)).toMatchObject({ undone: 1, kept: [] });
    expect((await getCase(world.as(world.engineer), id)).body).toBe("一");
    expect(await undo(first.id)).toMatchObject({ state: "undone", undone: 1, kept: [] });
    expect((await getCase(world.as(world.engineer), id)).state).toBe("withdrawn");
  });

  it("goes in steps of fifty, names its revision, and is only for who may import", async () => {
    const batch = await open();
    const many = Array.from({ length: 60 }, (_, position) => record(`步-${position}`, "正文"));
    await importRows(world.as(world.engineer), batch.id, {
      rows: many.slice(0, 50).map((entry, position) => ({ line: position + 1, record: entry })),
    });
    await importRows(world.as(world.engineer), batch.id, {
      rows: many.slice(50).map((entry, position) => ({ line: position + 51, record: entry })),
    });
    await expect(undoImport(world.as(world.engineer), { id: batch.id, revision: 5 })).rejects.toMatchObject({
      reason: "stale",
    });
    await expect(undoImport(world.as(world.secretary), { id: batch.id, revision: 1 })).rejects.toMatchObject({
      reason: "forbidden",
    });
    const ctx = world.as(world.engineer);
    expect(await undoImport(ctx, { id: batch.id, revision: 1 })).toMatchObject({ state: "undoing", undone: 0 });
    expect(await undoImport(ctx, { id: batch.id, revision: 2 })).toMatchObject({ state: "undoing", undone: 50 });
    await expect(importRows(world.as(world.engineer), batch.id, rows([record("步-0", "一")]))).rejects.toMatchObject({
      reason: "state",
    });
    expect(await undo(batch.id)).toMatchObject({ state: "undone", undone: 10 });
  });
});

describe("looking back", () => {
  it("pages one's own imports and the rows of one", async () => {
    const ctx = world.as(world.representative);
    const batches = [
      await open(world.representative, { fileName: "a.jsonl" }),
      await open(world.representative),
      await open(world.representative),
    ];
    await bring(
      batches[0]?.id ?? "",
      [record("页-1", "一"), record("页-2", "一"), record("页-3", "一")],
      world.representative,
    );
    const first = await listImports(ctx, { limit: 2 });
    const rest = await listImports(ctx, { limit: 2, ...(first.next && { cursor: first.next }) });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(batches.map(({ id }) => id).toReversed());
    const page = await listImportRows(ctx, batches[0]?.id ?? "", { limit: 2 });
    const more = await listImportRows(ctx, batches[0]?.id ?? "", { limit: 2, ...(page.next && { cursor: page.next }) });
    expect([...page.items, ...more.items].map(({ line }) => line)).toEqual([1, 2, 3]);
    await expect(listImports(world.as(visitor), { limit: 5 })).rejects.toMatchObject({ reason: "unauthenticated" });
  });
});
