// `npm test`: types, lint, format, unused code, then every suite with coverage; closes with one line of counts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const checks: [string, string[]][] = [
  ["tsc", ["-p", "tsconfig.json"]],
  ["oxlint", ["--type-aware", "--deny-warnings"]],
  ["biome", ["check", "."]],
  ["knip", []],
];
const leastBranches = { shared: 90, policies: 100 };

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
    env: { ...process.env, TZ: "UTC" },
  }).status === 0;

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

const report = mkdtempSync(join(tmpdir(), "report-"));
const results = join(report, "tests.json");
run("vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${results}`,
  "--coverage",
  `--coverage.reportsDirectory=${report}`,
  ...process.argv.slice(2),
]);
const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(results, "utf8")) as Record<
  string,
  number
>;
passed += numPassedTests ?? 0;
failed += numFailedTests || numFailedTestSuites || 0;

const coverage = JSON.parse(readFileSync(join(report, "coverage-final.json"), "utf8")) as Record<string, Branches>;
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
