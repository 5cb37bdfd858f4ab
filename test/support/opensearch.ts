// Starts one real OpenSearch node for a whole test run, in a folder of its own, and tells the tests where it is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startOpenSearch } from "../engines/opensearch.ts";

declare module "vitest" {
  interface ProvidedContext {
    openSearch: string | undefined;
  }
}

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(tmpdir(), "opensearch-"));
  const node = await startOpenSearch(folder);
  project.provide("openSearch", node.url);
  return async () => {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  };
};
