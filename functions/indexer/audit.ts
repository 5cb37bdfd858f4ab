// Compares table and index document by document, and what waits in it query by query: missing, extra and different ones by name.
import {
  documentKey,
  hashDocument,
  type IndexedVersion,
  type SearchDocument,
  type SearchIndex,
  type StandingQuery,
  searchViews,
} from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";
import { scanHeads } from "@lianchuang/shared/upkeep";
import { isPassing, readsAtOnce, saidOf, searchablePartitions } from "./index-things.ts";
import { catchUp } from "./rebuild.ts";

export interface Audit {
  documents: number;
  differences: Difference[];
}

interface Difference {
  key: string;
  /** The thing that the document is of. */
  id: string;
  what: "missing" | "extra" | "different" | "unreadable";
}

type Held = Pick<IndexedVersion, "id" | "hash" | "tombstone">;

/** What cannot be read is named and stops nothing. A tombstone that was purged is no difference. What is being written while it runs may show; audit again before believing one. */
export const audit = async (table: Table, index: SearchIndex): Promise<Audit> => {
  const indexed = new Map<string, Held>();
  for (let after = ""; ; ) {
    const page = await index.versions(after, 1000);
    for (const { key, id, hash, tombstone } of page) indexed.set(key, { id, hash, tombstone });
    const last = page.at(-1);
    if (!last) break;
    after = last.key;
  }
  const result: Audit = { documents: 0, differences: [] };
  for await (const keys of scanHeads(table, searchablePartitions)) {
    const ids = keys.map(({ pk }) => idOfPartition(pk));
    const found = await compare(table, index, indexed, ids);
    result.documents += found.documents;
    result.differences.push(...found.differences);
  }
  for (const [key, { id, tombstone }] of indexed) if (!tombstone) result.differences.push({ key, id, what: "extra" });
  return result;
};

/** Takes from `indexed` the documents of these things, and says which are not as the table has them. */
const compare = async (
  table: Table,
  index: SearchIndex,
  indexed: Map<string, Held>,
  ids: readonly string[],
): Promise<Audit> => {
  const result: Audit = { documents: 0, differences: [] };
  const standing: StandingQuery[] = [];
  for (let start = 0; start < ids.length; start += readsAtOnce) {
    const slice = ids.slice(start, start + readsAtOnce);
    const read = await Promise.allSettled(slice.map((id) => saidOf(table, id)));
    for (const [position, found] of read.entries()) {
      const id = slice[position] ?? "";
      if (found.status === "rejected") {
        if (isPassing(found.reason)) throw found.reason;
        result.differences.push({ key: id, id, what: "unreadable" });
        continue;
      }
      standing.push(...(found.value.standing ?? []));
      for (const document of found.value.documents ?? []) {
        const key = documentKey(document);
        const what = differenceOf(document, indexed.get(key));
        indexed.delete(key);
        result.documents++;
        if (what) result.differences.push({ key, id, what });
      }
    }
  }
  result.differences.push(...(await compareStanding(index, standing)));
  return result;
};

const compareStanding = async (index: SearchIndex, standing: readonly StandingQuery[]): Promise<Difference[]> => {
  const held = await index.held(standing.map(({ id }) => id));
  return standing.flatMap(({ id, version }) =>
    held.get(id) === version ? [] : [{ key: id, id, what: held.has(id) ? "different" : "missing" } as const],
  );
};

const differenceOf = (document: SearchDocument, held: Held | undefined): "missing" | "different" | undefined => {
  const isSeen = document.audience.length > 0;
  if (!held) return isSeen ? "missing" : undefined;
  return held.hash === hashDocument(document) || (held.tombstone && !isSeen) ? undefined : "different";
};

/**
 * An audit that believes a difference only when what was written meanwhile has been followed: things that differed are
 * compared again, a few times, so writes that go on do not hinder it.
 */
export const auditPatiently = async (table: Table, index: SearchIndex, now: () => Date): Promise<Audit> => {
  const { documents, differences } = await audit(table, index);
  let left = differences;
  for (let attempt = 0; left.length > 0 && attempt < 5; attempt++) {
    const since = await index.checkpoint();
    if (since !== undefined) await catchUp(table, index, since, now().toISOString(), { dueSince: since });
    left = await compareAgain(table, index, [...new Set(left.map(({ id }) => id))]);
  }
  return { documents, differences: left };
};

const compareAgain = async (table: Table, index: SearchIndex, ids: readonly string[]): Promise<Difference[]> => {
  const indexed = new Map<string, Held>();
  // The keys of a thing's documents begin so, and come one after the other.
  for (const id of ids)
    for (const { key, hash, tombstone, id: of } of await index.versions(`${id}#`, searchViews.length))
      if (of === id) indexed.set(key, { id, hash, tombstone });
  const { differences } = await compare(table, index, indexed, ids);
  for (const [key, { id, tombstone }] of indexed) if (!tombstone) differences.push({ key, id, what: "extra" });
  return differences;
};
