// Measures what our layers cost against a floor in the same run: npm run bench -- [read|search|matching|growth|capacity|import|follow|rebuild|cold] [--quick] [--data DIR]
import { parseArgs } from "node:util";
import { benchCapacity } from "./capacity.ts";
import { benchCold } from "./cold.ts";
import { benchFollow } from "./follow.ts";
import { benchGrowth } from "./growth.ts";
import { benchImport } from "./import.ts";
import { benchMatching } from "./matching.ts";
import { benchRead } from "./read.ts";
import { benchRebuild } from "./rebuild.ts";
import { compareRebuild } from "./rebuild-floor.ts";
import { type Figure, tableOf } from "./report.ts";
import { benchSearch } from "./search.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, data: { type: "string" } },
});
const benchmarks: Record<string, () => Promise<Figure[]>> = {
  read: () => benchRead(values.quick),
  search: () => benchSearch(values.quick, values.data),
  matching: () => benchMatching(values.quick),
  growth: () => benchGrowth(values.quick),
  capacity: () => benchCapacity(),
  import: () => benchImport(values.quick),
  follow: () => benchFollow(values.quick),
  cold: () => benchCold(values.quick),
  rebuild: async () => [...(await benchRebuild(values.quick)), ...(await compareRebuild(values.quick))],
};
const unknown = positionals.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0)
  throw new Error(`no such benchmark: ${unknown.join(", ")}; there are ${Object.keys(benchmarks).join(", ")}`);

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(benchmarks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const started = performance.now();
  figures.push(...(await measure()));
  process.stderr.write(`${name} took ${Math.round((performance.now() - started) / 1000)} s\n`);
}
process.stdout.write(`${tableOf(figures)}\n`);
// The timers of processes that were waited for would keep this one for half a minute.
process.exit(0);
