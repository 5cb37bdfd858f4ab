// The timeline of a case: whole for those inside, and for others what became of the view they may read.
import { type Actor, visitor } from "@lianchuang/shared/actor";
import {
  changeCase,
  draftCase,
  importRows,
  listCaseEvents,
  openImport,
  publishCase,
  returnCase,
  submitCase,
  undoImport,
  withdrawCase,
} from "@lianchuang/shared/cases";
import type { CaseEventView } from "@lianchuang/shared/cases/schema";
import type { Page } from "@lianchuang/shared/page";
import { beforeEach, describe, expect, it } from "vitest";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const engineer = () => world.as(world.engineer);
const secretary = () => world.as(world.secretary);

const pagesFor = async (actor: Actor, id: string, limit: number): Promise<CaseEventView[][]> => {
  const pages: CaseEventView[][] = [];
  for (let cursor: string | undefined; ; ) {
    const page: Page<CaseEventView> = await listCaseEvents(world.as(actor), id, { limit, cursor });
    pages.push(page.items);
    if (page.next === undefined) return pages;
    cursor = page.next;
  }
};
const timelineFor = async (actor: Actor, id: string) => (await pagesFor(actor, id, 100)).flat();

const imported = async (body = "正文"): Promise<{ batch: string; id: string }> => {
  const batch = await openImport(secretary(), { kind: "case", audience: "public", publish: true, dryRun: false });
  const rows = [{ line: 1, record: { externalId: "入-1", title: "引入", body } }];
  const [row] = await importRows(secretary(), batch.id, { rows });
  return { batch: batch.id, id: row?.id ?? "" };
};

const at = expect.any(String) as unknown;

describe("the timeline of a case imported as published", () => {
  it("shows strangers and visitors its publications", async () => {
    const { id } = await imported();
    await imported("新的正文");
    const expected = [
      { sequence: 1, at, action: "publish", to: "published", version: 1 },
      { sequence: 2, at, action: "publish", to: "published", version: 2 },
    ];
    expect(await timelineFor(world.stranger, id)).toEqual(expected);
    expect(await timelineFor(visitor, id)).toEqual(expected);
  });

  it("shows an undone import as what it did to the view", async () => {
    const { id } = await imported();
    const second = await imported("新的正文");
    for (const revision of [1, 2]) await undoImport(secretary(), { id: second.batch, revision });
    expect((await timelineFor(visitor, id)).map(({ action, version }) => [action, version])).toEqual([
      ["publish", 1],
      ["publish", 2],
      ["publish", 3],
    ]);
  });
});

describe("the timeline of a case", () => {
  /** Events 1 to 9: published at 3, hidden work, published again at 9. */
  const twicePublished = async (first: "members" | "public" = "members", then = first): Promise<string> => {
    const { head } = await draftCase(engineer(), { title: "案例", body: "正文", audience: first });
    const { id } = head;
    await submitCase(engineer(), { id, revision: 1 });
    await publishCase(secretary(), { id, revision: 2 });
    await changeCase(engineer(), { id, revision: 3 }, { lessons: "一", audience: then });
    await submitCase(engineer(), { id, revision: 4 });
    await returnCase(secretary(), { id, revision: 5 }, { reason: "请补充" });
    await changeCase(engineer(), { id, revision: 6 }, { lessons: "二" });
    await submitCase(engineer(), { id, revision: 7 });
    await publishCase(secretary(), { id, revision: 8 });
    return id;
  };

  it("numbers for others what it shows, and leads on only to more, so that hidden work cannot be counted", async () => {
    const id = await twicePublished();
    await changeCase(engineer(), { id, revision: 9 }, { lessons: "三" });
    const pages = await pagesFor(world.stranger, id, 1);
    expect(pages).toEqual([
      [{ sequence: 1, at, action: "publish", to: "published", version: 1 }],
      [{ sequence: 2, at, action: "publish", to: "published", version: 2 }],
    ]);
    expect((await pagesFor(world.engineer, id, 5)).map((page) => page.map(({ sequence }) => sequence))).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
    ]);
  });

  it("tells others that it was withdrawn and published again", async () => {
    const id = await twicePublished();
    await withdrawCase(secretary(), { id, revision: 9 }, { reason: "有误" });
    await changeCase(engineer(), { id, revision: 10 }, { lessons: "三" });
    await submitCase(engineer(), { id, revision: 11 });
    await publishCase(secretary(), { id, revision: 12 });
    expect(await timelineFor(world.stranger, id)).toEqual([
      { sequence: 1, at, action: "publish", to: "published", version: 1 },
      { sequence: 2, at, action: "publish", to: "published", version: 2 },
      { sequence: 3, at, action: "withdraw", to: "withdrawn", version: 2 },
      { sequence: 4, at, action: "publish", to: "published", version: 3 },
    ]);
  });

  it("does not tell visitors of a publication that was for members", async () => {
    const id = await twicePublished("members", "public");
    expect(await timelineFor(visitor, id)).toEqual([
      { sequence: 1, at, action: "publish", to: "published", version: 2 },
    ]);
    expect(await timelineFor(world.stranger, id)).toHaveLength(2);
  });

  it("finds what may be shown behind much hidden work", async () => {
    const { head } = await draftCase(engineer(), { title: "案例", body: "正文", audience: "members" });
    const { id } = head;
    for (let revision = 1; revision <= 120; revision++)
      await changeCase(engineer(), { id, revision }, { lessons: String(revision) });
    await submitCase(engineer(), { id, revision: 121 });
    await publishCase(secretary(), { id, revision: 122 });
    expect(await pagesFor(world.stranger, id, 1)).toMatchObject([[{ sequence: 1, action: "publish" }]]);
  });
});
