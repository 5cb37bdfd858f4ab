// The search engines that matching is measured on: an empty index of each, gone when closed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SearchIndex } from "@lianchuang/shared/search";
import { openCluster, openSearchGenerations, singleNode } from "@lianchuang/shared/search/opensearch";
import { sqliteGenerations } from "@lianchuang/shared/search/sqlite";

export interface Engine {
  readonly name: "embedded" | "opensearch";
  readonly open: () => Promise<{ readonly index: SearchIndex; readonly close: () => Promise<void> }>;
}

export const embedded: Engine = {
  name: "embedded",
  async open() {
    const folder = mkdtempSync(join(tmpdir(), "matching-"));
    const index = await sqliteGenerations(folder).create();
    const close = async (): Promise<void> => {
      await index.close();
      rmSync(folder, { recursive: true, force: true });
    };
    return { index, close };
  },
};

/** What is written there is found at once. */
export const onOpenSearch = (url: string): Engine => ({
  name: "opensearch",
  async open() {
    const cluster = await openCluster({ url });
    const prefix = `matching-${process.pid}-${performance.now().toFixed(0)}`;
    const profile = { ...singleNode, refresh: "now" };
    const index = await openSearchGenerations(cluster, { prefix, profile, now: () => new Date() }).create();
    const close = async (): Promise<void> => {
      await index.close();
      await cluster.ask({ method: "DELETE", path: `/${prefix}-*`, allow: [404] });
      await cluster.close();
    };
    return { index, close };
  },
});
