// What was suggested to whom: a log outside any head that moves nothing, and how often each request was shown, which the ranking evens out.
import { actorId } from "../actor.ts";
import type { Context } from "../context.ts";
import { newRequestId } from "../ids.ts";
import { addOne, appendLog, type Key, partitionOf, readMany, type Table } from "../table.ts";
import type { Suggestion } from "./match.ts";

const shownKey = (id: string): Key => ({ pk: `shown#${partitionOf(id)}`, sk: "count" });
export const impressionsOf = (id: string): string => `impression#${partitionOf(id)}`;

/** How often each was shown, by id. */
export const readShown = async (table: Table, ids: readonly string[]): Promise<Map<string, number>> => {
  const items = await readMany(table, ids.map(shownKey));
  return new Map(ids.map((id, at) => [id, Number(items[at]?.["times"] ?? 0)]));
};

/** So many of a list count as shown: those behind them nobody looks at. */
const mostCounted = 10;

/** Keeps what was suggested for a request, with rank, parts and reasons, and counts what was shown. */
export const logImpression = async (ctx: Context, id: string, suggestions: readonly Suggestion[]): Promise<void> => {
  const at = ctx.now().toISOString();
  const shown = suggestions.slice(0, mostCounted);
  const items = shown.map(({ id: other, score, scored, reasons, weights }, position) => ({
    id: other,
    rank: position + 1,
    score,
    parts: scored.parts,
    reasons: reasons.map(({ fact, worth }) => ({ fact, worth })),
    weights,
  }));
  await appendLog(ctx.table, {
    pk: impressionsOf(id),
    sk: `${at}#${newRequestId()}`,
    at,
    actor: actorId(ctx.actor),
    items,
  });
  await Promise.all(shown.map(({ id: other }) => addOne(ctx.table, shownKey(other), "times")));
};
