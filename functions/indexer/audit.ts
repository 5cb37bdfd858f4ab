// Compares table and index document by document: missing, extra and different ones by name.
import { documentKey, hashDocument, type SearchDocument, type SearchIndex } from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";
import { scanHeads } from "@lianchuang/shared/upkeep";
import { documentsOf, isPassing, searchablePartitions } from "./index-things.ts";
import { catchUp } from "./rebuild.ts";

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
  for await (const keys of scanHeads(table, searchablePartitions))
    for (let start = 0; start < keys.length; start += 16) {
      const ids = keys.slice(start, start + 16).map(({ pk }) => idOfPartition(pk));
      const read = await Promise.allSettled(ids.map((id) => documentsOf(table, id)));
      for (const [position, result] of read.entries()) {
        if (result.status === "fulfilled") for (const document of result.value) compare(document);
        else if (isPassing(result.reason)) throw result.reason;
        else differences.push({ key: ids[position] ?? "", what: "unreadable" });
      }
    }
  for (const [key, { tombstone }] of indexed) if (!tombstone) differences.push({ key, what: "extra" });
  return { documents, differences };
};

/** An audit that believes a difference only when what was written meanwhile has been followed. @throws the signal's reason between two audits. */
export const auditPatiently = async (
  table: Table,
  index: SearchIndex,
  now: () => Date,
  signal?: AbortSignal,
): Promise<Audit> => {
  let result = await audit(table, index);
  for (let attempt = 0; result.differences.length > 0 && attempt < 5; attempt++) {
    signal?.throwIfAborted();
    const since = await index.checkpoint();
    if (since !== undefined) await catchUp(table, index, since, now().toISOString());
    result = await audit(table, index);
  }
  return result;
};
