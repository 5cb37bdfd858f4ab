// Starts one embedded table engine for a whole test run, in memory, and tells the tests where it is.
import type { TestProject } from "vitest/node";
import { startEngine } from "../../packages/local/src/engine.ts";

declare module "vitest" {
  interface ProvidedContext {
    endpoint: string;
  }
}

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const engine = await startEngine();
  project.provide("endpoint", engine.endpoint);
  return () => engine.stop();
};
