// The search engines that are measured: the embedded one, and a node of OpenSearch that is started for it.
import { join } from "node:path";
import type { SearchIndex } from "@lianchuang/shared/search";
import { openFolder } from "../../packages/local/src/folder.ts";
import { openSearchStore, type SearchStore } from "../../packages/local/src/search-store.ts";
import { missingTools } from "../engines/java.ts";
import { startOpenSearch } from "../engines/opensearch.ts";
import { until } from "../support/machine.ts";
import { withFolder } from "./site.ts";

export interface SearchEngine {
  name: string;
  /** Of its cluster; none where it lives in the product's own process. */
  url?: string;
  pid?: number;
}

export const embedded: SearchEngine = { name: "embedded" };

/** Megabytes that the heap of the node may have. */
const heap = 1_024;

/** A node of its own for as long as `work` takes; where it cannot be had, a line says so, and nothing is measured. */
export const withOpenSearch = async <T>(work: (engine: SearchEngine) => Promise<T[]>): Promise<T[]> => {
  const missing = missingTools();
  if (missing !== undefined) {
    process.stderr.write(`${missing}\n`);
    return [];
  }
  return withFolder(async (folder) => {
    const node = await startOpenSearch(join(folder, "node"), { heap });
    try {
      return await work({ name: "OpenSearch", url: node.url, pid: node.pid });
    } finally {
      await node.stop();
    }
  });
};

/** Until a cluster has nothing left to merge of what was written: it would take the processor from what is measured. */
export const untilMerged = async ({ url }: SearchEngine): Promise<void> => {
  if (url === undefined) return;
  await until(
    "no merges are under way",
    async () => {
      const stats = (await (await fetch(`${url}/_stats/merge`)).json()) as Merging;
      return stats._all.total.merges.current === 0;
    },
    120,
  );
};

interface Merging {
  _all: { total: { merges: { current: number } } };
}

/** One engine after the other. */
export const onEachEngine = async <T>(work: (engine: SearchEngine) => Promise<T[]>): Promise<T[]> => [
  ...(await work(embedded)),
  ...(await withOpenSearch(work)),
];

/** The generations of a data folder, as the product finds them there. */
export const storeOf = (data: string, { url }: Pick<SearchEngine, "url">): Promise<SearchStore> =>
  openSearchStore({ folder: openFolder(data), url, endpoint: undefined, now: () => new Date() });

/** The current generation of a folder that nobody serves, a new one where there is none, for as long as `work` takes; it is current then. */
export const withIndex = async <T>(
  data: string,
  engine: SearchEngine,
  work: (index: SearchIndex) => Promise<T>,
): Promise<T> => {
  const store = await storeOf(data, engine);
  const { generations } = store;
  try {
    const name = await generations.current();
    const index = (name !== undefined && (await generations.open(name))) || (await generations.create());
    try {
      const done = await work(index);
      await index.write([], { checkpoint: new Date().toISOString() });
      await index.close();
      await generations.swap(index.name);
      return done;
    } finally {
      await index.close();
    }
  } finally {
    await store.close();
  }
};
