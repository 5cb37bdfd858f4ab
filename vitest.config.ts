// How tests run: once on the embedded engines; what touches the table once more on a second table engine; the real search engine by itself. In UTC.
import { defineConfig } from "vitest/config";
import { missingTools } from "./test/engines/java.ts";
import { missingPython } from "./test/engines/python.ts";

const all = "test/**/*.test.ts";
/** Suites of the product's own rooms meet the table; what is about one machine, its engine or its processes lies elsewhere. */
const onTable = "test/{shared,api,indexer}/**/*.test.ts";
const withoutTable = "test/shared/search/**";
const ofEngines = "test/engines/**/*.test.ts";

const embedded = { name: "embedded", include: [all], exclude: [ofEngines], globalSetup: "test/support/engine.ts" };
const service = {
  name: "table service",
  include: [onTable],
  exclude: [withoutTable],
  globalSetup: "test/support/table-service.ts",
};
const openSearch = { name: "opensearch", include: [ofEngines], globalSetup: "test/support/opensearch.ts" };

const projects = [
  embedded,
  ...(process.env["TEST_DYNAMODB_ENDPOINT"] || missingPython() === undefined ? [service] : []),
  ...(missingTools() === undefined ? [openSearch] : []),
];

export default defineConfig({
  test: {
    env: { TZ: "UTC", LC_ALL: "C" },
    testTimeout: 120_000,
    projects: projects.map((test) => ({ extends: true as const, test })),
    coverage: {
      provider: "v8",
      include: ["packages/shared/src/**"],
      reporter: ["text-summary", "json-summary", "json"],
    },
  },
});
