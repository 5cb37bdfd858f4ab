// Forwards a request to the owner of another that it may suit: the secretariat brokers.
import { isStaff } from "../actor.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { AppError, forbidden } from "../errors.ts";
import { found } from "../head.ts";
import { mention } from "./admit.ts";
import { isSought } from "./life.ts";
import { asIs, changeOf } from "./next-request.ts";
import { CooperationRequest, type WholeRequest } from "./request.ts";
import type { ForwardRequest } from "./schema.ts";
import { findWhole } from "./store.ts";
import { sightOf } from "./view.ts";

/** An entry in the log of the one that is told, for its owner. @throws AppError `not_found`, `forbidden`, `state` where one of them looks for no partner or both look for the same. */
export const forwardRequest = async (
  ctx: Context,
  id: string,
  { requestId, note }: ForwardRequest,
): Promise<WholeRequest> => {
  const [to, what] = await Promise.all([findWhole(ctx.table, id), findWhole(ctx.table, requestId)]);
  const told = found(to && sightOf(ctx.actor, to) ? to : undefined);
  if (!isStaff(ctx.actor)) throw notYours();
  const forwarded = found(what && sightOf(ctx.actor, what) ? what : undefined);
  if (!isSought(told.head.state) || !isSought(forwarded.head.state) || told.head.direction === forwarded.head.direction)
    throw notSuited();
  const data = { requestIds: [requestId], ...(note !== undefined && { reason: note }) };
  const [head] = await commit(ctx, { changes: [mention(ctx, told, "forward", data)] });
  const at = ctx.now().toISOString();
  return changeOf(id, told, asIs(told), { action: "forward" }, at).after(CooperationRequest.parse(head));
};

const notYours = () =>
  forbidden({
    en: "The secretariat forwards requests to each other's owners.",
    zh: "由秘书处向双方转介合作需求。",
  });

const notSuited = () =>
  new AppError("state", {
    en: "A need is forwarded to an open offer, or an offer to an open need.",
    zh: "只能把需求转介给开放中的供给，或把供给转介给开放中的需求。",
  });
