// How saved searches are kept: the head, its alerts, and claims for its person's places, its feed, and each thing it found.
import { mayRead } from "../audience.ts";
import { claimKey } from "../commit.ts";
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { hashOf, type Key, key, padded, partitionOf, read, readMany, readRange, type Table } from "../table.ts";
import { Alert, SavedSearch } from "./saved-search.ts";
import { mostSearches } from "./schema.ts";

/** One of the places a person has for searches: claims, so that there are never more. */
export const slotKey = (personId: string, slot: number): Key => claimKey("search.slot", personId, String(slot));
/** That a search has found a thing. */
export const foundKey = (id: string, thingId: string): Key => claimKey("search.found", id, thingId);
/** Where a feed's token leads; the token itself is kept nowhere. */
export const feedKey = (hash: string): Key => claimKey("search.feed", hash);
export const hashOfToken = (token: string): string => hashOf("search.feed", token);

/** Alerts stand in the order they were raised in. */
export const alertKey = (sequence: number, position: number) => `alert#${padded(sequence)}#${padded(position, 2)}`;

export const findSearch = (table: Table, id: string): Promise<SavedSearch | undefined> =>
  read(table, SavedSearch, key(id));

/** The search, where the actor may read it. @throws AppError `not_found`. */
export const getOwn = async (ctx: Context, id: string): Promise<SavedSearch> => {
  const search = found(await findSearch(ctx.table, id));
  return found(mayRead(ctx.actor, search) ? search : undefined);
};

/** Who holds each of a person's places, in their order. One round trip. */
export const readSlots = async (table: Table, personId: string): Promise<(string | undefined)[]> => {
  const keys = Array.from({ length: mostSearches }, (_, slot) => slotKey(personId, slot));
  const claims = await readMany(table, keys);
  return claims.map((claim) => claim && String(claim["holder"]));
};

export const readSearches = async (table: Table, ids: readonly string[]): Promise<SavedSearch[]> => {
  const items = await readMany(
    table,
    ids.map((id) => key(id)),
  );
  return items.flatMap((item) => (item ? [SavedSearch.parse(item)] : []));
};

/** The search a feed's token leads to now. */
export const findByToken = async (table: Table, token: string): Promise<SavedSearch | undefined> => {
  const hash = hashOfToken(token);
  const [claim] = await readMany(table, [feedKey(hash)]);
  const search = claim && (await findSearch(table, String(claim["holder"])));
  return search?.feed?.hash === hash ? search : undefined;
};

/** Of these things those that the search has not found before. */
export const withoutFound = async <T extends { id: string }>(
  table: Table,
  id: string,
  things: readonly T[],
): Promise<T[]> => {
  const claims = await readMany(
    table,
    things.map((thing) => foundKey(id, thing.id)),
  );
  return things.filter((_, position) => claims[position] === undefined);
};

/** Alerts of a search, newest first, at most `limit` after one. */
export const readAlerts = async (table: Table, id: string, limit: number, after?: string): Promise<Alert[]> => {
  const range = { prefix: "alert#", newestFirst: true, limit, ...(after !== undefined && { after }) };
  return (await readRange(table, partitionOf(id), range)).map((item) => Alert.parse(item));
};
