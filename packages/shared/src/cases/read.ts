// Reads cases: one whole, lists, the timeline. Who may read the working view gets it, else the published one.
import * as z from "zod";
import { actorId } from "../actor.ts";
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { forbidden, unauthenticated } from "../errors.ts";
import { readEvents } from "../events.ts";
import { found } from "../head.ts";
import { type Page, Position } from "../page.ts";
import { onlyOrganisation } from "./draft.ts";
import { actionsOf, mayScreen } from "./policy.ts";
import { summarisePublished, summariseWorking, viewPublished, viewWorking, type WholeCase } from "./practice-case.ts";
import { type CaseEventView, type CaseSummary, type CaseView, type caseStates } from "./schema.ts";
import { findByExternalId, findWhole, pageIds, readHeads } from "./store.ts";

/** What the actor may see of a case, if anything. */
export const viewCase = (ctx: Context, whole: WholeCase, wanted?: "published"): CaseView | undefined => {
  if (wanted === undefined && mayRead(ctx.actor, whole.head))
    return viewWorking(whole, actionsOf(ctx.actor, whole.head));
  const { published } = whole;
  const may = published && (mayRead(ctx.actor, published.head) || mayRead(ctx.actor, whole.head));
  return may ? viewPublished(published) : undefined;
};

/** @throws AppError `not_found`. */
export const getCase = async (ctx: Context, id: string, wanted?: "published"): Promise<CaseView> => {
  const whole = found(await findWhole(ctx.table, id));
  return found(viewCase(ctx, whole, wanted));
};

export interface ListCases {
  organisation?: string | undefined;
  state?: (typeof caseStates)[number] | undefined;
  externalId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Cases of an organisation (one's own where none is named), or of all organisations in one state for the secretariat; newest change first. */
export const listCases = async (ctx: Context, input: ListCases): Promise<Page<CaseSummary>> => {
  if (ctx.actor.kind !== "person") throw unauthenticated();
  const overAll =
    input.organisation === undefined &&
    input.state !== undefined &&
    input.externalId === undefined &&
    mayScreen(ctx.actor);
  const organisationId = input.organisation ?? (overAll ? undefined : onlyOrganisation(ctx));
  if (organisationId === undefined && input.state === undefined)
    throw forbidden({ en: "Name an organisation.", zh: "请指定单位。" });
  if (organisationId !== undefined && input.externalId !== undefined) {
    const id = await findByExternalId(ctx.table, organisationId, input.externalId);
    return { items: id === undefined ? [] : await summaries(ctx, [id]) };
  }
  const binding = ["cases", actorId(ctx.actor), organisationId ?? "", input.state ?? ""];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const where = organisationId === undefined ? { state: input.state ?? "" } : { organisationId, state: input.state };
  const page = await pageIds(ctx.table, where, input.limit, after);
  const items = (await summaries(ctx, page.ids)).filter(
    ({ state, view }) => input.state === undefined || view === "published" || state === input.state,
  );
  return page.last === undefined ? { items } : { items, next: ctx.cursors.seal(page.last, binding) };
};

const summaries = async (ctx: Context, ids: string[]): Promise<CaseSummary[]> => {
  const heads = await readHeads(ctx.table, ids);
  return heads.flatMap(({ head, published }) => {
    if (mayRead(ctx.actor, head)) return [summariseWorking(head)];
    return published && head.published && mayRead(ctx.actor, published) ? [summarisePublished(published)] : [];
  });
};

const publicActions = ["publish", "withdraw"];

/** What happened to a case, oldest first. Readers of the published view alone see when it was published, not by whom. */
export const listCaseEvents = async (
  ctx: Context,
  id: string,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<CaseEventView>> => {
  const [entry] = await readHeads(ctx.table, [id]);
  const whole = found(entry);
  const inside = mayRead(ctx.actor, whole.head);
  if (!inside) found(whole.head.published && whole.published && mayRead(ctx.actor, whole.published) ? true : undefined);
  const binding = ["case-events", id, actorId(ctx.actor)];
  const after = input.cursor === undefined ? 0 : ctx.cursors.open(input.cursor, binding, z.int());
  const events = await readEvents(ctx.table, id, after, input.limit);
  const items = events
    .filter((event) => inside || publicActions.includes(event.action))
    .map(
      ({ sequence, at, action, actor, from, to, data }): CaseEventView => ({
        sequence,
        at,
        action,
        to: to as CaseEventView["to"],
        ...(inside && {
          actorId: actor,
          ...(from !== undefined && { from: from as NonNullable<CaseEventView["from"]> }),
          ...(typeof data?.["reason"] === "string" && { reason: data["reason"] }),
        }),
      }),
    );
  const last = events.at(-1);
  return events.length < input.limit || !last ? { items } : { items, next: ctx.cursors.seal(last.sequence, binding) };
};
