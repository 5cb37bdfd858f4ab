// What a saved search is: its states, what it asks and waits for, what leaves of it. Pure.
import * as z from "zod";
import { Head } from "../head.ts";
import { SearchInput, type StandingQuery, searchKinds } from "../search/index.ts";
import { type AlertView, SavedQuery, type SearchView, type Thing, watchStates } from "./schema.ts";

export const SavedSearch = Head.extend({
  state: z.enum([...watchStates, "deleted"]),
  personId: z.string(),
  /** Which of its person's places it takes. */
  slot: z.int(),
  name: z.string(),
  query: SavedQuery,
  alertedAt: z.iso.datetime().optional(),
  seenAt: z.iso.datetime().optional(),
  /** The way to its feed, by the hash of its token. */
  feed: z.object({ hash: z.string(), madeAt: z.iso.datetime() }).optional(),
});
export type SavedSearch = z.infer<typeof SavedSearch>;

/** That a search found a thing: written once for the two of them. What the thing is called is read when it is shown. */
export const Alert = z.object({
  sk: z.string(),
  thingId: z.string(),
  kind: z.enum(searchKinds),
  at: z.iso.datetime(),
});
export type Alert = z.infer<typeof Alert>;

/** What waits in the index for it: nothing unless it watches, and no search that holds a text that search no longer takes. */
export const standingQuery = ({ id, sequence, state, query }: SavedSearch): StandingQuery => {
  const q = state === "watching" ? SearchInput.shape.q.safeParse(query["q"]).data : undefined;
  return { id, version: sequence, ...(q !== undefined && { q }) };
};

export const viewSearch = (search: SavedSearch): SearchView => {
  const { id, revision, name, query, state, alertedAt, seenAt, feed, createdAt, updatedAt } = search;
  return {
    id,
    revision,
    name,
    query,
    state: state === "watching" ? state : "paused",
    ...(alertedAt !== undefined && { alertedAt }),
    ...(seenAt !== undefined && { seenAt }),
    ...(feed !== undefined && { feedMadeAt: feed.madeAt }),
    createdAt,
    updatedAt,
  };
};

export const viewAlert = (alert: Alert, thing: Thing, seenAt: string | undefined): AlertView => ({
  id: alert.thingId,
  at: alert.at,
  seen: seenAt !== undefined && alert.at <= seenAt,
  ...thing,
});
