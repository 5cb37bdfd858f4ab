// Says that an organisation is interested in a request, by answering three questions.
import { actorId, belongsTo } from "../../actor.ts";
import { Raced } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { found } from "../../head.ts";
import { newId } from "../../ids.ts";
import { notAMember, onlyOrganisation, readSuspended } from "../../members/index.ts";
import { mention } from "../admit.ts";
import { learnedItem } from "../learning/log.ts";
import { isSought } from "../life.ts";
import { type WholeRequest } from "../request.ts";
import { dayInChina } from "../sound.ts";
import { findWhole } from "../store.ts";
import { sightOf } from "../view.ts";
import { Interest, type NextInterest } from "./interest.ts";
import type { ExpressInterest } from "./schema.ts";
import { changeOfInterest, interestClaim } from "./store.ts";

/**
 * The request stays open to be answered until this is written, or it is not written.
 * @throws AppError `not_found`, `forbidden`, `invalid` (organisation), `state`, `taken`.
 */
export const expressInterest = async (ctx: Context, requestId: string, input: ExpressInterest): Promise<Interest> => {
  const whole = found(await findWhole(ctx.table, requestId));
  found(sightOf(ctx.actor, whole));
  const partnerId = input.organisationId ?? onlyOrganisation(ctx.actor);
  if (!belongsTo(ctx.actor, partnerId)) throw notAMember();
  if (belongsTo(ctx.actor, whole.head.organisationId)) throw own();
  const { opened } = whole;
  if (!opened || !isSought(whole.head.state) || isOver(whole, ctx.now())) throw notSought(whole);
  if ((await readSuspended(ctx.table)).includes(whole.head.organisationId)) throw notSought(whole);
  const { fit, brings, next: then } = input;
  const from = input.from === undefined ? undefined : await ownRequest(ctx, input.from, partnerId);
  const next: NextInterest = {
    state: "proposed",
    requestId,
    direction: opened.head.direction,
    ownerId: whole.head.organisationId,
    partnerId,
    createdBy: actorId(ctx.actor),
    fit,
    brings,
    next: then,
    ...(from !== undefined && { from }),
    steps: [],
    proposals: 0,
    messages: 0,
  };
  const id = newId("int", ctx.now());
  const at = ctx.now().toISOString();
  const change = changeOfInterest(id, undefined, next, { action: "express" }, at);
  const line = learnedItem({ kind: "interest", at, from, id: requestId }, id);
  const changes = [change, mention(ctx, whole, "interest", { interestId: id })];
  const claims = [interestClaim(requestId, partnerId)];
  const [head] = await commit(ctx, { changes, claims, extras: [{ item: line, taken: () => new Raced() }] });
  return Interest.parse(head);
};

/** Only what was suggested for a request of one's own is learned from. */
const ownRequest = async (ctx: Context, id: string, organisationId: string): Promise<string | undefined> =>
  (await findWhole(ctx.table, id))?.head.organisationId === organisationId ? id : undefined;

const isOver = ({ opened }: WholeRequest, now: Date): boolean =>
  opened?.head.facts.deadline !== undefined && opened.head.facts.deadline < dayInChina(now);

const notSought = ({ head }: WholeRequest) =>
  new AppError("state", {
    en: `This request takes no interests now: it is ${head.state}, or its deadline has passed.`,
    zh: "该合作需求目前不接受意向：未开放，或已过截止日期。",
  });

const own = () =>
  new AppError("state", {
    en: "This is a request of your own organisation; interests come from others.",
    zh: "这是本单位的合作需求，意向须来自其他单位。",
  });
