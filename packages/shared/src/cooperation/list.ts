// Lists requests: to their organisation as they stand; to the secretariat all in one state, or to be screened. Others find them by search.
import { actorId } from "../actor.ts";
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { forbidden, unauthenticated } from "../errors.ts";
import { onlyOrganisation } from "../members/index.ts";
import { fillPage, type Page, Position } from "../page.ts";
import { type RequestList, requestsIn, requestsOf, toScreen } from "./keys.ts";
import { isPossible } from "./life.ts";
import { mayScreen } from "./policy.ts";
import { workingAudience } from "./request.ts";
import type { RequestState, RequestSummary } from "./schema.ts";
import { readHeads, readList } from "./store.ts";
import { summariseFor } from "./view.ts";

export interface ListRequests {
  organisation?: string | undefined;
  state?: RequestState | undefined;
  limit: number;
  cursor?: string | undefined;
}

/**
 * Requests of one's own organisation, or of all organisations in one state for the secretariat (`screening`: whatever waits
 * to be screened); newest change first. @throws AppError `unauthenticated`, `forbidden`, `invalid` (organisation), `cursor`.
 */
export const listRequests = async (ctx: Context, input: ListRequests): Promise<Page<RequestSummary>> => {
  if (ctx.actor.kind !== "person") throw unauthenticated();
  const { organisation, state } = input;
  const list = organisation === undefined && state !== undefined && mayScreen(ctx.actor) ? inState(state) : undefined;
  if (list) return pageOf(ctx, input, list);
  const organisationId = organisation ?? onlyOrganisation(ctx.actor);
  if (!mayRead(ctx.actor, { audience: workingAudience(organisationId) })) throw notYours();
  return pageOf(ctx, input, requestsOf(organisationId, state));
};

const inState = (state: RequestState): RequestList => (state === "screening" ? toScreen : requestsIn(state));

const pageOf = async (ctx: Context, input: ListRequests, list: RequestList): Promise<Page<RequestSummary>> => {
  const binding = ["cooperation", actorId(ctx.actor), list.partition, input.state ?? ""];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const { items, last } = await fillPage({ limit: input.limit, rounds: 1, after }, async (count, from) => {
    const page = await readList(ctx.table, list, count, from);
    const shown = page.entries.flatMap(({ place, head }) => {
      const item = summariseFor(ctx.actor, { head, outer: {} });
      const isIn =
        list === toScreen ? isPossible(head, "open") : input.state === undefined || head.state === input.state;
      return item && isIn ? [{ item, place }] : [];
    });
    return { shown, last: page.last };
  });
  return last === undefined ? { items } : { items, next: ctx.cursors.seal(last, binding) };
};

/** What the actor may see now of each of these requests, by id, as lists show it; the others are left out. One round trip. */
export const summariseRequests = async (ctx: Context, ids: readonly string[]): Promise<Map<string, RequestSummary>> => {
  const heads = await readHeads(ctx.table, ids);
  const items = heads.flatMap((each) => summariseFor(ctx.actor, each) ?? []);
  return new Map(items.map((item) => [item.id, item]));
};

const notYours = () =>
  forbidden({
    en: "You list requests of your own organisation; find those of others by search (kind=request).",
    zh: "只能列出本单位的合作需求；其他单位的请通过搜索查找（kind=request）。",
  });
