// Who watches by a search now, and for what.

import type * as z from "zod";
import type { Actor } from "../actor.ts";
import { findActor } from "../members/index.ts";
import type { SearchInput } from "../search/index.ts";
import type { Table } from "../table.ts";
import { queryOf } from "./saved-search.ts";
import { findSearch } from "./store.ts";

/** The owner with his grants of now and what he asks; nothing when the search is gone or paused, or its owner is. Two round trips. */
export const findWatch = async (
  table: Table,
  id: string,
  now: Date,
): Promise<{ owner: Actor; query: z.output<typeof SearchInput> } | undefined> => {
  const search = await findSearch(table, id);
  const query = search?.state === "watching" ? queryOf(search) : undefined;
  const owner = search && query && (await findActor(table, search.personId, now));
  return owner && { owner, query };
};
