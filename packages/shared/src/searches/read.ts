// Reads saved searches: one, all of one's own.
import type { Context } from "../context.ts";
import { unauthenticated } from "../errors.ts";
import { maySave } from "./policy.ts";
import type { SavedSearch } from "./saved-search.ts";
import { getOwn, readSearches, readSlots } from "./store.ts";

/** @throws AppError `not_found`. */
export const getSearch = (ctx: Context, id: string): Promise<SavedSearch> => getOwn(ctx, id);

/** One's own, newest first; all of them, since they are few, and as they are now. @throws AppError `unauthenticated`. */
export const listSearches = async (ctx: Context): Promise<SavedSearch[]> => {
  if (!maySave(ctx.actor)) throw unauthenticated();
  const ids = (await readSlots(ctx.table, ctx.actor.id)).filter((id) => id !== undefined);
  const searches = await readSearches(ctx.table, ids);
  return searches.filter(({ state }) => state !== "deleted").toSorted((one, other) => (one.id < other.id ? 1 : -1));
};
