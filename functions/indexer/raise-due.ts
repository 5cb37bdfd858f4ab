// Raises the alerts that are due: asks each standing query itself, with its owner's grants of now, among the things that may answer it.
import type { Context } from "@lianchuang/shared/context";
import { type Due, type SearchIndex, search } from "@lianchuang/shared/search";
import { alertsAtOnce, findWatch, raiseAlerts } from "@lianchuang/shared/searches";
import { searchOf } from "../api/saved-query.ts";
import { isPassing } from "./index-things.ts";

/** For each query among them one search for every page of things. */
const dueAtOnce = 1_000;

type Failed = (query: string, error: unknown) => void;

/**
 * What is due lies in the index from the write of the document until its alert is written, so a crash between the two loses
 * none: it is raised late, and never twice. Lost is only what was due in an index that is lost, or happened while there was
 * none. A search that cannot be read is told to `failed` and stops no other.
 * @returns how much was due. @throws AppError `unavailable`, SearchUnavailable: nothing is lost, try again.
 */
export const raiseDue = async (ctx: Context, index: SearchIndex, failed: Failed): Promise<number> => {
  const due = await index.due(dueAtOnce);
  for (const [query, group] of Map.groupBy(due, (each) => each.query)) await raiseAll(ctx, index, query, group, failed);
  return due.length;
};

const raiseAll = async (
  ctx: Context,
  index: SearchIndex,
  query: string,
  due: readonly Due[],
  failed: Failed,
): Promise<void> => {
  for (let start = 0; start < due.length; start += alertsAtOnce) {
    const slice = due.slice(start, start + alertsAtOnce);
    try {
      await raise(ctx, index, query, slice);
    } catch (error) {
      if (isPassing(error)) throw error;
      failed(query, error);
    }
    await index.settle(slice);
  }
};

/** All that is asked among comes in one page, because pages of an index that is being written may miss what moves between them. */
const raise = async (ctx: Context, index: SearchIndex, id: string, due: readonly Due[]): Promise<void> => {
  const watch = await findWatch(ctx.table, id, ctx.now());
  const query = watch && searchOf(watch.query);
  if (!query) return;
  const asked = { ...query, limit: alertsAtOnce, among: due.map(({ thing }) => thing), cursor: undefined };
  const { items, correction } = await search({ ...ctx, actor: watch.owner }, () => index, asked);
  // What was found by another text than the one saved is nothing that it asked for.
  if (items.length > 0 && !correction?.applied) await raiseAlerts(ctx, id, items);
};
