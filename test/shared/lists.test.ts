// Lists while their indexes lag: late they may be, wrong never. Each thing is shown as it is now, to whom may read it now.
import { visitor } from "@lianchuang/shared/actor";
import {
  draftCase,
  listCases,
  listImports,
  openImport,
  publishCase,
  submitCase,
  undoImport,
  withdrawCase,
} from "@lianchuang/shared/cases";
import { listOrganisations, registerOrganisation, retireFictitious } from "@lianchuang/shared/members";
import type { Page } from "@lianchuang/shared/page";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { catchUp } from "../../functions/indexer/rebuild.ts";
import { type LaggingTable, laggingTable } from "../engines/lagging-table.ts";
import { newIndex } from "../support/index.ts";
import { creditCode, newTable, newWorld, system, type World } from "../support/world.ts";

let world: World;
let lagging: LaggingTable;
beforeEach(async () => {
  lagging = laggingTable(await newTable(), inject("endpoint"));
  world = await newWorld(lagging.table);
});

const now = () => new Date();
const engineer = () => world.as(world.engineer);
const secretary = () => world.as(world.secretary);

/** Every page of two things, one after the other. */
const all = async <T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> => {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items: some, next } = await page(cursor);
    items.push(...some);
    if (next === undefined) return items;
    cursor = next;
  }
};

const submitted = async (title: string): Promise<string> => {
  const { head } = await draftCase(engineer(), { title, body: "正文", audience: "members" });
  await submitCase(engineer(), { id: head.id, revision: 1 });
  return head.id;
};

describe("a list of cases", () => {
  it("shows under a state only what is in it now, though the index says otherwise", async () => {
    const ids = [];
    for (const title of ["甲", "乙", "丙"]) ids.push(await submitted(title));
    const [published = "", withdrawn = "", waiting = ""] = ids;
    await lagging.freeze();
    await publishCase(secretary(), { id: published, revision: 2 });
    await withdrawCase(secretary(), { id: withdrawn, revision: 2 }, {});
    const list = (state: "submitted" | "published" | "withdrawn") =>
      all((cursor) => listCases(secretary(), { state, limit: 2, cursor }));
    expect((await list("submitted")).map(({ id }) => id)).toEqual([waiting]);
    // What moved there is late, and never shown as what it no longer is.
    expect(await list("published")).toEqual([]);
    lagging.thaw();
    expect((await list("published")).map(({ id }) => id)).toEqual([published]);
    expect((await list("withdrawn")).map(({ id }) => id)).toEqual([withdrawn]);
  });

  it("shows others nothing of what was withdrawn since", async () => {
    const id = await submitted("丁");
    await publishCase(secretary(), { id, revision: 2 });
    await lagging.freeze();
    const seenBy = (actor: World["engineer"]) =>
      all((cursor) => listCases(world.as(actor), { organisation: world.organisationId, limit: 2, cursor }));
    expect((await seenBy(world.stranger)).map((item) => item.id)).toEqual([id]);
    await withdrawCase(secretary(), { id, revision: 3 }, {});
    expect(await seenBy(world.stranger)).toEqual([]);
    expect(await seenBy(world.engineer)).toMatchObject([{ id, state: "withdrawn" }]);
  });

  it("has for others no page that what is gone left empty", async () => {
    const ids = [];
    for (const title of ["庚", "辛", "壬"]) {
      const id = await submitted(title);
      await publishCase(secretary(), { id, revision: 2 });
      ids.push(id);
    }
    const [first = "", ...gone] = ids;
    await lagging.freeze();
    for (const id of gone) await withdrawCase(secretary(), { id, revision: 3 }, {});
    const page = await listCases(world.as(world.stranger), { organisation: world.organisationId, limit: 1 });
    expect(page).toMatchObject({ items: [{ id: first }] });
    expect(page.next).toBeUndefined();
  });

  it("finds by external id what was written a moment ago: that is no index", async () => {
    await lagging.freeze();
    const { head } = await draftCase(engineer(), { title: "戊", externalId: "戊-1", audience: "members" });
    const { items } = await listCases(engineer(), { externalId: "戊-1", limit: 2 });
    expect(items.map(({ id }) => id)).toEqual([head.id]);
  });
});

describe("a list of organisations", () => {
  it("comes late with what is new, and hides at once what was retired", async () => {
    const ctx = world.as(system);
    const gone = await registerOrganisation(ctx, {
      name: "示例厂",
      creditCode: creditCode(),
      kind: "manufacturer",
      fictitious: true,
    });
    await lagging.freeze();
    await retireFictitious(ctx, gone.id);
    const late = await registerOrganisation(ctx, { name: "新厂", creditCode: creditCode(), kind: "it" });
    const list = async () => {
      const seen = await all((cursor) => listOrganisations(world.as(visitor), { limit: 2, cursor }));
      return seen.map(({ id }) => id);
    };
    const before = await list();
    expect(before).toContain(world.organisationId);
    expect(before).not.toContain(gone.id);
    expect(before).not.toContain(late.id);
    lagging.thaw();
    expect(await list()).toContain(late.id);
  });
});

describe("a list of imports", () => {
  it("shows each as it stands now", async () => {
    const options = { kind: "case", audience: "members", publish: false, dryRun: false } as const;
    const { id } = await openImport(engineer(), options);
    await lagging.freeze();
    await undoImport(engineer(), { id, revision: 1 });
    const listed = await all((cursor) => listImports(engineer(), { limit: 2, cursor }));
    expect(listed).toMatchObject([{ id, state: "undoing" }]);
  });
});

describe("the event log", () => {
  it("is read again from before the checkpoint, so that an event listed late is not missed", async () => {
    const { index, close } = await newIndex();
    await lagging.freeze();
    const since = now().toISOString();
    const { head } = await draftCase(engineer(), { title: "己", body: "正文", audience: "members" });
    await catchUp(world.table, index, since, now().toISOString());
    expect((await index.versions("", 10)).map(({ id }) => id)).not.toContain(head.id);
    lagging.thaw();
    const checkpoint = (await index.checkpoint()) ?? "";
    expect(checkpoint > head.updatedAt).toBe(true);
    await catchUp(world.table, index, checkpoint, now().toISOString());
    expect((await index.versions("", 10)).map(({ id }) => id)).toContain(head.id);
    await close();
  });
});
