// Where the generations of a data folder's index live: in its own folder, or in the OpenSearch cluster that is set.
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import type { Generations } from "@lianchuang/shared/search";
import { openCluster, openSearchGenerations, singleNode } from "@lianchuang/shared/search/opensearch";
import { sqliteGenerations } from "@lianchuang/shared/search/sqlite";
import type { Folder } from "./folder.ts";

export interface SearchStore {
  generations: Generations;
  close(): Promise<void>;
}

interface Options {
  folder: Folder;
  /** The cluster, if one is set. */
  url: string | undefined;
  /** The table service, if one is set: whoever shares a table shares its index. */
  endpoint: string | undefined;
  now: () => Date;
}

export const openSearchStore = async ({ folder, url, endpoint, now }: Options): Promise<SearchStore> => {
  if (url === undefined) return { generations: sqliteGenerations(folder.indexFolder), close: async () => {} };
  const cluster = await openCluster({ url });
  // Others may keep their indexes in the same cluster.
  const whose = endpoint !== undefined && !isOwn(endpoint) ? endpoint : `${hostname()} ${endpoint ?? folder.path}`;
  const prefix = `lianchuang-${createHash("sha256").update(whose).digest("hex").slice(0, 8)}`;
  const generations = openSearchGenerations(cluster, { prefix, profile: singleNode, now });
  return { generations, close: () => cluster.close() };
};

/** Every machine has a table service of its own at such an address. */
const isOwn = (endpoint: string): boolean =>
  /^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(new URL(endpoint).hostname);
