// The one way an existing interest is acted on: see it, stand on a side that may, read the right revision, state allows it, write it and what it means for its request.
import { belongsTo } from "../../actor.ts";
import { mayRead } from "../../audience.ts";
import { type Change, commit, type Transaction } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError, forbidden } from "../../errors.ts";
import { assertRevision, found } from "../../head.ts";
import { readSuspended } from "../../members/index.ts";
import { Interest, isFor, type NextInterest, nextState, sideOf } from "./interest.ts";
import type { InterestAction, Side } from "./schema.ts";
import { asNextInterest, changeOfInterest, findInterest } from "./store.ts";

/** Which interest, and the revision the actor read (If-Match); an append names none. */
export interface OnInterest {
  id: string;
  revision?: number | undefined;
}

/** What an action makes of an interest, and of what else it touches. */
export interface Acted extends Omit<Transaction, "changes"> {
  next: NextInterest;
  others?: Change[];
  appends?: Change["appends"];
  data?: Record<string, unknown>;
}

/** @throws AppError `not_found`, `forbidden`, `revision_missing`, `stale`, `state`. */
export const actOn = async (
  ctx: Context,
  { id, revision }: OnInterest,
  action: InterestAction,
  edit: (next: NextInterest, interest: Interest, side: Side) => Acted | Promise<Acted>,
): Promise<Interest> => {
  const interest = found(await findInterest(ctx.table, id));
  found(mayRead(ctx.actor, interest) ? interest : undefined);
  const side = sideOf(ctx.actor, interest);
  if (!side || !isFor(action, side)) throw notActable();
  if (belongsTo(ctx.actor, interest.ownerId) && belongsTo(ctx.actor, interest.partnerId)) throw twoSided();
  const other = side === "owner" ? interest.partnerId : interest.ownerId;
  if (needsBoth.includes(action) && (await readSuspended(ctx.table)).includes(other)) throw resting();
  const isAppend = action === "message";
  if (!isAppend) assertRevision(interest, revision);
  const state = nextState(interest.state, action);
  const {
    next,
    others = [],
    appends,
    data,
    ...rest
  } = await edit({ ...asNextInterest(interest), state }, interest, side);
  const change = changeOfInterest(id, interest, next, { action, data: { side, ...data } }, ctx.now().toISOString(), {
    ...(isAppend && { append: true }),
    ...(appends && { appends }),
  });
  const [head] = await commit(ctx, { changes: [change, ...others], ...rest });
  return Interest.parse(head);
};

/** What binds the other side rests while its rights do; what ends or tells something goes on. */
const needsBoth: readonly InterestAction[] = ["accept", "propose", "confirm"];

/** Says no more than that it cannot be: who may not know the other organisation shall not learn it by its standing. */
const resting = () =>
  new AppError("state", {
    en: "The other side can take no part in this at the moment; you may end it, or try again later.",
    zh: "对方目前不能参与此操作；您可以结束洽谈，或稍后再试。",
  });

const twoSided = () =>
  new AppError("state", {
    en: "You belong to both organisations; somebody who belongs to one of them alone does this.",
    zh: "您同时属于双方单位，须由只属于其中一方的人员办理。",
  });

const notActable = () =>
  forbidden({
    en: "You may read this interest but not do this. The organisation whose request it is answers; the one that is interested takes back; both talk and confirm.",
    zh: "您可以查看此意向，但无权执行此操作。由需求方答复，由意向方撤回，双方洽谈并确认。",
  });
