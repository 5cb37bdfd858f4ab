// What happened to a request, for its own organisation and the secretariat.
import { actorId } from "../actor.ts";
import type { Context } from "../context.ts";
import { type Event, readEvents } from "../events.ts";
import { found } from "../head.ts";
import { type Page, Position } from "../page.ts";
import type { Standing } from "./rings.ts";
import type { RequestEventView } from "./schema.ts";
import { readHeads } from "./store.ts";
import { sightOf } from "./view.ts";

/** Oldest first; to all others it is not there. @throws AppError `not_found`, `cursor`. */
export const listRequestEvents = async (
  ctx: Context,
  id: string,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<RequestEventView>> => {
  const [heads] = await readHeads(ctx.table, [id]);
  const sight = sightOf(ctx.actor, found(heads));
  const { standing } = found(sight?.view === "working" ? sight : undefined);
  const binding = ["request-events", id, actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const events = await readEvents(ctx.table, id, Number(after?.["sequence"] ?? 0), input.limit + 1);
  const shown = events.slice(0, input.limit);
  const last = events.length > shown.length ? shown.at(-1) : undefined;
  const items = shown.map((event) => viewEvent(event, standing));
  return last ? { items, next: ctx.cursors.seal({ sequence: String(last.sequence) }, binding) } : { items };
};

const viewEvent = ({ sequence, at, action, actor, from, to, data }: Event, standing: Standing): RequestEventView => ({
  sequence,
  at,
  action,
  ...(from !== undefined && { from: from as NonNullable<RequestEventView["from"]> }),
  to: to as RequestEventView["to"],
  ...((action !== "ask" || standing !== "owner") && { actorId: actor }),
  ...(typeof data?.["reason"] === "string" && { reason: data["reason"] }),
  ...((action === "match" || action === "forward") && { requestIds: (data?.["requestIds"] ?? []) as string[] }),
});
