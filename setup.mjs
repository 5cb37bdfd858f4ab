// Installs what is missing, under whatever Node the newcomer has; everything after it runs under the pinned Node.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";

const installed = "node_modules/.package-lock.json";
const wanted = JSON.parse(readFileSync("package.json", "utf8")).devDependencies.node;
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync("package-lock.json").mtimeMs;

if (stale || !existsSync("node_modules/node/bin")) {
  process.stderr.write("installing dependencies (npm ci), about a minute …\n");
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
}
const actual = execFileSync("node", ["--version"], { encoding: "utf8" }).trim().slice(1);
if (actual !== wanted) process.stderr.write(`note: running Node ${actual}, the project is tested with ${wanted}\n`);
