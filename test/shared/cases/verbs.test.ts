import { visitor } from "@lianchuang/shared/actor";
import {
  changeCase,
  draftCase,
  getCase,
  listCaseEvents,
  listCases,
  publishCase,
  submitCase,
  withdrawCase,
} from "@lianchuang/shared/cases";
import { DraftCase } from "@lianchuang/shared/cases/schema";
import { findActor, registerOrganisation, registerPerson, retireFictitious } from "@lianchuang/shared/members";
import { key, partitionOf, readMany, readRange } from "@lianchuang/shared/table";
import { beforeAll, describe, expect, it } from "vitest";
import { creditCode, newWorld, system, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});

const content = { title: "刀具寿命预测", body: "主轴功率与磨损。", audience: "members" as const };
const whole = DraftCase.parse({
  ...content,
  mode: "management-change",
  industry: "3421",
  region: "21",
  firmSize: "small",
  investmentBand: "100k-1m",
  paybackMonths: 8,
  processes: ["精密加工"],
  tags: ["刀具"],
  externalId: "全-1",
  problem: "换刀太早",
  practice: "在线监测",
  conditions: "有功率信号",
  lessons: "先小批量",
  results: [{ name: "刀具费用", unit: "%", baseline: 100, result: 82, method: "台账", period: "半年" }],
});
const engineer = () => world.as(world.engineer);
const secretary = () => world.as(world.secretary);

const published = async (): Promise<string> => {
  const { head } = await draftCase(engineer(), content);
  await submitCase(engineer(), { id: head.id, revision: 1 });
  await publishCase(secretary(), { id: head.id, revision: 2 });
  return head.id;
};

describe("drafting", () => {
  it("keeps every fact and part, and names what is missing", async () => {
    const { head } = await draftCase(engineer(), whole);
    const seen = await getCase(engineer(), head.id);
    expect(seen).toMatchObject({
      ...whole,
      industry: { code: "3421", name: "金属切削机床制造" },
      region: { code: "21", name: "辽宁" },
      results: [{ ...whole.results?.[0], grade: "claimed" }],
      toComplete: [],
      actions: ["change", "submit"].concat("withdraw"),
    });
    const bare = await draftCase(engineer(), content);
    expect((await getCase(engineer(), bare.head.id)).toComplete).toEqual([
      "mode",
      "industry",
      "region",
      "firmSize",
      "problem",
      "practice",
      "results",
      "conditions",
      "lessons",
    ]);
  });

  it("is for people of the organisation; who has several says which; codes must exist", async () => {
    await expect(draftCase(world.as(visitor), content)).rejects.toMatchObject({ reason: "forbidden" });
    await expect(draftCase(engineer(), { ...content, organisationId: world.otherId })).rejects.toMatchObject({
      reason: "forbidden",
    });
    await expect(draftCase(engineer(), { ...content, industry: "99" })).rejects.toMatchObject({
      issues: [{ pointer: "/industry" }],
    });
    const both = {
      ...world.engineer,
      memberships: [
        { organisationId: world.organisationId, role: "member" },
        { organisationId: world.otherId, role: "member" },
      ],
    } as typeof world.engineer;
    await expect(draftCase(world.as(both), content)).rejects.toMatchObject({
      issues: [{ pointer: "/organisationId", code: "required" }],
    });
    const { head } = await draftCase(world.as(both), { ...content, organisationId: world.otherId });
    expect(head.organisationId).toBe(world.otherId);
  });
});

