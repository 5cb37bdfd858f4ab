// Cooperation requests at the door: draft, change, submit, open, return, hold, renew, confirm, close, withdraw; read, list, timeline, who saw what.
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { CommandRecord } from "@lianchuang/shared/command";
import type { Context } from "@lianchuang/shared/context";
import {
  changeRequest,
  closeRequest,
  confirmRequest,
  draftRequest,
  forwardRequest,
  getRequest,
  holdRequest,
  listLeaks,
  listRequestEvents,
  listRequests,
  listSights,
  logOpened,
  openRequest,
  renewRequest,
  returnRequest,
  show,
  submitRequest,
  withdrawRequest,
} from "@lianchuang/shared/cooperation";
import {
  ChangeRequest,
  CloseRequest,
  DraftRequest,
  ForwardRequest,
  HoldRequest,
  LeakMark,
  RenewRequest,
  RequestEventView,
  RequestSummary,
  RequestView,
  ReturnRequest,
  requestStates,
  SightView,
  SubmitRequest,
} from "@lianchuang/shared/cooperation/schema";
import { idOf } from "@lianchuang/shared/ids";
import * as z from "zod";
import type { Dependencies, Door, Result } from "./door.ts";
import { idParams, listOf, pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "cooperation";
const RequestPage = pageOf(RequestSummary, "RequestPage");
const RequestEventPage = pageOf(RequestEventView, "RequestEventPage");
const SightPage = pageOf(SightView, "RequestSightPage");
const Leaks = listOf(LeakMark, "LeakMarks");
const params = idParams("coop");

type Whole = Parameters<typeof show>[1];

const shown = (value: RequestView): Result<RequestView> => ({
  value,
  revision: value.revision,
  location: `/v1/cooperation/${value.id}`,
});
const written = async (ctx: Context, whole: Whole): Promise<Result<RequestView>> => shown(await show(ctx, whole));
const replay = async (ctx: Context, record: CommandRecord): Promise<Result<RequestView>> =>
  shown(await getRequest(ctx, record.id));

export const cooperation = (app: OpenAPIHono<Door>, { later }: Pick<Dependencies, "later">): void => {
  operation(app, {
    id: "draftRequest",
    kind: "create",
    method: "post",
    path: "/cooperation",
    tag,
    summary: "Begin a need or an offer · 起草合作需求",
    access: "person",
    body: DraftRequest,
    answer: RequestView,
    handle: async (ctx, { body }) => written(ctx, await draftRequest(ctx, body)),
    replay,
  });

  operation(app, {
    id: "listRequests",
    kind: "read",
    method: "get",
    path: "/cooperation",
    tag,
    summary: "Requests of your organisation, or of all in a state for the secretariat · 合作需求列表",
    access: "person",
    query: queryOf({
      organisation: idOf("org").optional().meta({ description: "Your own where none is named" }),
      state: z.enum(requestStates).optional(),
      ...paging,
    }),
    answer: RequestPage,
    handle: async (ctx, { query }) => ({ value: await listRequests(ctx, query) }),
  });

  operation(app, {
    id: "getRequest",
    kind: "read",
    method: "get",
    path: "/cooperation/{id}",
    tag,
    summary: "One request, as far as you may see it · 合作需求详情",
    access: "anyone",
    params,
    query: queryOf({
      view: z.literal("opened").optional(),
      from: idOf("coop").optional().meta({ description: "The request of yours whose suggestions led here" }),
    }),
    answer: RequestView,
    handle: async (ctx, { params: { id }, query: { view, from } }) => {
      const request = await getRequest(ctx, id, view);
      if (from !== undefined) later(() => logOpened(ctx, from, id));
      return shown(request);
    },
  });

  operation(app, {
    id: "changeRequest",
    kind: "change",
    method: "patch",
    path: "/cooperation/{id}",
    tag,
    summary: "Change a request by a merge patch; null removes · 修改合作需求",
    access: "person",
    params,
    body: ChangeRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await changeRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "listLeaks",
    kind: "read",
    method: "get",
    path: "/cooperation/{id}/leaks",
    tag,
    summary: "What in a request may tell whose it is · 身份泄露检查",
    access: "person",
    params,
    answer: Leaks,
    handle: async (ctx, { params: { id } }) => ({ value: { items: await listLeaks(ctx, id) } }),
  });

  operation(app, {
    id: "submitRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/submit",
    tag,
    summary: "Hand a request to the secretariat · 提交合作需求",
    access: "person",
    params,
    body: SubmitRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await submitRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "openRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/open",
    tag,
    summary: "Open a screened request (secretariat) · 公布合作需求",
    access: "person",
    params,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision }) => written(ctx, await openRequest(ctx, { id, revision })),
    replay,
  });

  operation(app, {
    id: "returnRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/return",
    tag,
    summary: "Return a request with a reason (secretariat) · 退回合作需求",
    access: "person",
    params,
    body: ReturnRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await returnRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "holdRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/hold",
    tag,
    summary: "Put a request on hold · 搁置合作需求",
    access: "person",
    params,
    body: HoldRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await holdRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "renewRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/renew",
    tag,
    summary: "Say that a request holds until a new day; opens what was on hold or expired · 续期合作需求",
    access: "person",
    params,
    body: RenewRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await renewRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "confirmRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/confirm",
    tag,
    summary: "Say that a request still holds · 确认合作需求有效",
    access: "person",
    params,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision }) => written(ctx, await confirmRequest(ctx, { id, revision })),
    replay,
  });

  operation(app, {
    id: "closeRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/close",
    tag,
    summary: "End a request, and say what became of it · 关闭合作需求",
    access: "person",
    params,
    body: CloseRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await closeRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "withdrawRequest",
    kind: "change",
    method: "post",
    path: "/cooperation/{id}/withdraw",
    tag,
    summary: "Take a request back · 撤回合作需求",
    access: "person",
    params,
    body: HoldRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, revision, body }) =>
      written(ctx, await withdrawRequest(ctx, { id, revision }, body)),
    replay,
  });

  operation(app, {
    id: "forwardRequest",
    kind: "append",
    method: "post",
    path: "/cooperation/{id}/forwards",
    tag,
    summary: "Point its owner to another request (secretariat) · 转介",
    access: "person",
    params,
    body: ForwardRequest,
    answer: RequestView,
    handle: async (ctx, { params: { id }, body }) => written(ctx, await forwardRequest(ctx, id, body)),
    replay,
  });

  operation(app, {
    id: "listSights",
    kind: "read",
    method: "get",
    path: "/cooperation/{id}/sights",
    tag,
    summary: "Who saw inner fields of your request when, newest first · 内圈信息查看记录",
    access: "person",
    params,
    query: queryOf(paging),
    answer: SightPage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listSights(ctx, id, query) }),
  });

  operation(app, {
    id: "listRequestEvents",
    kind: "read",
    method: "get",
    path: "/cooperation/{id}/events",
    tag,
    summary: "What happened to a request, oldest first · 合作需求时间线",
    access: "person",
    params,
    query: queryOf(paging),
    answer: RequestEventPage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listRequestEvents(ctx, id, query) }),
  });
};
