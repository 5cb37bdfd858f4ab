// `npm run cost`: prints what a month costs; with `--write` renews the tables of the README files.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { costDetails, costSummary, costTables, placeTable, usageTable } from "./cost-table.ts";

const root = resolve(import.meta.dirname, "..");

if (process.argv.includes("--write"))
  for (const { file, name, print } of costTables) {
    const path = join(root, file);
    writeFileSync(path, placeTable(readFileSync(path, "utf8"), name, print()));
  }
else process.stdout.write(`${[costSummary("en"), costDetails(), usageTable()].join("\n\n")}\n`);
