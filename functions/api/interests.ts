// Interests at the door: express, accept, decline, withdraw, end; messages, meetings, the outcome ledger, the case that comes of it.
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { CommandRecord } from "@lianchuang/shared/command";
import type { Context } from "@lianchuang/shared/context";
import {
  acceptInterest,
  confirmStep,
  declineInterest,
  draftCaseFrom,
  endInterest,
  expressInterest,
  getInterest,
  getMeetings,
  listInterests,
  listMessages,
  listRequestInterests,
  proposeStep,
  sendMessage,
  showInterest,
  withdrawInterest,
} from "@lianchuang/shared/cooperation";
import {
  ConfirmStep,
  EndInterest,
  ExpressInterest,
  InterestSummary,
  InterestView,
  interestStates,
  MessageView,
  ProposeStep,
  SendMessage,
} from "@lianchuang/shared/cooperation/interests/schema";
import { idOf } from "@lianchuang/shared/ids";
import * as z from "zod";
import type { Door, Result } from "./door.ts";
import { idParams, pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "interests";
const InterestPage = pageOf(InterestSummary, "InterestPage");
const MessagePage = pageOf(MessageView, "MessagePage");
const params = idParams("int");
const ofRequest = idParams("coop");

type Interest = Parameters<typeof showInterest>[1];

const shown = async (ctx: Context, interest: Interest): Promise<Result<InterestView>> => {
  const value = await showInterest(ctx, interest);
  return { value, revision: value.revision, location: `/v1/interests/${value.id}` };
};
const replay = async (ctx: Context, record: CommandRecord): Promise<Result<InterestView>> =>
  shown(ctx, await getInterest(ctx, record.id));

/** What changes an interest under its revision. */
const change = { kind: "change", method: "post", tag, access: "person", params, answer: InterestView, replay } as const;

export const interests = (app: OpenAPIHono<Door>): void => {
  operation(app, {
    id: "expressInterest",
    kind: "create",
    method: "post",
    path: "/cooperation/{id}/interests",
    tag,
    summary: "Say that you are interested, by answering three questions · 表达意向",
    access: "person",
    params: ofRequest,
    body: ExpressInterest,
    answer: InterestView,
    handle: async (ctx, { params: { id }, body }) => shown(ctx, await expressInterest(ctx, id, body)),
    replay,
  });

  operation(app, {
    id: "listRequestInterests",
    kind: "read",
    method: "get",
    path: "/cooperation/{id}/interests",
    tag,
    summary: "Interests in a request that you may see, newest first · 合作需求收到的意向",
    access: "person",
    params: ofRequest,
    query: queryOf(paging),
    answer: InterestPage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listRequestInterests(ctx, id, query) }),
  });

  operation(app, {
    id: "listInterests",
    kind: "read",
    method: "get",
    path: "/interests",
    tag,
    summary: "What your organisation is interested in; for the secretariat all in a state · 意向列表",
    access: "person",
    query: queryOf({
      organisation: idOf("org").optional().meta({ description: "Your own where none is named" }),
      state: z.enum(interestStates).optional(),
      ...paging,
    }),
    answer: InterestPage,
    handle: async (ctx, { query }) => ({ value: await listInterests(ctx, query) }),
  });

  operation(app, {
    id: "getInterest",
    kind: "read",
    method: "get",
    path: "/interests/{id}",
    tag,
    summary: "One interest with its outcome ledger · 意向详情",
    access: "person",
    params,
    answer: InterestView,
    handle: async (ctx, { params: { id } }) => shown(ctx, await getInterest(ctx, id)),
  });

  operation(app, {
    ...change,
    id: "acceptInterest",
    path: "/interests/{id}/accept",
    summary: "Accept an interest: talks begin · 接受意向",
    handle: async (ctx, { params: { id }, revision }) => shown(ctx, await acceptInterest(ctx, { id, revision })),
  });

  operation(app, {
    ...change,
    id: "declineInterest",
    path: "/interests/{id}/decline",
    summary: "Decline an interest with a reason · 婉拒意向",
    body: EndInterest,
    handle: async (ctx, { params: { id }, revision, body }) =>
      shown(ctx, await declineInterest(ctx, { id, revision }, body)),
  });

  operation(app, {
    ...change,
    id: "withdrawInterest",
    path: "/interests/{id}/withdraw",
    summary: "Take back an interest that was not answered · 撤回意向",
    handle: async (ctx, { params: { id }, revision }) => shown(ctx, await withdrawInterest(ctx, { id, revision })),
  });

  operation(app, {
    ...change,
    id: "endInterest",
    path: "/interests/{id}/end",
    summary: "End talks with a reason · 结束洽谈",
    body: EndInterest,
    handle: async (ctx, { params: { id }, revision, body }) =>
      shown(ctx, await endInterest(ctx, { id, revision }, body)),
  });

  operation(app, {
    id: "sendMessage",
    kind: "append",
    method: "post",
    path: "/interests/{id}/messages",
    tag,
    summary: "Write to the other side · 发送消息",
    access: "person",
    params,
    body: SendMessage,
    answer: InterestView,
    handle: async (ctx, { params: { id }, body }) => shown(ctx, await sendMessage(ctx, { id }, body)),
    replay,
  });

  operation(app, {
    id: "listMessages",
    kind: "read",
    method: "get",
    path: "/interests/{id}/messages",
    tag,
    summary: "The conversation of the two sides, oldest first · 消息列表",
    access: "person",
    params,
    query: queryOf(paging),
    answer: MessagePage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listMessages(ctx, id, query) }),
  });

  operation(app, {
    ...change,
    id: "proposeStep",
    path: "/interests/{id}/steps",
    summary: "Propose a meeting, or say what was signed, agreed or achieved · 登记事项",
    body: ProposeStep,
    handle: async (ctx, { params: { id }, revision, body }) =>
      shown(ctx, await proposeStep(ctx, { id, revision }, body)),
  });

  operation(app, {
    ...change,
    id: "confirmStep",
    path: "/interests/{id}/steps/confirm",
    summary: "Confirm what the other side proposed, word for word · 确认事项",
    body: ConfirmStep,
    handle: async (ctx, { params: { id }, revision, body }) =>
      shown(ctx, await confirmStep(ctx, { id, revision }, body)),
  });

  operation(app, {
    id: "getMeetings",
    kind: "read",
    method: "get",
    path: "/interests/{id}/meetings.ics",
    tag,
    summary: "Its meetings as a calendar (RFC 5545) · 会议日历",
    access: "person",
    media: "text/calendar",
    params,
    answer: z.string(),
    handle: async (ctx, { params: { id } }) => ({ value: await getMeetings(ctx, id) }),
  });

  operation(app, {
    ...change,
    id: "draftCaseFrom",
    path: "/interests/{id}/case",
    summary: "Begin a case from the result, where both sides agreed to it · 由成果起草案例",
    handle: async (ctx, { params: { id }, revision }) => shown(ctx, await draftCaseFrom(ctx, { id, revision })),
  });
};
