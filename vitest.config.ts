// How tests run: `unit` needs nothing but Node, `engine` starts the embedded table engine once for the whole run.
import { defineConfig } from "vitest/config";

const engineTests = ["test/**/*.engine.test.ts"];

export default defineConfig({
  test: {
    coverage: { provider: "v8", include: ["packages/shared/src/**"], reporter: ["text-summary", "json-summary"] },
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"], exclude: engineTests, env: { TZ: "UTC" } } },
    ],
  },
});
