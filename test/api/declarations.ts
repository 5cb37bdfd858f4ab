// What each operation changes, who may, and how to build a good example of it: one declaration per operation of the OpenAPI document.

import type { Actor } from "@lianchuang/shared/actor";
import { draftCase, importRows, openImport, publishCase, submitCase, undoImport } from "@lianchuang/shared/cases";
import { registerOrganisation, retireFictitious } from "@lianchuang/shared/members";
import { deleteSearch, listSearches, makeFeed, saveSearch } from "@lianchuang/shared/searches";
import { mostSearches } from "@lianchuang/shared/searches/schema";
import { creditCode, system, type World } from "../support/world.ts";
import { cooperationDeclarations } from "./cooperation-declarations.ts";
import { interestDeclarations } from "./interest-declarations.ts";

export interface Example {
  id?: string;
  query?: string;
  body?: unknown;
  /** The revision to name in If-Match. */
  revision?: number;
  /** Who does it; the engineer of the first organisation where it is not said. */
  actor?: Actor;
}

export interface Declaration {
  /** What it changes in the world; nothing where it only reads. */
  changes?: "cases" | "cooperation" | "imports" | "interests" | "operations" | "searches";
  example(world: World): Promise<Example> | Example;
  /** A thing of the same kind that the world's stranger may not see. */
  hidden?(world: World): Promise<string>;
  /** Another body that the schema takes and the example's state allows; a function makes it of the example's. */
  other?: unknown;
  /** A body that the schema refuses, and the pointer the answer must name. */
  invalid?: { body: unknown; pointer: string };
  /** A query that the schema refuses. */
  invalidQuery?: string;
  /** The answer says how long ago something was, so it is another one each time. */
  tellsTime?: boolean;
}

/** Every fact and part that a case can have. */
const story = {
  title: "数控机床误差补偿",
  mode: "management-change" as const,
  industry: "3421",
  region: "21" as const,
  firmSize: "small" as const,
  investmentBand: "100k-1m" as const,
  paybackMonths: 8,
  processes: ["精密加工"],
  tags: ["误差", "补偿"],
  body: "双频激光干涉仪测量。",
  problem: "定位误差大",
  practice: "逐轴补偿",
  conditions: "恒温车间",
  lessons: "先测后改",
  results: [
    {
      name: "定位误差",
      unit: "μm",
      baseline: 18,
      result: 6,
      method: "ISO 230-2",
      period: "一年",
      grade: "claimed" as const,
    },
  ],
};
const content = { ...story, audience: "members" as const };

const draft = async (
  world: World,
  upTo: "draft" | "submitted" | "published" = "draft",
): Promise<{ id: string; revision: number }> => {
  const { head } = await draftCase(world.as(world.engineer), content);
  if (upTo === "draft") return { id: head.id, revision: 1 };
  await submitCase(world.as(world.engineer), { id: head.id, revision: 1 });
  if (upTo === "submitted") return { id: head.id, revision: 2 };
  await publishCase(world.as(world.secretary), { id: head.id, revision: 2 });
  return { id: head.id, revision: 3 };
};

const batch = async (world: World) => {
  const { id, revision } = await openImport(world.as(world.engineer), {
    kind: "case",
    audience: "members",
    publish: false,
    dryRun: false,
  });
  return { id, revision };
};

const hiddenCase = async (world: World) => (await draft(world)).id;
const hiddenImport = async (world: World) => (await batch(world)).id;
const hiddenOrganisation = async (world: World) => {
  const { id } = await registerOrganisation(world.as(system), {
    name: "演示工厂",
    creditCode: creditCode(),
    kind: "manufacturer",
    fictitious: true,
  });
  await retireFictitious(world.as(system), id);
  return id;
};

/** A person keeps a bounded number of searches: where many examples were made, the oldest one goes. */
const makeRoom = async (world: World, actor: Actor) => {
  const searches = await listSearches(world.as(actor));
  const oldest = searches.at(-1);
  if (oldest && searches.length > mostSearches - 5) await deleteSearch(world.as(actor), oldest);
};

const saved = async (world: World, actor: Actor = world.engineer) => {
  await makeRoom(world, actor);
  const { id, revision } = await saveSearch(world.as(actor), {
    name: "误差",
    query: { q: "数控机床误差" },
    state: "watching",
  });
  return { id, revision };
};
const withFeed = async (world: World) => makeFeed(world.as(world.engineer), await saved(world));
const hiddenSearch = async (world: World) => (await saved(world, world.representative)).id;

