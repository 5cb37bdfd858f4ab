// Brings the index up to the table without having been told of anything: what was set aside once more, and the event log from the checkpoint on.
import type { SearchIndex, Waiting } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import { indexThings } from "./index-things.ts";
import { before, catchUp, overlapSeconds } from "./rebuild.ts";

/** Everything written is new to who waits for it, whenever it says it changed. */
const dueSince = "";

/**
 * Finds what nobody was told of: written by another process, applied though the engine answered with an error, lost with
 * records that a stream had trimmed before anybody read them. Afterwards the checkpoint is `until`, or `since` where the
 * clock was set back before it. @returns what was set aside before.
 */
export const keepUp = async (
  table: Table,
  index: SearchIndex,
  since: string,
  until: string,
): Promise<readonly Waiting[]> => {
  const again = await index.setAside();
  // What had been there long before it failed is no news.
  const first = again.reduce((time, { at }) => (at < time ? at : time), until);
  const ids = again.map(({ id }) => id);
  await indexThings(table, index, ids, { dueSince: before(first, overlapSeconds) });
  await catchUp(table, index, since, until, { dueSince });
  return again;
};
