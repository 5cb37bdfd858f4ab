// The one way an existing search is acted on: see it, read the right revision, write.
import { type Change, commit, type Transaction } from "../commit.ts";
import type { Context } from "../context.ts";
import { assertRevision } from "../head.ts";
import { SavedSearch } from "./saved-search.ts";
import { getOwn } from "./store.ts";

/** Which search, and the revision the actor read (If-Match). */
export interface OnSearch {
  id: string;
  revision: number | undefined;
}

/** @throws AppError `not_found`, `revision_missing`, `stale`. */
export const actOn = async (
  ctx: Context,
  { id, revision }: OnSearch,
  action: string,
  edit: (search: SavedSearch) => { next: Change["next"] } & Omit<Transaction, "changes">,
): Promise<SavedSearch> => {
  const search = await getOwn(ctx, id);
  assertRevision(search, revision);
  const { next, ...rest } = edit(search);
  const [head] = await commit(ctx, { ...rest, changes: [{ id, from: search, next, event: { action } }] });
  return SavedSearch.parse(head);
};
