// A real search index of a test's own: in the cluster of the run where it has one, else in a folder.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Generations, SearchIndex } from "@lianchuang/shared/search";
import { openCluster, openSearchGenerations, singleNode } from "@lianchuang/shared/search/opensearch";
import { sqliteGenerations } from "@lianchuang/shared/search/sqlite";
import { inject } from "vitest";

export interface OwnGenerations {
  generations: Generations;
  /** Removes them all. */
  remove: () => Promise<void>;
}

export interface OwnIndex {
  index: SearchIndex;
  generations: Generations;
  close: () => Promise<void>;
}

export const newGenerations = async (): Promise<OwnGenerations> => {
  const url = inject("openSearch");
  return url === undefined ? inFolder() : inCluster(url);
};

export const newIndex = async (): Promise<OwnIndex> => {
  const { generations, remove } = await newGenerations();
  const index = await generations.create();
  // Whoever keeps no index asks for the current one.
  if (inject("bundled")) await generations.swap(index.name);
  return {
    index,
    generations,
    close: async () => {
      await index.close();
      await remove();
    },
  };
};

const inFolder = async (): Promise<OwnGenerations> => {
  const folder = await mkdtemp(join(tmpdir(), "index-"));
  return { generations: sqliteGenerations(folder), remove: () => rm(folder, { recursive: true, force: true }) };
};

/** What is written there is found at once. */
const inCluster = async (url: string): Promise<OwnGenerations> => {
  const cluster = await openCluster({ url });
  const prefix = `test-${crypto.randomUUID().slice(0, 13)}`;
  const profile = { ...singleNode, refresh: "now" };
  return {
    generations: openSearchGenerations(cluster, { prefix, profile, now: () => new Date() }),
    remove: async () => {
      await cluster.ask({ method: "DELETE", path: `/${prefix}-*`, allow: [404] });
      await cluster.close();
    },
  };
};
