// Deletes a search of one's own: its alerts and its feed end with the next request, and its place is free. There is no way back.
import type { Context } from "../context.ts";
import { actOn, type OnSearch } from "./act.ts";
import type { SavedSearch } from "./saved-search.ts";
import { feedKey, slotKey } from "./store.ts";

/** What it asked and was called is gone from its head; that it was, and which things it found, stays in its log. @throws AppError as `actOn`. */
export const deleteSearch = (ctx: Context, on: OnSearch): Promise<SavedSearch> =>
  actOn(ctx, on, "delete", ({ id, personId, slot, feed }) => ({
    next: { state: "deleted", audience: [], personId, slot, name: "", query: {} },
    releases: [
      { key: slotKey(personId, slot), holder: id },
      ...(feed ? [{ key: feedKey(feed.hash), holder: id }] : []),
    ],
  }));
