// Tells the tests a table service in place of the embedded engine: the one that whoever runs them has, else a second engine, started once a run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startMinistack } from "../engines/ministack.ts";

export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const given = process.env["TEST_DYNAMODB_ENDPOINT"];
  if (given) {
    project.provide("endpoint", given);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "ministack-"));
  const engine = await startMinistack(folder);
  project.provide("endpoint", engine.endpoint);
  // Other projects of the run share it.
  process.env["TEST_DYNAMODB_ENDPOINT"] = engine.endpoint;
  return async () => {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  };
};
