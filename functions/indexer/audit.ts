// Compares table and index document by document, and what waits in it query by query: missing, extra and different ones by name.
import {
  documentKey,
  hashDocument,
  type SearchDocument,
  type SearchIndex,
  type StandingQuery,
} from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";
import { scanHeads } from "@lianchuang/shared/upkeep";
import { isPassing, saidOf, searchablePrefixes } from "./index-things.ts";

export interface Audit {
  documents: number;
  differences: { key: string; what: "missing" | "extra" | "different" | "unreadable" }[];
}

/** What cannot be read is named and stops nothing. A tombstone that was purged is no difference. What is being written while it runs may show; audit again before believing one. */
export const audit = async (table: Table, index: SearchIndex): Promise<Audit> => {
  const differences: Audit["differences"] = [];
  const indexed = new Map<string, { hash: string; tombstone: boolean }>();
  for (let after = ""; ; ) {
    const page = await index.versions(after, 1000);
    for (const { key, hash, tombstone } of page) indexed.set(key, { hash, tombstone });
    const last = page.at(-1);
    if (!last) break;
    after = last.key;
  }
  let documents = 0;
  const compare = (document: SearchDocument): void => {
    documents++;
    const key = documentKey(document);
    const held = indexed.get(key);
    indexed.delete(key);
    if (!held) {
      if (document.audience.length > 0) differences.push({ key, what: "missing" });
    } else if (held.hash !== hashDocument(document) && !(held.tombstone && document.audience.length === 0))
      differences.push({ key, what: "different" });
  };
  const compareStanding = async (standing: readonly StandingQuery[]): Promise<void> => {
    const held = await index.held(standing.map(({ id }) => id));
    for (const { id, version } of standing)
      if (held.get(id) !== version) differences.push({ key: id, what: held.has(id) ? "different" : "missing" });
  };
  for (const prefix of searchablePrefixes)
    for await (const keys of scanHeads(table, `${prefix}#`))
      for (let start = 0; start < keys.length; start += 16) {
        const ids = keys.slice(start, start + 16).map(({ pk }) => idOfPartition(pk));
        const read = await Promise.allSettled(ids.map((id) => saidOf(table, id)));
        for (const [position, result] of read.entries()) {
          if (result.status === "fulfilled") {
            for (const document of result.value.documents ?? []) compare(document);
            await compareStanding(result.value.standing ?? []);
          } else if (isPassing(result.reason)) throw result.reason;
          else differences.push({ key: ids[position] ?? "", what: "unreadable" });
        }
      }
  for (const [key, { tombstone }] of indexed) if (!tombstone) differences.push({ key, what: "extra" });
  return { documents, differences };
};
