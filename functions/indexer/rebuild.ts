// Fills a new generation from the table while writes go on: everything there is, then what changed meanwhile.
import { changedSince } from "@lianchuang/shared/events";
import type { SearchIndex } from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";
import { scanHeads } from "@lianchuang/shared/upkeep";
import { indexThings, isStanding, notHeld, searchablePartitions } from "./index-things.ts";

/** Events this much before a checkpoint are read again: a command may take 30 s to land, clocks of writers differ a little. */
export const overlapSeconds = 120;

export const before = (time: string, seconds: number): string =>
  new Date(Date.parse(time) - seconds * 1000).toISOString();

interface CatchUpOptions {
  /** As for a write: given where the index is followed, not where an older state is made up for. */
  dueSince?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Reads the event log from a checkpoint on and indexes what changed and is not held yet. Afterwards the checkpoint is
 * `until`, or `since` where the clock was set back before it. @throws the signal's reason between two pages.
 */
export const catchUp = async (
  table: Table,
  index: SearchIndex,
  since: string,
  until: string,
  { signal, ...options }: CatchUpOptions = {},
): Promise<void> => {
  const checkpoint = until > since ? until : since;
  // Standing queries first, so that they wait already for what changed after they were made.
  for (const isTurn of [isStanding, (id: string) => !isStanding(id)])
    for await (const changed of changedSince(table, before(since, overlapSeconds), checkpoint)) {
      signal?.throwIfAborted();
      const wanted = changed.filter(({ id }) => isTurn(id));
      if (wanted.length > 0) await indexThings(table, index, await notHeld(index, wanted), options);
    }
  await index.write([], { checkpoint });
};

interface FillOptions {
  /** Told how many things were read so far. */
  progress?: (things: number) => void;
  signal?: AbortSignal;
}

/** Reads everything there is; the generation is then as new as `now()` at the last call. What changed since it began is due, nothing older. @returns how many things it read. @throws the signal's reason. */
export const fill = async (
  table: Table,
  index: SearchIndex,
  now: () => Date,
  { progress, signal }: FillOptions = {},
): Promise<number> => {
  const started = now().toISOString();
  let things = 0;
  let [earlier, current] = [Promise.resolve(), Promise.resolve()];
  for await (const keys of scanHeads(table, searchablePartitions)) {
    const ids = keys.map(({ pk }) => idOfPartition(pk));
    for (let start = 0; start < ids.length; start += 200) {
      signal?.throwIfAborted();
      await earlier;
      const slice = ids.slice(start, start + 200);
      // While one slice is written the next one is read.
      earlier = current;
      current = indexThings(table, index, slice, { dueSince: started }).then(() => {
        things += slice.length;
        progress?.(things);
      });
      current.catch(() => {}); // It is awaited a slice later.
    }
  }
  await Promise.all([earlier, current]);
  await catchUp(table, index, started, now().toISOString(), { dueSince: started, signal });
  return things;
};
