// Brings the index up to the table for named things: from an event it takes only which thing changed, and reads what that is now.
import { caseDocuments, findWhole } from "@lianchuang/shared/cases";
import { AppError } from "@lianchuang/shared/errors";
import type { Changed } from "@lianchuang/shared/events";
import { findOrganisation, organisationDocuments } from "@lianchuang/shared/members";
import {
  documentKey,
  type SearchDocument,
  type SearchIndex,
  SearchUnavailable,
  type SetAside,
  searchViews,
} from "@lianchuang/shared/search";
import { type Table, Torn } from "@lianchuang/shared/table";

type Documents = (table: Table, id: string) => Promise<SearchDocument[]>;

/** What each searchable kind of thing says of itself, by the prefix of its ids. */
const documentsByPrefix: Record<string, Documents> = {
  case: async (table, id) => {
    const whole = await findWhole(table, id);
    return whole ? caseDocuments(whole) : [];
  },
  org: async (table, id) => {
    const organisation = await findOrganisation(table, id);
    return organisation ? organisationDocuments(organisation) : [];
  },
};

/** How the partitions of searchable things begin. */
export const searchablePartitions = Object.keys(documentsByPrefix).map((prefix) => `${prefix}#`);

const prefixOf = (id: string): string => id.slice(0, id.indexOf("_"));
export const isSearchable = (id: string): boolean => Object.hasOwn(documentsByPrefix, prefixOf(id));

/** What the table says the index should hold of a thing. */
export const documentsOf: Documents = (table, id) =>
  documentsByPrefix[prefixOf(id)]?.(table, id) ?? Promise.resolve([]);

/** As many as one busy import writes at once, twice over: an engine that takes turns then reads no slower than it is written. */
const readsAtOnce = 32;

/** Ids of the things that the index does not hold as they became then, or newer: the others need not be read. */
export const notHeld = async (index: SearchIndex, changed: readonly Changed[]): Promise<string[]> => {
  const keysOf = (id: string) => searchViews.map((view) => documentKey({ id, view }));
  const wanted = changed.filter(({ id }) => isSearchable(id));
  const held = await index.held(wanted.flatMap(({ id }) => keysOf(id)));
  const isBehind = ({ id, sequence }: Changed) => keysOf(id).some((key) => (held.get(key) ?? 0) < sequence);
  return wanted.filter(isBehind).map(({ id }) => id);
};

/**
 * Indexes things as they are now, each under its sequence: twice, late or out of order does no harm. A bad one is set aside
 * in the index and stops no other; it is mended by coming again. `checkpoint` is stored with the documents.
 * @returns why those failed that did, by id.
 * @throws AppError `unavailable`, SearchUnavailable: nothing is lost, try again.
 */
export const indexThings = async (
  table: Table,
  index: SearchIndex,
  ids: readonly string[],
  checkpoint?: string,
): Promise<ReadonlyMap<string, string>> => {
  const documents: SearchDocument[] = [];
  const read: string[] = [];
  const setAside: SetAside[] = [];
  const wanted = ids.filter(isSearchable);
  for (let start = 0; start < wanted.length; start += readsAtOnce) {
    const slice = wanted.slice(start, start + readsAtOnce);
    const results = await Promise.allSettled(slice.map((id) => documentsOf(table, id)));
    for (const [position, result] of results.entries()) {
      const id = slice[position] ?? "";
      if (result.status === "fulfilled") {
        documents.push(...result.value);
        read.push(id);
      } else if (isPassing(result.reason)) throw result.reason;
      else setAside.push({ id, error: nameOf(result.reason) });
    }
  }
  const results = await index.write(documents, { checkpoint, read, setAside });
  const failed = new Map(setAside.map(({ id, error }) => [id, error]));
  for (const [position, result] of results.entries())
    if (result.result === "failed") failed.set(documents[position]?.id ?? "", result.error);
  return failed;
};

/** Trouble of an engine, which passes; anything else is the thing's own. */
export const isPassing = (error: unknown): boolean =>
  error instanceof SearchUnavailable ||
  (error instanceof AppError && error.code === "unavailable" && !(error.cause instanceof Torn));

/** The name alone: a message may hold what was in the thing. */
const nameOf = (error: unknown): string => {
  const own = error instanceof AppError ? (error.cause ?? error) : error;
  return own instanceof Error ? own.name : typeof own;
};