describe("changing", () => {
  it("is a merge patch: what is absent stays, null removes, parts and facts alike", async () => {
    const { head } = await draftCase(engineer(), { ...whole, externalId: "改-1" });
    await changeCase(
      engineer(),
      { id: head.id, revision: 1 },
      { lessons: null, mode: null, paybackMonths: 9, audience: "public" },
    );
    const seen = await getCase(engineer(), head.id);
    expect(seen).toMatchObject({ paybackMonths: 9, audience: "public", practice: whole.practice, externalId: "改-1" });
    expect(seen).not.toHaveProperty("lessons");
    expect(seen).not.toHaveProperty("mode");
    const items = await readRange(world.table, partitionOf(head.id), { prefix: "head#text#" });
    expect(items.map(({ sk }) => sk)).not.toContain("head#text#lessons");
    await expect(changeCase(engineer(), { id: head.id, revision: 2 }, { industry: "00" })).rejects.toMatchObject({
      reason: "invalid",
    });
  });

  it("moves the external id: the old one is free again, the new one taken", async () => {
    const { head } = await draftCase(engineer(), { ...content, externalId: "移-1" });
    await changeCase(engineer(), { id: head.id, revision: 1 }, { externalId: "移-2" });
    const named = async (externalId: string) =>
      (await listCases(engineer(), { externalId, limit: 5 })).items.map(({ id }) => id);
    expect([await named("移-1"), await named("移-2")]).toEqual([[], [head.id]]);
    const other = await draftCase(engineer(), { ...content, externalId: "移-1" });
    await expect(
      changeCase(engineer(), { id: other.head.id, revision: 1 }, { externalId: "移-2" }),
    ).rejects.toMatchObject({ reason: "taken", message: expect.stringContaining(head.id) as unknown });
    await changeCase(engineer(), { id: head.id, revision: 2 }, { externalId: null });
    expect(await named("移-2")).toEqual([]);
    await changeCase(engineer(), { id: head.id, revision: 3 }, { externalId: "移-3" });
    expect(await named("移-3")).toEqual([head.id]);
  });

  it("leaves the published view alone until the next version, and drops from it what the next version has not", async () => {
    const id = await published();
    await changeCase(engineer(), { id, revision: 3 }, { body: null, problem: "换了写法" });
    const reader = world.as(world.stranger);
    expect(await getCase(reader, id)).toMatchObject({ body: content.body, version: 1 });
    await submitCase(engineer(), { id, revision: 4 });
    await publishCase(secretary(), { id, revision: 5 });
    const seen = await getCase(reader, id);
    expect(seen).toMatchObject({ problem: "换了写法", version: 2 });
    expect(seen).not.toHaveProperty("body");
    const versions = await readRange(world.table, partitionOf(id), { prefix: "v#" });
    expect(versions.map(({ sk }) => sk)).toEqual(["v#0001", "v#0001#text#body", "v#0002", "v#0002#text#problem"]);
  });
});

describe("deciding", () => {
  it("says forbidden only to who may see it, and nothing there to anybody else", async () => {
    const id = await published();
    const reader = world.as(world.stranger);
    await expect(changeCase(reader, { id, revision: 3 }, { title: "别人的" })).rejects.toMatchObject({
      reason: "forbidden",
    });
    await expect(publishCase(engineer(), { id, revision: 3 })).rejects.toMatchObject({ reason: "forbidden" });
    await expect(changeCase(world.as(visitor), { id, revision: 3 }, { title: "x" })).rejects.toMatchObject({
      reason: "not_found",
    });
    const { head } = await draftCase(engineer(), content);
    await expect(changeCase(reader, { id: head.id, revision: 1 }, { title: "x" })).rejects.toMatchObject({
      reason: "not_found",
    });
    await expect(changeCase(secretary(), { id: head.id, revision: 1 }, { title: "x" })).rejects.toMatchObject({
      reason: "forbidden",
    });
  });

  it("refuses to submit what tells nothing, to publish what was not submitted, and an older revision", async () => {
    const { head } = await draftCase(engineer(), { title: "空的", audience: "members" });
    await expect(submitCase(engineer(), { id: head.id, revision: 1 })).rejects.toMatchObject({
      reason: "state",
      issues: [{ pointer: "/body" }],
    });
    await expect(publishCase(secretary(), { id: head.id, revision: 1 })).rejects.toMatchObject({ reason: "state" });
    await expect(submitCase(engineer(), { id: head.id, revision: 7 })).rejects.toMatchObject({ reason: "stale" });
    await expect(submitCase(engineer(), { id: head.id, revision: undefined })).rejects.toMatchObject({
      reason: "revision_missing",
    });
  });

  it("withdraws with a reason people inside can read, and lets the organisation take it up again", async () => {
    const id = await published();
    await withdrawCase(world.as(world.representative), { id, revision: 3 }, { reason: "数据有误" });
    expect(await getCase(engineer(), id)).toMatchObject({
      state: "withdrawn",
      reason: "数据有误",
      actions: ["change"],
    });
    const items = await readRange(world.table, partitionOf(id), { prefix: "head#published" });
    expect(items).toEqual([]);
    await changeCase(engineer(), { id, revision: 4 }, { lessons: "重写" });
    expect(await getCase(engineer(), id)).toMatchObject({ state: "draft" });
    expect(await getCase(engineer(), id)).not.toHaveProperty("reason");
    await expect(getCase(engineer(), id, "published")).rejects.toMatchObject({ reason: "not_found" });
  });
});

