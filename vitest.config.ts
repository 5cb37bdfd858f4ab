// How tests run: once on the embedded engines; what touches table or index once more on the engines of a cloud, the door's suites there on the bundles that are deployed. In UTC.
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { missingTools } from "./test/engines/java.ts";
import { missingPython } from "./test/engines/python.ts";

const all = "test/**/*.test.ts";
/** Suites of the product's own rooms meet table and index; what is about one machine, its engine or its processes lies elsewhere. */
const ofRooms = "test/{shared,api,clock,indexer}/**/*.test.ts";
/** Search without an index, and the embedded one. */
const ofSearch = "test/shared/search/**";
const ofEngines = "test/engines/**/*.test.ts";

/** What is about bundles or needs what the engines of a cloud need. */
const ofBundles = ["test/bundles/*.test.ts", "test/infra/rules.test.ts"];
/** What is asked at the door alone, of any door: in a cloud that is the one which is deployed. */
const ofDoor = "test/api/{operations,search,feeds}.test.ts";

/** What is asked of other functions: of their code, and of what is deployed. */
const ofFunctions = ["test/{authorizer,clock}/*.test.ts", "test/engines/stream.test.ts"];

const embedded = {
  name: "embedded",
  include: [all],
  exclude: [ofEngines, ...ofBundles],
  globalSetup: "test/support/engine.ts",
};
const cloud = {
  name: "cloud",
  include: [ofRooms, ofEngines],
  exclude: [ofSearch, ofDoor, ...ofFunctions],
  globalSetup: ["test/support/table-service.ts", "test/support/opensearch.ts"],
};

/** The suites of the door and of every other function, on bundles that run as in a Lambda. */
const bundles = {
  name: "bundles",
  include: [...ofBundles, ofDoor, ...ofFunctions],
  globalSetup: cloud.globalSetup,
  provide: { bundled: true },
};

/** What takes longest: begun last, it would run alone in the end. */
const long =
  /(contract|rounds|search-faults|search-leaks|index-faults|first-walk|client\/import|operations|functions|rules)\.test\.ts$/;
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await BaseSequencer.prototype.sort.call(this, files);
    return [true, false].flatMap((first) => usual.filter(({ moduleId }) => long.test(moduleId) === first));
  }
}

const hasTable = process.env["TEST_DYNAMODB_ENDPOINT"] || missingPython() === undefined;
const projects = hasTable && missingTools() === undefined ? [embedded, cloud, bundles] : [embedded];

export default defineConfig({
  test: {
    env: { TZ: "UTC", LC_ALL: "C" },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    // Most of them wait for an engine most of the time.
    maxWorkers: "100%",
    projects: projects.map((test) => ({ extends: true as const, test })),
    coverage: {
      provider: "v8",
      include: ["packages/shared/src/**"],
      reporter: ["text-summary", "json-summary", "json"],
    },
  },
});
