// Lists of cases as others see them: the published views, in their own order, and no trace of what else there is.
import type { Actor } from "@lianchuang/shared/actor";
import {
  changeCase,
  draftCase,
  importRows,
  listCases,
  openImport,
  publishCase,
  submitCase,
  withdrawCase,
} from "@lianchuang/shared/cases";
import type { CaseSummary, caseStates, DraftCase } from "@lianchuang/shared/cases/schema";
import type { Page } from "@lianchuang/shared/page";
import { beforeEach, describe, expect, it } from "vitest";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

const engineer = () => world.as(world.engineer);
const secretary = () => world.as(world.secretary);

const drafted = async (over: Partial<DraftCase> = {}): Promise<string> => {
  const { head } = await draftCase(engineer(), { title: "案例", body: "正文", audience: "members", ...over });
  return head.id;
};
const published = async (over: Partial<DraftCase> = {}): Promise<string> => {
  const id = await drafted(over);
  await submitCase(engineer(), { id, revision: 1 });
  await publishCase(secretary(), { id, revision: 2 });
  return id;
};
/** Published, and its next version is being written; `submit` hands that in, too. */
const reworked = async (submit: boolean): Promise<string> => {
  const id = await published();
  await changeCase(engineer(), { id, revision: 3 }, { lessons: "再议" });
  if (submit) await submitCase(engineer(), { id, revision: 4 });
  return id;
};

interface Query {
  state?: (typeof caseStates)[number];
  externalId?: string;
  limit?: number;
  cursor?: string | undefined;
}
const pageFor = (actor: Actor, query: Query): Promise<Page<CaseSummary>> =>
  listCases(world.as(actor), { organisation: world.organisationId, limit: 100, ...query });
const idsFor = async (actor: Actor, query: Query): Promise<string[]> =>
  (await pageFor(actor, query)).items.map(({ id }) => id);
/** The ids of each page, one page after the other. */
const pagesFor = async (actor: Actor, query: Query): Promise<string[][]> => {
  const pages: string[][] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await pageFor(actor, { ...query, cursor });
    pages.push(page.items.map(({ id }) => id));
    if (page.next === undefined) return pages;
    cursor = page.next;
  }
};

describe("a list by state", () => {
  it("tells strangers the state of what they see, not where its next version stands", async () => {
    const plain = await published();
    const [waiting, rework] = [await reworked(true), await reworked(false)];
    await drafted();
    for (const state of ["draft", "submitted", "returned", "withdrawn"] as const)
      expect([state, await idsFor(world.stranger, { state })]).toEqual([state, []]);
    expect(await idsFor(world.stranger, { state: "published" })).toEqual([rework, waiting, plain]);
    expect(await idsFor(world.engineer, { state: "submitted" })).toEqual([waiting]);
    expect(await idsFor(world.engineer, { state: "published" })).toEqual([plain]);
    expect(await idsFor(world.secretary, { state: "submitted" })).toEqual([waiting]);
  });

  it("stands in the order of publication, whatever was changed since", async () => {
    const [first, second] = [await published(), await published()];
    await changeCase(engineer(), { id: first, revision: 3 }, { lessons: "再议" });
    expect(await idsFor(world.stranger, {})).toEqual([second, first]);
    expect(await idsFor(world.engineer, {})).toEqual([first, second]);
  });
});

