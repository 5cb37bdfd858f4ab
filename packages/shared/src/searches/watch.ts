// Who watches by a search now, and for what.
import type { Actor } from "../actor.ts";
import { findActor } from "../members/index.ts";
import type { Table } from "../table.ts";
import type { SavedQuery } from "./schema.ts";
import { findSearch } from "./store.ts";

/** The owner with his grants of now and what he asks; nothing when the search is gone or paused, or its owner is. Two round trips. */
export const findWatch = async (
  table: Table,
  id: string,
  now: Date,
): Promise<{ owner: Actor; query: SavedQuery } | undefined> => {
  const search = await findSearch(table, id);
  if (search?.state !== "watching") return undefined;
  const owner = await findActor(table, search.personId, now);
  return owner && { owner, query: search.query };
};
