// What happened to a case: everything for those inside; for others what became of the view they may read.
import * as z from "zod";
import { type Actor, actorId } from "../actor.ts";
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { type Event, readEvents } from "../events.ts";
import { found } from "../head.ts";
import { fillPage, type Page } from "../page.ts";
import { ViewMoved } from "./practice-case.ts";
import type { CaseEventView } from "./schema.ts";
import { readHeads } from "./store.ts";

/** The last event read, and how many were shown so far. */
const Place = z.object({ sequence: z.int(), shown: z.int() });
type Place = z.infer<typeof Place>;

const rounds = 5;

/**
 * Oldest first. Who reads the published view alone sees when a version was published or taken away that was for him to
 * read, not by whom, numbered from 1; at most 500 events are read for a page.
 * @throws AppError `not_found`, `cursor`.
 */
export const listCaseEvents = async (
  ctx: Context,
  id: string,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<CaseEventView>> => {
  const [entry] = await readHeads(ctx.table, [id]);
  const { head, published } = found(entry);
  const inside = mayRead(ctx.actor, head);
  if (!inside) found(published && mayRead(ctx.actor, published) ? published : undefined);
  const binding = ["case-events", id, actorId(ctx.actor), inside ? "inside" : "outside"];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Place);
  const { items, last } = await fillPage({ limit: input.limit, rounds, after }, async (count, from) => {
    let place: Place = from ?? { sequence: 0, shown: 0 };
    const events = await readEvents(ctx.table, id, place.sequence, count);
    const shown = events.flatMap((event) => {
      const item = inside ? viewInside(event) : viewOutside(ctx.actor, event, place.shown + 1);
      place = { sequence: event.sequence, shown: place.shown + (item ? 1 : 0) };
      return item ? [{ item, place }] : [];
    });
    return { shown, last: events.length < count ? undefined : place };
  });
  return last === undefined ? { items } : { items, next: ctx.cursors.seal(last, binding) };
};

const viewMovedBy = ({ data }: Event): ViewMoved | undefined => ViewMoved.optional().parse(data?.["view"]);

const viewInside = (event: Event): CaseEventView => {
  const { sequence, at, action, actor, from, to, data } = event;
  const version = viewMovedBy(event)?.version;
  return {
    sequence,
    at,
    action,
    ...(from !== undefined && { from: from as NonNullable<CaseEventView["from"]> }),
    to: to as CaseEventView["to"],
    ...(version !== undefined && { version }),
    actorId: actor,
    ...(typeof data?.["reason"] === "string" && { reason: data["reason"] }),
  };
};

/** Whatever the event was inside, outside a version was published, or what was published is gone. */
const viewOutside = (actor: Actor, event: Event, sequence: number): CaseEventView | undefined => {
  const view = viewMovedBy(event);
  if (!view || !mayRead(actor, view)) return undefined;
  const what =
    event.to === "published"
      ? ({ action: "publish", to: "published" } as const)
      : ({ action: "withdraw", to: "withdrawn" } as const);
  return { sequence, at: event.at, ...what, version: view.version };
};
