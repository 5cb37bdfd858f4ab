// What can be measured: anything that finds the ids of texts for a query, best first.
import type { Text } from "./sets.ts";

export type Retriever = (query: string) => Promise<readonly string[]>;

/** Fills a system with texts; it then gives up to `depth` ids for each query. */
export type Open = (texts: readonly Text[], depth: number) => Promise<{ retrieve: Retriever; close(): Promise<void> }>;
