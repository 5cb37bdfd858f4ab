// Brings the index up to the table without having been told of anything: what was set aside once more, and the event log from the checkpoint on.
import { changedSince } from "@lianchuang/shared/events";
import type { SearchIndex, Waiting } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import { indexThings, notHeld } from "./index-things.ts";
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
  const ids = again.map(({ id }) => id);
  await indexThings(table, index, ids, newsOf(again));
  await catchUp(table, index, since, until, { dueSince });
  return again;
};

/** Of what is set aside and read again: what had been there long before the first of it failed is no news; nothing is, where nothing waits. */
export const newsOf = (waiting: readonly Waiting[]): { dueSince?: string } => {
  const [first] = waiting.map(({ at }) => at).toSorted();
  return first === undefined ? {} : { dueSince: before(first, overlapSeconds) };
};

/** For how many seconds the oldest change that the index does not hold has waited, as of now. */
export const lagOf = async (table: Table, index: SearchIndex, now: Date): Promise<number> => {
  const since = (await index.checkpoint()) ?? now.toISOString();
  let oldest = now.toISOString();
  for await (const changed of changedSince(table, before(since, overlapSeconds), now.toISOString())) {
    const waiting = new Set(await notHeld(index, changed));
    for (const { id, at } of changed) if (waiting.has(id) && at < oldest) oldest = at;
  }
  return (now.getTime() - Date.parse(oldest)) / 1000;
};
