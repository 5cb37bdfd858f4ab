// The event log: one event per sequence number of a thing, append-only, written with its effect. Timelines, followers and audits read it.
import * as z from "zod";
import { idOf } from "./ids.ts";
import {
  hashOf,
  type Item,
  idOfPartition,
  indexed,
  type Place,
  padded,
  partitionOf,
  readIndex,
  readRange,
  type Table,
} from "./table.ts";

/** What happened to one thing: who, when, what, from which state to which. */
export const Event = z.object({
  pk: z.string(),
  sk: z.string(),
  schemaVersion: z.literal(1),
  id: idOf("evt"),
  sequence: z.int().positive(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  from: z.string().optional(),
  to: z.string(),
  /** Sort keys of the items this event wrote or removed. */
  items: z.array(z.string()),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Event = z.infer<typeof Event>;

const shards = 8;

export const eventKey = (pk: string, sequence: number) => ({ pk, sk: `event#${padded(sequence)}` });

/** Whether a sort key is that of an event. */
export const isEventKey = (sk: string): boolean => sk.startsWith("event#");

/** The event's item, in its thing's partition and in one of eight shards of its day. */
export const eventItem = (event: Event): Item => {
  const shard = Number.parseInt(hashOf(event.pk).slice(0, 2), 16) % shards;
  return { ...event, ...indexed("byDay", `${event.at.slice(0, 10)}#${shard}`, `${event.at}#${event.id}`) };
};

/** Events of one thing in order, at most `limit` after sequence `after`. */
export const readEvents = async (table: Table, id: string, after: number, limit: number): Promise<Event[]> => {
  const pk = partitionOf(id);
  const items = await readRange(table, pk, { prefix: "event#", after: eventKey(pk, after).sk, limit });
  return items.map((item) => Event.parse(item));
};

/** A thing that has come to a sequence number. */
export interface Changed {
  id: string;
  sequence: number;
  /** When (ISO 8601, UTC). */
  at: string;
}

/** Things with events from `since` to `until` (ISO times, inclusive), in pages, with their greatest sequence on the page; a thing may come more than once. */
export async function* changedSince(table: Table, since: string, until: string): AsyncGenerator<Changed[]> {
  for (let day = since.slice(0, 10); day <= until.slice(0, 10); day = dayAfter(day)) {
    for (let shard = 0; shard < shards; shard++) {
      let after: Place | undefined;
      do {
        const page = await readIndex(table, {
          index: "byDay",
          partition: `${day}#${shard}`,
          between: [since, `${until}$`],
          limit: 500,
          ...(after === undefined ? {} : { after }),
        });
        after = page.last;
        if (page.entries.length > 0) yield newestOf(page.entries);
      } while (after);
    }
  }
}

/** Entries come in the order of time, so the last of a thing is its newest. */
const newestOf = (entries: readonly Item[]): Changed[] => {
  const newest = new Map(
    entries.map(({ pk, sk, byDaySort }): [string, Changed] => {
      const [id, [at = ""]] = [idOfPartition(pk), String(byDaySort).split("#")];
      return [id, { id, sequence: Number(sk.slice("event#".length)), at }];
    }),
  );
  return [...newest.values()];
};

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
