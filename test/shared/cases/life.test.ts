import { visitor } from "@lianchuang/shared/actor";
import {
  changeCase,
  draftCase,
  getCase,
  listCaseEvents,
  listCases,
  publishCase,
  returnCase,
  submitCase,
  withdrawCase,
} from "@lianchuang/shared/cases";
import { beforeAll, describe, expect, it } from "vitest";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});

const content = { title: "数控机床误差补偿", body: "在车间里用双频激光干涉仪测量。", audience: "members" as const };

describe("the life of a case", () => {
  it("goes from draft through submission to publication, and its published view is what members read", async () => {
    const engineer = world.as(world.engineer);
    const secretary = world.as(world.secretary);
    const drafted = await draftCase(engineer, content);
    expect(drafted.head).toMatchObject({ state: "draft", revision: 1, sequence: 1 });
    const { id } = drafted.head;
    await expect(getCase(world.as(world.stranger), id)).rejects.toMatchObject({ reason: "not_found" });
    await submitCase(engineer, { id, revision: 1 });
    await publishCase(secretary, { id, revision: 2 });
    const seen = await getCase(world.as(world.stranger), id);
    expect(seen).toMatchObject({
      view: "published",
      title: content.title,
      body: content.body,
      version: 1,
      state: "published",
    });
    expect(seen.actions).toBeUndefined();
    await expect(getCase(world.as(visitor), id)).rejects.toMatchObject({ reason: "not_found" });

    await changeCase(engineer, { id, revision: 3 }, { title: "数控机床误差补偿（修订）", lessons: "先测温度。" });
    expect((await getCase(world.as(world.stranger), id)).title).toBe(content.title);
    expect(await getCase(engineer, id)).toMatchObject({
      view: "working",
      state: "draft",
      revision: 4,
      lessons: "先测温度。",
    });
    expect((await getCase(engineer, id, "published")).title).toBe(content.title);
    await submitCase(engineer, { id, revision: 4 });
    const returned = await returnCase(secretary, { id, revision: 5 }, { reason: "请补充数据" });
    expect(returned.head).toMatchObject({ state: "returned", reason: "请补充数据" });
    await submitCase(engineer, { id, revision: 6 });
    await publishCase(secretary, { id, revision: 7 });
    expect(await getCase(world.as(world.stranger), id)).toMatchObject({ version: 2, lessons: "先测温度。" });

    await withdrawCase(secretary, { id, revision: 8 }, {});
    await expect(getCase(world.as(world.stranger), id)).rejects.toMatchObject({ reason: "not_found" });
    const timeline = await listCaseEvents(engineer, id, { limit: 100 });
    expect(timeline.items.map(({ sequence, action }) => [sequence, action])).toEqual([
      [1, "draft"],
      [2, "submit"],
      [3, "publish"],
      [4, "change"],
      [5, "submit"],
      [6, "return"],
      [7, "submit"],
      [8, "publish"],
      [9, "withdraw"],
    ]);
  });

  it("lists an organisation's cases by state, and the secretariat's screening list over all", async () => {
    const engineer = world.as(world.engineer);
    const { head } = await draftCase(engineer, { ...content, externalId: "清单-1" });
    const mine = await listCases(engineer, { limit: 100, state: "draft" });
    expect(mine.items.map((item) => item.id)).toContain(head.id);
    expect(
      (await listCases(world.as(world.stranger), { limit: 100, organisation: world.organisationId })).items.map(
        (item) => item.id,
      ),
    ).not.toContain(head.id);
    expect(
      (await listCases(world.as(world.secretary), { limit: 100, state: "draft" })).items.map((item) => item.id),
    ).toContain(head.id);
    expect((await listCases(engineer, { limit: 10, externalId: "清单-1" })).items.map((item) => item.id)).toEqual([
      head.id,
    ]);
    await expect(draftCase(engineer, { ...content, externalId: "清单-1" })).rejects.toMatchObject({ reason: "taken" });
  });
});
