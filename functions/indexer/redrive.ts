// Reads named things again, or those set aside, and says of each what became of it.
import type { Redriven, SearchIndex, WriteOptions } from "@lianchuang/shared/search";
import { key, readMany, type Table } from "@lianchuang/shared/table";
import { indexThings, isSearchable } from "./index-things.ts";
import { newsOf } from "./keep-up.ts";

const atOnce = 100;

/** See `SearchKeeper.redrive`. */
export const redrive = async (table: Table, index: SearchIndex, ids?: readonly string[]): Promise<Redriven[]> => {
  const waiting = await index.setAside();
  const wanted = ids ?? waiting.map(({ id }) => id);
  const results: Redriven[] = [];
  for (let start = 0; start < wanted.length; start += atOnce)
    results.push(...(await readAgain(table, index, wanted.slice(start, start + atOnce), newsOf(waiting))));
  return results;
};

const readAgain = async (
  table: Table,
  index: SearchIndex,
  ids: readonly string[],
  options: Pick<WriteOptions, "dueSince">,
): Promise<Redriven[]> => {
  const failed = await indexThings(table, index, ids, options);
  const read = ids.filter((id) => !failed.has(id));
  const heads = await readMany(
    table,
    read.map((id) => key(id)),
  );
  const there = new Set(read.filter((id, position) => heads[position] && isSearchable(id)));
  return ids.map((id) => {
    const cause = failed.get(id);
    if (cause !== undefined) return { id, outcome: "failing", cause };
    return { id, outcome: there.has(id) ? "mended" : "absent" };
  });
};
