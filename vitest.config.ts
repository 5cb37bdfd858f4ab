// How tests run: one embedded table engine for the whole run, real files, real search index, UTC.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: { TZ: "UTC", LC_ALL: "C" },
    globalSetup: ["test/support/engine.ts"],
    testTimeout: 120_000,
    coverage: {
      provider: "v8",
      include: ["packages/shared/src/**"],
      reporter: ["text-summary", "json-summary", "json"],
    },
  },
});