describe("a list by externalId", () => {
  it("finds a case under the id of the view shown, to whom it is shown", async () => {
    const id = await published({ externalId: "旧-1" });
    await changeCase(engineer(), { id, revision: 3 }, { externalId: "新-1" });
    const named = (actor: Actor) => Promise.all(["旧-1", "新-1"].map((externalId) => idsFor(actor, { externalId })));
    expect(await named(world.stranger)).toEqual([[id], []]);
    expect(await named(world.engineer)).toEqual([[], [id]]);
    await submitCase(engineer(), { id, revision: 4 });
    await publishCase(secretary(), { id, revision: 5 });
    expect(await named(world.stranger)).toEqual([[], [id]]);
  });

  it("keeps the state asked for in mind", async () => {
    const id = await published({ externalId: "态-1" });
    await changeCase(engineer(), { id, revision: 3 }, { lessons: "再议" });
    const inState = (actor: Actor, state: "draft" | "published") => idsFor(actor, { externalId: "态-1", state });
    expect([await inState(world.stranger, "published"), await inState(world.stranger, "draft")]).toEqual([[id], []]);
    expect([await inState(world.engineer, "published"), await inState(world.engineer, "draft")]).toEqual([[], [id]]);
  });

  it("frees an id when neither view has it any longer", async () => {
    const id = await published({ externalId: "占-1" });
    await changeCase(engineer(), { id, revision: 3 }, { externalId: "占-2" });
    await expect(drafted({ externalId: "占-1" })).rejects.toMatchObject({ reason: "taken" });
    await changeCase(engineer(), { id, revision: 4 }, { externalId: "占-1" });
    await drafted({ externalId: "占-2" });
    await changeCase(engineer(), { id, revision: 5 }, { externalId: "占-3" });
    await withdrawCase(secretary(), { id, revision: 6 }, {});
    await drafted({ externalId: "占-1" });
    await expect(drafted({ externalId: "占-3" })).rejects.toMatchObject({ reason: "taken" });
  });

  it("leaves a case alone that an import knows under its published id, while its next version has another", async () => {
    const bring = async (body: string) => {
      const options = { kind: "case", audience: "members", publish: true, dryRun: false } as const;
      const batch = await openImport(secretary(), options);
      const rows = [{ line: 1, record: { externalId: "入-1", title: "引入", body } }];
      return importRows(secretary(), batch.id, { rows });
    };
    const [first] = await bring("一");
    const id = first?.id ?? "";
    await changeCase(secretary(), { id, revision: 1 }, { externalId: "入-2" });
    expect(await bring("一")).toMatchObject([{ outcome: "same", id }]);
    expect(await bring("二")).toMatchObject([{ outcome: "conflict", id }]);
  });
});

describe("a page", () => {
  it("is as full for strangers as if hidden cases were not there, and leads on only to more", async () => {
    const seen: string[] = [];
    for (let position = 0; position < 3; position++) {
      seen.unshift(await published());
      for (let hidden = 0; hidden < 4; hidden++) await drafted();
    }
    await reworked(true).then((id) => seen.unshift(id));
    expect(await pagesFor(world.stranger, { limit: 1 })).toEqual(seen.map((id) => [id]));
    expect(await pagesFor(world.stranger, { limit: 2 })).toEqual([seen.slice(0, 2), seen.slice(2)]);
    expect(await pagesFor(world.stranger, { limit: 1, state: "submitted" })).toEqual([[]]);
    expect((await pagesFor(world.engineer, { limit: 4 })).map(({ length }) => length)).toEqual([4, 4, 4, 4]);
  });

  it("shows who belongs to no member what is public, past what is for members", async () => {
    const lonely = { ...world.stranger, memberships: [] } as Actor;
    const open = [await published({ audience: "public" })];
    for (let position = 0; position < 6; position++) await published();
    open.unshift(await published({ audience: "public" }));
    await published();
    expect(await pagesFor(lonely, { limit: 1 })).toEqual(open.map((id) => [id]));
  });

  it("opens with its cursor in the same list alone: not after one has joined the organisation", async () => {
    for (let position = 0; position < 2; position++) await published();
    const { next } = await pageFor(world.stranger, { limit: 1 });
    const joined = { ...world.stranger, memberships: [{ organisationId: world.organisationId, role: "member" }] };
    await expect(pageFor(joined as Actor, { limit: 1, cursor: next })).rejects.toMatchObject({ reason: "cursor" });
  });
});
