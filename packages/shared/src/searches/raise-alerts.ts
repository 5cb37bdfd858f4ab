// Raises alerts: a search that watches has found things, each for the first time.
import { once, Raced } from "../command.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import type { Alert } from "./saved-search.ts";
import { alertKey, findSearch, foundKey, withoutFound } from "./store.ts";

/** Each takes two writes of the hundred that a transaction holds. */
export const alertsAtOnce = 40;

/**
 * One transaction holds alerts and claims, so that whoever comes twice, late or at the same time raises none again: one alert
 * ever for a search and a thing. A search that no longer watches raises none. At most `alertsAtOnce` things.
 * @returns how many were raised. @throws AppError `unavailable`.
 */
export const raiseAlerts = async (
  ctx: Context,
  id: string,
  things: readonly { id: string; kind: Alert["kind"] }[],
): Promise<number> => {
  const { command: _, ...own } = ctx;
  const outcome = await once(own, async () => {
    const search = await findSearch(ctx.table, id);
    if (search?.state !== "watching") return 0;
    const fresh = await withoutFound(ctx.table, id, things);
    if (fresh.length === 0) return 0;
    const at = ctx.now().toISOString();
    const alerts = fresh.map((thing, position) => [
      alertKey(search.sequence + 1, position),
      { thingId: thing.id, kind: thing.kind, at },
    ]);
    await commit(own, {
      changes: [
        {
          id,
          from: search,
          next: { ...search, alertedAt: at },
          append: true,
          event: { action: "alert", data: { things: fresh.map((thing) => thing.id) } },
          appends: Object.fromEntries(alerts),
        },
      ],
      claims: fresh.map((thing) => ({ key: foundKey(id, thing.id), taken: () => new Raced() })),
    });
    return fresh.length;
  });
  return outcome.kind === "done" ? outcome.value : 0;
};
