// Lists the alerts of a search: what was found, as its owner may read it now.
import { actorId } from "../actor.ts";
import type { Context } from "../context.ts";
import { fillPage, type Page, Position } from "../page.ts";
import { viewAlert } from "./saved-search.ts";
import type { AlertView, Thing } from "./schema.ts";
import { getOwn, readAlerts } from "./store.ts";

/** What the actor may see now of each of these things, by id; what he may not read is left out. One round trip. */
export type DescribeThings = (ctx: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, Thing>>;

const rounds = 3;

/** Newest first; a thing one may no longer read is left out. @throws AppError `not_found`, `cursor`. */
export const listAlerts = async (
  ctx: Context,
  id: string,
  input: { limit: number; cursor?: string | undefined },
  describe: DescribeThings,
): Promise<Page<AlertView>> => {
  const { seenAt } = await getOwn(ctx, id);
  const binding = ["search-alerts", id, actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position)["sk"];
  const { items, last } = await fillPage({ limit: input.limit, rounds, after }, async (count, from) => {
    const alerts = await readAlerts(ctx.table, id, count, from);
    const things = await describe(
      ctx,
      alerts.map(({ thingId }) => thingId),
    );
    const shown = alerts.flatMap((alert) => {
      const thing = things.get(alert.thingId);
      return thing ? [{ item: viewAlert(alert, thing, seenAt), place: alert.sk }] : [];
    });
    return { shown, last: alerts.length < count ? undefined : alerts.at(-1)?.sk };
  });
  return last === undefined ? { items } : { items, next: ctx.cursors.seal({ sk: last }, binding) };
};
