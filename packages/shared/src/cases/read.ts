// Reads one case whole, and its timeline. Who may read the working view gets it, else the published one.
import * as z from "zod";
import { actorId } from "../actor.ts";
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { readEvents } from "../events.ts";
import { found } from "../head.ts";
import type { Page } from "../page.ts";
import { actionsOf } from "./policy.ts";
import { viewPublished, viewWorking, type WholeCase } from "./practice-case.ts";
import type { CaseEventView, CaseView } from "./schema.ts";
import { findWhole, readHeads } from "./store.ts";

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