export const declarations: Record<string, Declaration> = {
  getMe: { example: () => ({}) },
  listOrganisations: { example: () => ({ query: "limit=2" }), invalidQuery: "limit=0" },
  getOrganisation: { example: (world) => ({ id: world.organisationId }), hidden: hiddenOrganisation },
  draftCase: {
    changes: "cases",
    example: () => ({ body: content }),
    other: { ...content, lessons: "另有心得" },
    invalid: { body: { ...content, colour: "red" }, pointer: "/colour" },
  },
  listCases: { example: () => ({ query: "limit=5" }), invalidQuery: "state=gone" },
  getCase: { example: (world) => draft(world), hidden: hiddenCase, invalidQuery: "view=all" },
  changeCase: {
    changes: "cases",
    example: async (world) => ({ ...(await draft(world)), body: { lessons: "先测后改。" } }),
    hidden: hiddenCase,
    other: { lessons: "另有心得" },
    invalid: { body: { title: "" }, pointer: "/title" },
  },
  submitCase: { changes: "cases", example: (world) => draft(world), hidden: hiddenCase },
  publishCase: {
    changes: "cases",
    example: async (world) => ({ ...(await draft(world, "submitted")), actor: world.secretary }),
    hidden: hiddenCase,
  },
  returnCase: {
    changes: "cases",
    example: async (world) => ({
      ...(await draft(world, "submitted")),
      actor: world.secretary,
      body: { reason: "请补充数据" },
    }),
    hidden: hiddenCase,
    other: { reason: "请补充图纸" },
    invalid: { body: {}, pointer: "/reason" },
  },
  withdrawCase: {
    changes: "cases",
    example: async (world) => ({ ...(await draft(world)), body: {} }),
    hidden: hiddenCase,
    other: { reason: "不再适用" },
    invalid: { body: { reason: 7 }, pointer: "/reason" },
  },
  listSimilarCases: { example: (world) => draft(world), hidden: hiddenCase, invalidQuery: "limit=0" },
  listCaseEvents: { example: (world) => draft(world), hidden: hiddenCase, invalidQuery: "limit=ten" },
  ...cooperationDeclarations,
  ...interestDeclarations,
  openImport: {
    changes: "imports",
    example: () => ({ body: { kind: "case" } }),
    other: { kind: "case", dryRun: true },
    invalid: { body: { kind: "need" }, pointer: "/kind" },
  },
  listImports: { example: () => ({}), invalidQuery: "limit=101" },
  getImport: { example: (world) => batch(world), hidden: hiddenImport },
  importRows: {
    changes: "cases",
    example: async (world) => ({
      id: (await batch(world)).id,
      body: { rows: [{ line: 1, record: { ...story, externalId: `r-${Math.random()}` } }] },
    }),
    hidden: hiddenImport,
    other: { rows: [{ line: 1, record: { ...story, externalId: "other" } }] },
    invalid: { body: { rows: [{ line: 0, record: {} }] }, pointer: "/rows/0/line" },
  },
  listImportRows: { example: (world) => batch(world), hidden: hiddenImport, invalidQuery: "cursor=" },
  undoImport: {
    changes: "imports",
    example: async (world) => {
      const { id, revision } = await batch(world);
      const record = { ...story, externalId: `u-${Math.random()}` };
      await importRows(world.as(world.engineer), id, { rows: [{ line: 1, record }] });
      // The first step only closes the import; the second one undoes rows.
      return { id, revision: (await undoImport(world.as(world.engineer), { id, revision })).revision };
    },
    hidden: hiddenImport,
  },
  suggest: { example: () => ({ query: "q=shuk&limit=5" }), invalidQuery: "limit=21" },
  search: { example: () => ({ query: "q=数控" }), invalidQuery: "kind=dog" },
  getSearchStatus: { example: (world) => ({ actor: world.secretary }), tellsTime: true },
  redriveSearch: {
    changes: "operations",
    example: async (world) => ({ actor: world.secretary, body: { ids: [(await draft(world)).id] } }),
    other: { ids: ["case_00000000000000000000000009"] },
    invalid: { body: { ids: ["case_1"] }, pointer: "/ids/0" },
  },
  rebuildSearch: { changes: "operations", example: (world) => ({ actor: world.secretary }) },
  listSearchMisses: { example: (world) => ({ actor: world.secretary, query: "limit=5" }), invalidQuery: "limit=0" },
  saveSearch: {
    changes: "searches",
    example: async (world) => {
      await makeRoom(world, world.engineer);
      return { body: { name: "误差", query: { q: "误差" } } };
    },
    other: { name: "误差", query: { q: "热误差" }, state: "paused" },
    invalid: { body: { name: "误差", query: { q: "误差", limit: 5 } }, pointer: "/query/limit" },
  },
  listSearches: { example: () => ({}) },
  getSearch: { example: (world) => saved(world), hidden: hiddenSearch },
  changeSearch: {
    changes: "searches",
    example: async (world) => ({ ...(await saved(world)), body: { state: "paused" } }),
    hidden: hiddenSearch,
    other: { name: "热误差" },
    invalid: { body: { query: { kind: "dog" } }, pointer: "/query/kind/0" },
  },
  deleteSearch: { changes: "searches", example: (world) => saved(world), hidden: hiddenSearch },
  listAlerts: { example: (world) => saved(world), hidden: hiddenSearch, invalidQuery: "limit=0" },
  makeFeed: { changes: "searches", example: (world) => saved(world), hidden: hiddenSearch },
  revokeFeed: {
    changes: "searches",
    example: async (world) => {
      const { search } = await withFeed(world);
      return { id: search.id, revision: search.revision };
    },
    hidden: hiddenSearch,
  },
  getSearchFeed: { example: () => ({ query: "q=数控" }), invalidQuery: "kind=dog" },
  getSearchFeedAtom: { example: () => ({ query: "q=数控" }), invalidQuery: "kind=dog" },
  getAlertFeed: { example: async (world) => ({ id: (await withFeed(world)).token }) },
  getAlertFeedAtom: { example: async (world) => ({ id: (await withFeed(world)).token }) },
};
