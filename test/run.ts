// `npm test`: types, lint, format, unused code, then every suite with coverage; closes with one line of counts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fetchJars } from "./engines/jars.ts";
import { missingTools } from "./engines/java.ts";
import { lackingFor } from "./engines/lacking.ts";
import { fetchPackages, missingPython } from "./engines/python.ts";

const root = resolve(import.meta.dirname, "..");
const checks: [string, string[]][] = [
  ["tsc", ["-p", "tsconfig.json"]],
  ["oxlint", ["--type-aware", "--deny-warnings"]],
  ["biome", ["check", "."]],
  ["knip", []],
];
const leastBranches = { shared: 90, policies: 100 };

/** What one run leaves behind: for its end, what its many processes compile alike, and what processes that are killed cannot remove. */
const report = mkdtempSync(join(tmpdir(), "report-"));
const scratch = join(report, "tmp");
/** Emptied by whoever measures. */
const measured = join(report, "coverage");
mkdirSync(scratch);
let passed = 0;
let failed = 0;
const count = (what: string, ok: boolean): void => {
  if (ok) passed++;
  else failed++;
  process.stdout.write(`${ok ? "passed" : "FAILED"}  ${what}\n`);
};
const run = (program: string, words: string[]): boolean =>
  spawnSync(join(root, "node_modules/.bin", program), words, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, TZ: "UTC", TMPDIR: scratch, NODE_COMPILE_CACHE: join(report, "compiled") },
  }).status === 0;

/** What a program left in a file; nothing where it ended before it wrote one. */
const readReport = <T>(file: string): Record<string, T> =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, T>) : {};

interface Branches {
  branchMap: Record<string, unknown>;
  b: Record<string, number[]>;
}

/** Branches taken and branches there are, over the files that match. */
const branchesOf = (coverage: Record<string, Branches>, matches: (file: string) => boolean): number => {
  const counts = Object.entries(coverage)
    .filter(([file]) => matches(relative(root, file)))
    .flatMap(([, { b }]) => Object.values(b).flat());
  return counts.length === 0 ? 0 : (100 * counts.filter((times) => times > 0).length) / counts.length;
};

for (const [program, words] of checks) count(`${program} ${words.join(" ")}`, run(program, words));

/** The engines of a cloud: what this machine lacks for each, what fetches it. */
const engines = [
  { missing: missingTools, fetch: fetchJars },
  ...(process.env["TEST_DYNAMODB_ENDPOINT"] ? [] : [{ missing: missingPython, fetch: () => fetchPackages() }]),
];
const lacking = (await Promise.all(engines.map(lackingFor))).filter((line) => line !== undefined);
for (const line of lacking)
  if (process.env["CI"]) count(line, false);
  else process.stdout.write(`note    ${line}\n`);

const results = join(report, "tests.json");
const succeeded = run("vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  "--reporter=./test/support/count-by-engine.ts",
  `--outputFile.json=${results}`,
  "--coverage",
  "--coverage.reportOnFailure",
  `--coverage.reportsDirectory=${measured}`,
  ...(lacking.length > 0 ? ["--project=embedded"] : []),
  ...process.argv.slice(2),
]);
const tests = readReport<number>(results);
const { numPassedTests = 0, numFailedTests = 0, numFailedTestSuites = 0 } = tests;
const skipped = (tests["numPendingTests"] ?? 0) + (tests["numTodoTests"] ?? 0);
passed += numPassedTests;
failed += numFailedTests || numFailedTestSuites;
if (skipped > 0) {
  failed += skipped;
  process.stdout.write(`FAILED  vitest skipped ${skipped} of its tests\n`);
}
// An error outside every test, such as a rejection nobody handled, is told by the exit code alone.
if (!succeeded && numFailedTests + numFailedTestSuites === 0)
  count("vitest ended with an error outside its tests; see above", false);

const coverage = readReport<Branches>(join(measured, "coverage-final.json"));
const shared = branchesOf(coverage, (file) => file.startsWith("packages/shared/src/"));
const policies = branchesOf(coverage, (file) =>
  /packages\/shared\/src\/.*policy\.ts$|shared\/src\/audience\.ts$/.test(file),
);
count(
  `branch coverage of packages/shared ${shared.toFixed(1)} %, at least ${leastBranches.shared} %`,
  shared >= leastBranches.shared,
);
count(
  `branch coverage of policies ${policies.toFixed(1)} %, at least ${leastBranches.policies} %`,
  policies >= leastBranches.policies,
);
rmSync(report, { recursive: true, force: true });

process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
