// Tells the tests where a real OpenSearch node is: the one that whoever runs them has, else one of its own folder, started once a run.
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

export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const given = process.env["TEST_OPENSEARCH_URL"];
  if (given) {
    project.provide("openSearch", given);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "opensearch-"));
  const node = await startOpenSearch(folder, { brief: true });
  project.provide("openSearch", node.url);
  // Other projects of the run share it.
  process.env["TEST_OPENSEARCH_URL"] = node.url;
  return async () => {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  };
};