describe("lists and the timeline", () => {
  it("page without loss, newest change first, each for its reader", async () => {
    const own = await newWorld();
    const ids: string[] = [];
    for (let position = 0; position < 7; position++)
      ids.push((await draftCase(own.as(own.engineer), { ...content, title: `第 ${position} 个` })).head.id);
    await submitCase(own.as(own.engineer), { id: ids[0] ?? "", revision: 1 });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCases(own.as(own.engineer), { limit: 3, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (cursor)
        await expect(listCases(own.as(own.engineer), { limit: 3, cursor, state: "draft" })).rejects.toMatchObject({
          reason: "cursor",
        });
    } while (cursor);
    expect(seen).toEqual([ids[0], ...ids.slice(1).toReversed()]);
    const drafts = await listCases(own.as(own.engineer), { limit: 100, state: "draft" });
    expect(drafts.items.map(({ id }) => id)).toEqual(ids.slice(1).toReversed());
    await publishCase(own.as(own.secretary), { id: ids[0] ?? "", revision: 2 });
    const others = await listCases(own.as(own.stranger), { limit: 100, organisation: own.organisationId });
    expect(others.items).toMatchObject([{ id: ids[0], view: "published" }]);
    expect(
      (await listCases(own.as(own.stranger), { limit: 100, organisation: own.organisationId, externalId: "无" })).items,
    ).toEqual([]);
    await expect(listCases(own.as(visitor), { limit: 5 })).rejects.toMatchObject({ reason: "unauthenticated" });
    expect((await listCases(own.as(own.secretary), { limit: 5 })).items).toEqual([]);
  });

  it("tell those inside who did what, and those outside only when it was published", async () => {
    const id = await published();
    const first = await listCaseEvents(engineer(), id, { limit: 2 });
    const rest = await listCaseEvents(engineer(), id, { limit: 2, ...(first.next && { cursor: first.next }) });
    expect(
      [...first.items, ...rest.items].map(({ sequence, actorId }) => [sequence, actorId?.startsWith("person_")]),
    ).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    const outside = await listCaseEvents(world.as(world.stranger), id, { limit: 10 });
    expect(outside.items).toEqual([
      { sequence: 1, at: expect.any(String) as unknown, action: "publish", to: "published", version: 1 },
    ]);
    await expect(listCaseEvents(world.as(visitor), id, { limit: 10 })).rejects.toMatchObject({ reason: "not_found" });
    await expect(listCaseEvents(engineer(), "case_01J00000000000000000000000", { limit: 10 })).rejects.toMatchObject({
      reason: "not_found",
    });
  });
});

describe("a demonstration", () => {
  it("is retired whole, and what is real cannot be", async () => {
    const ctx = world.as(system);
    const { id } = await registerOrganisation(ctx, {
      name: "示例厂",
      creditCode: creditCode(),
      kind: "manufacturer",
      fictitious: true,
    });
    const person = await registerPerson(ctx, { name: "示例人", organisationId: id, role: "member", fictitious: true });
    await expect(retireFictitious(world.as(world.secretary), id)).rejects.toMatchObject({ reason: "forbidden" });
    await expect(retireFictitious(ctx, world.organisationId)).rejects.toMatchObject({ reason: "forbidden" });
    await retireFictitious(ctx, id);
    await retireFictitious(ctx, id);
    expect(await findActor(world.table, person.id, new Date())).toBeUndefined();
    const [item] = await readMany(world.table, [key(id)]);
    expect(item).toMatchObject({ state: "withdrawn", sequence: 2 });
  });
});
