// Reads interests: one, those in a request, one's own, those in a state for the secretariat.
import { actorId, isStaff } from "../../actor.ts";
import { mayRead } from "../../audience.ts";
import type { Context } from "../../context.ts";
import { forbidden } from "../../errors.ts";
import { found } from "../../head.ts";
import { onlyOrganisation } from "../../members/index.ts";
import { fillPage, type Page, Position } from "../../page.ts";
import { findWhole } from "../store.ts";
import { sightOf } from "../view.ts";
import type { Interest } from "./interest.ts";
import type { InterestState, InterestSummary } from "./schema.ts";
import { summariseInterests } from "./show.ts";
import { findInterest, type InterestList, interestsByState, interestsIn, interestsOf, readInterests } from "./store.ts";

/** @throws AppError `not_found`. */
export const getInterest = async (ctx: Context, id: string): Promise<Interest> => {
  const interest = found(await findInterest(ctx.table, id));
  return found(mayRead(ctx.actor, interest) ? interest : undefined);
};

interface Paging {
  limit: number;
  cursor?: string | undefined;
}

/** The interests in a request, newest first: all for its own people and the secretariat, its own for a partner. @throws AppError `not_found`, `cursor`. */
export const listRequestInterests = async (
  ctx: Context,
  requestId: string,
  input: Paging,
): Promise<Page<InterestSummary>> => {
  found(sightOf(ctx.actor, found(await findWhole(ctx.table, requestId))));
  return pageOf(ctx, interestsIn(requestId), input);
};

/** What one's organisation is interested in; for the secretariat all in a state, longest waiting first. @throws AppError `forbidden`, `invalid`, `cursor`. */
export const listInterests = async (
  ctx: Context,
  { organisation, state, ...paging }: Paging & { organisation?: string | undefined; state?: InterestState | undefined },
): Promise<Page<InterestSummary>> => {
  if (organisation === undefined && state !== undefined && isStaff(ctx.actor))
    return pageOf(ctx, interestsByState(state), paging, (interest) => interest.state === state, true);
  const partnerId = organisation ?? onlyOrganisation(ctx.actor);
  const isOwn =
    ctx.actor.kind === "person" && ctx.actor.memberships.some((place) => place.organisationId === partnerId);
  if (!isOwn && !isStaff(ctx.actor)) throw notYours();
  return pageOf(ctx, interestsOf(partnerId), paging, (interest) => state === undefined || interest.state === state);
};

const rounds = 3;

const pageOf = async (
  ctx: Context,
  list: InterestList,
  input: Paging,
  isWanted: (interest: Interest) => boolean = () => true,
  oldestFirst = false,
): Promise<Page<InterestSummary>> => {
  const binding = ["interests", actorId(ctx.actor), list.partition, String(oldestFirst)];
  const start = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const { items, last } = await fillPage({ limit: input.limit, rounds, after: start }, async (limit, after) => {
    const page = await readInterests(ctx.table, list, { limit, after, oldestFirst });
    const readable = page.entries.filter(({ interest }) => mayRead(ctx.actor, interest) && isWanted(interest));
    const told = await summariseInterests(
      ctx,
      readable.map(({ interest }) => interest),
    );
    const shown = told.flatMap((item, at) => {
      const place = readable[at]?.place;
      return place ? [{ item, place }] : [];
    });
    return { shown, last: page.last };
  });
  return last === undefined ? { items } : { items, next: ctx.cursors.seal(last, binding) };
};

const notYours = () =>
  forbidden({ en: "You list the interests of your own organisation.", zh: "只能列出本单位的意向。" });
