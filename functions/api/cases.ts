// Cases at the door: draft, change, submit, publish, return, withdraw; read, list, timeline.
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  changeCase,
  draftCase,
  getCase,
  listCaseEvents,
  listCases,
  listSimilarCases,
  publishCase,
  returnCase,
  submitCase,
  viewCase,
  withdrawCase,
} from "@lianchuang/shared/cases";
import {
  CaseEventView,
  CaseSummary,
  CaseView,
  ChangeCase,
  caseStates,
  DraftCase,
  ReturnCase,
  WithdrawCase,
} from "@lianchuang/shared/cases/schema";
import type { CommandRecord } from "@lianchuang/shared/command";
import type { Context } from "@lianchuang/shared/context";
import { found } from "@lianchuang/shared/head";
import { idOf } from "@lianchuang/shared/ids";
import type { SearchIndex } from "@lianchuang/shared/search";
import { SimilarHit } from "@lianchuang/shared/search/schema";
import * as z from "zod";
import type { Door, Result } from "./door.ts";
import { idParams, listOf, pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "cases";
const CasePage = pageOf(CaseSummary, "CasePage");
const CaseEventPage = pageOf(CaseEventView, "CaseEventPage");
const SimilarCases = listOf(SimilarHit, "SimilarCases");
const params = idParams("case");

type Whole = Parameters<typeof viewCase>[1];

const shown = (value: CaseView): Result<CaseView> => ({
  value,
  revision: value.revision,
  location: `/v1/cases/${value.id}`,
});
const written = (ctx: Context, whole: Whole): Result<CaseView> => shown(found(viewCase(ctx, whole)));
const replay = async (ctx: Context, record: CommandRecord): Promise<Result<CaseView>> =>
  shown(await getCase(ctx, record.id));

export const cases = (app: OpenAPIHono<Door>, index: () => SearchIndex): void => {
  operation(app, {
    id: "draftCase",
    kind: "create",
    method: "post",
    path: "/cases",
    tag,
    summary: "Begin a case · 起草案例",
    access: "person",
    body: DraftCase,
    answer: CaseView,
    handle: async (ctx, { body }) => written(ctx, await draftCase(ctx, body)),
    replay,
  });

  operation(app, {
    id: "listCases",
    kind: "read",
    method: "get",
    path: "/cases",
    tag,
    summary: "Cases of an organisation, or of all in a state for the secretariat · 案例列表",
    access: "person",
    query: queryOf({
      organisation: idOf("org").optional().meta({ description: "Your own where none is named" }),
      state: z.enum(caseStates).optional().meta({ description: "Of the view you may read" }),
      externalId: z
        .string()
        .min(1)
        .max(128 * 12)
        .optional(),
      ...paging,
    }),
    answer: CasePage,
    handle: async (ctx, { query }) => ({ value: await listCases(ctx, query) }),
  });

  operation(app, {
    id: "getCase",
    kind: "read",
    method: "get",
    path: "/cases/{id}",
    tag,
    summary: "One case, in the view you may read · 案例详情",
    access: "anyone",
    params,
    query: queryOf({ view: z.literal("published").optional() }),
    answer: CaseView,
    handle: async (ctx, { params: { id }, query }) => shown(await getCase(ctx, id, query.view)),
  });

  operation(app, {
    id: "changeCase",
    kind: "change",
    method: "patch",
    path: "/cases/{id}",
    tag,
    summary: "Change a case by a merge patch; null removes · 修改案例",
    access: "person",
    params,
    body: ChangeCase,
    answer: CaseView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await changeCase(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "submitCase",
    kind: "change",
    method: "post",
    path: "/cases/{id}/submit",
    tag,
    summary: "Hand a case to the secretariat · 提交案例",
    access: "person",
    params,
    answer: CaseView,
    handle: async (ctx, { params: { id }, revision }) => written(ctx, await submitCase(ctx, { id, revision })),
    replay,
  });

  operation(app, {
    id: "publishCase",
    kind: "change",
    method: "post",
    path: "/cases/{id}/publish",
    tag,
    summary: "Publish a submitted case (secretariat) · 发布案例",
    access: "person",
    params,
    answer: CaseView,
    handle: async (ctx, { params: { id }, revision }) => written(ctx, await publishCase(ctx, { id, revision })),
    replay,
  });

  operation(app, {
    id: "returnCase",
    kind: "change",
    method: "post",
    path: "/cases/{id}/return",
    tag,
    summary: "Return a submitted case with a reason (secretariat) · 退回案例",
    access: "person",
    params,
    body: ReturnCase,
    answer: CaseView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await returnCase(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "withdrawCase",
    kind: "change",
    method: "post",
    path: "/cases/{id}/withdraw",
    tag,
    summary: "Take a case out of circulation · 撤回案例",
    access: "person",
    params,
    body: WithdrawCase,
    answer: CaseView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await withdrawCase(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "listSimilarCases",
    kind: "read",
    method: "get",
    path: "/cases/{id}/similar",
    tag,
    summary: "Cases that resemble this one, most alike first, and the words they share · 相似案例",
    access: "anyone",
    params,
    query: queryOf({ limit: paging.limit }),
    answer: SimilarCases,
    handle: async (ctx, { params: { id }, query: { limit } }) => ({
      value: { items: await listSimilarCases(ctx, index, { id, limit }) },
    }),
  });

  operation(app, {
    id: "listCaseEvents",
    kind: "read",
    method: "get",
    path: "/cases/{id}/events",
    tag,
    summary: "What happened to a case, oldest first · 案例时间线",
    access: "anyone",
    params,
    query: queryOf(paging),
    answer: CaseEventPage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listCaseEvents(ctx, id, query) }),
  });
};
