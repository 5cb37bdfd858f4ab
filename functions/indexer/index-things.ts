// Brings the index up to the table for named things: from an event it takes only which thing changed, and reads what that is now.
import { caseDocuments, findWhole } from "@lianchuang/shared/cases";
import { findRequest, requestDocuments } from "@lianchuang/shared/cooperation";
import { AppError, nameOf } from "@lianchuang/shared/errors";
import type { Changed } from "@lianchuang/shared/events";
import { findOrganisation, organisationDocuments } from "@lianchuang/shared/members";
import {
  documentKey,
  type SearchDocument,
  type SearchIndex,
  type SearchKind,
  SearchRefused,
  SearchUnavailable,
  type SetAside,
  type StandingQuery,
  viewsOf,
  type WriteOptions,
} from "@lianchuang/shared/search";
import { findSearch, standingQuery } from "@lianchuang/shared/searches";
import { Newer, type Table, Torn } from "@lianchuang/shared/table";

/** What a thing gives to search: what is found of it, or what it waits to find. */
interface Said {
  documents?: SearchDocument[];
  standing?: StandingQuery[];
}

interface Followed {
  /** Nothing for what is not found itself. */
  kind?: SearchKind;
  said: (table: Table, id: string) => Promise<Said>;
}

/** What the index follows: each kind of thing and what it says of itself, by the prefix of its ids. */
const followed: Record<string, Followed> = {
  case: {
    kind: "case",
    said: async (table, id) => {
      const whole = await findWhole(table, id);
      return whole ? { documents: caseDocuments(whole) } : {};
    },
  },
  org: {
    kind: "organisation",
    said: async (table, id) => {
      const organisation = await findOrganisation(table, id);
      return organisation ? { documents: organisationDocuments(organisation) } : {};
    },
  },
  coop: {
    kind: "request",
    said: async (table, id) => {
      const whole = await findRequest(table, id);
      return whole ? { documents: requestDocuments(whole) } : {};
    },
  },
  search: {
    said: async (table, id) => {
      const saved = await findSearch(table, id);
      return saved ? { standing: [standingQuery(saved)] } : {};
    },
  },
};

/** Whether it is a query that waits for things, not a thing to find. */
export const isStanding = (id: string): boolean => prefixOf(id) === "search";

/** How the partitions of searchable things begin. */
export const searchablePartitions = Object.keys(followed).map((prefix) => `${prefix}#`);

const prefixOf = (id: string): string => id.slice(0, id.indexOf("_"));
export const isSearchable = (id: string): boolean => Object.hasOwn(followed, prefixOf(id));

/** What the table says the index should hold of a thing. */
export const saidOf = async (table: Table, id: string): Promise<Said> =>
  (await followed[prefixOf(id)]?.said(table, id)) ?? {};

/** The documents among it. */
export const documentsOf = async (table: Table, id: string): Promise<SearchDocument[]> =>
  (await saidOf(table, id)).documents ?? [];

/** Under which keys the index holds a thing once it has followed it. */
const keysOf = (id: string): string[] => {
  const kind = followed[prefixOf(id)]?.kind;
  return kind === undefined ? [id] : viewsOf(kind).map((view) => documentKey({ id, view }));
};

/** As many as one busy import writes at once, twice over: an engine that takes turns then reads no slower than it is written. */
export const readsAtOnce = 32;

/** Ids of the things that the index does not hold as they became then, or newer: the others need not be read. */
export const notHeld = async (
  index: SearchIndex,
  changed: readonly Pick<Changed, "id" | "sequence">[],
): Promise<string[]> => {
  const wanted = changed.filter(({ id }) => isSearchable(id));
  const held = await index.held(wanted.flatMap(({ id }) => keysOf(id)));
  const isBehind = ({ id, sequence }: Pick<Changed, "id" | "sequence">) =>
    keysOf(id).some((key) => (held.get(key) ?? 0) < sequence);
  return wanted.filter(isBehind).map(({ id }) => id);
};

/**
 * Indexes things as they are now, each under its sequence: twice, late or out of order does no harm. A bad one is set aside
 * in the index and stops no other; it is mended by coming again. The checkpoint, and what is due to standing queries from
 * `dueSince` on, are stored with the documents: what is due is never lost but with the index.
 * @returns why those failed that did, by id.
 * @throws AppError `unavailable`, SearchUnavailable: nothing is lost, try again.
 */
export const indexThings = async (
  table: Table,
  index: SearchIndex,
  ids: readonly string[],
  options: Pick<WriteOptions, "checkpoint" | "dueSince"> = {},
): Promise<ReadonlyMap<string, string>> => {
  const documents: SearchDocument[] = [];
  const standing: StandingQuery[] = [];
  const read: string[] = [];
  const setAside: SetAside[] = [];
  const wanted = ids.filter(isSearchable);
  for (let start = 0; start < wanted.length; start += readsAtOnce) {
    const slice = wanted.slice(start, start + readsAtOnce);
    const results = await Promise.allSettled(slice.map((id) => saidOf(table, id)));
    for (const [position, result] of results.entries()) {
      const id = slice[position] ?? "";
      if (result.status === "fulfilled") {
        documents.push(...(result.value.documents ?? []));
        standing.push(...(result.value.standing ?? []));
        read.push(id);
      } else if (isPassing(result.reason)) throw result.reason;
      else setAside.push({ id, error: nameOf(result.reason) });
    }
  }
  const results = await index.write(documents, { ...options, read, setAside, standing });
  const failed = new Map(setAside.map(({ id, error }) => [id, error]));
  for (const [position, result] of results.entries())
    if (result.result === "failed") failed.set(documents[position]?.id ?? "", result.error);
  return failed;
};

/** Trouble of an engine, which passes; anything else is the thing's own, or what an engine will never do. */
export const isPassing = (error: unknown): boolean =>
  (error instanceof SearchUnavailable && !(error instanceof SearchRefused)) ||
  (error instanceof AppError && error.code === "unavailable" && !isOfTheThing(error.cause));

const isOfTheThing = (cause: unknown): boolean => cause instanceof Torn || cause instanceof Newer;
