// Measures matching in the scripted world on each engine, against what one would have without it: npm run matching [-- --data DIR] [--engines NAME,…]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fetchJars } from "../engines/jars.ts";
import { missingTools } from "../engines/java.ts";
import { lackingFor } from "../engines/lacking.ts";
import { startOpenSearch } from "../engines/opensearch.ts";
import { mean, ndcg } from "../relevance/measures.ts";
import { baselinesOn } from "../relevance/opensearch.ts";
import { signed, table, withInterval } from "../relevance/table.ts";
import { type Engine, embedded, onOpenSearch } from "./engines.ts";
import { faithfulnessOn } from "./faithfulness.ts";
import { type Figures, measure } from "./measure.ts";
import { lead, type ProxyFigures, proxyOn, readProxy } from "./proxy.ts";
import { type Answerer, baselines, first, systemsOn } from "./systems.ts";
import { makeWorld, type World } from "./world.ts";

const depth = 100;
const faithfulNeeds = 30;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const planOf = ({ requests }: World): string => {
  const counts = Map.groupBy(requests, ({ part }) => part);
  return [...counts].map(([part, each]) => `${each.length} ${part}`).join(", ");
};

const rowsOf = (all: readonly Figures[]): string[][] => {
  const best = all.find(({ name }) => name === "matching")?.each ?? [];
  const rows = all.map(({ name, tuned, judging, brokenLimits, notSeen, gini, each }) => [
    name,
    judging.ndcg.toFixed(4),
    judging.recall.toFixed(4),
    tuned.ndcg.toFixed(4),
    tuned.recall.toFixed(4),
    String(brokenLimits),
    String(notSeen),
    gini.toFixed(3),
    ...(name === "matching" ? ["", ""] : withInterval(lead(best, each), signed)),
  ]);
  return [
    ["system", "nDCG@10", "recall@10", "tuned on", "", "broken", "hidden", "Gini", "matching leads by", ""],
    ...rows,
  ];
};

/** Says how many suggestions of matching should not be there. */
const inWorld = async (engine: Engine, world: World, others: readonly Answerer[]): Promise<number> => {
  const { index, close } = await engine.open();
  try {
    await index.write(world.requests.map(({ document }) => document));
    const sides = new Map(world.requests.map(({ side }) => [side.id, side]));
    const figures: Figures[] = [];
    for (const system of [...systemsOn(index, sides), ...others]) figures.push(await measure(world, system));
    say(table(`${engine.name}: judging half, and the half that weights were set on`, rowsOf(figures)));
    const { reasons, share, fall, fallOfOthers } = await faithfulnessOn(index, world, faithfulNeeds);
    say(
      `faithfulness on ${engine.name}: ${share.toFixed(3)} of ${reasons} reasons; the score falls by ${fall.toFixed(4)} without what they name, by ${fallOfOthers.toFixed(4)} without another word`,
    );
    const ours = figures.filter(({ name }) => name === "matching");
    return ours.reduce((sum, { brokenLimits, notSeen }) => sum + brokenLimits + notSeen, 0);
  } finally {
    await close();
  }
};

const proxy = async (engine: Engine, data: string, others: readonly ProxyFigures[]): Promise<void> => {
  const { index, close } = await engine.open();
  try {
    const figures = [...(await proxyOn(index, readProxy(data))), ...others];
    const rows = figures.map(({ name, ndcg: value, each }) => [
      name,
      value.toFixed(4),
      ...withInterval(lead(figures[0]?.each ?? [], each), signed),
    ]);
    say(table(`${engine.name}: related papers`, [["system", "nDCG@10", "matching leads by", ""], ...rows]));
  } finally {
    await close();
  }
};

/** By the defaults of `more_like_this`, over the same papers. */
const proxyBaselines = async (node: string, data: string): Promise<ProxyFigures[]> => {
  const { texts, sets } = readProxy(data);
  const queries = sets.find(({ asks }) => asks === "similar")?.queries ?? [];
  const figures: ProxyFigures[] = [];
  for (const { name, answer } of await baselinesOn(node, texts, depth)) {
    const { rankings } = await answer("similar", queries);
    const each = queries.map(({ id, judged }, at) =>
      ndcg(
        (rankings[at] ?? []).filter((found) => found !== id),
        judged,
        first,
      ),
    );
    figures.push({ name: `more_like_this on ${name}`, ndcg: mean(each), each });
  }
  return figures;
};

const { values } = parseArgs({ options: { data: { type: "string" }, engines: { type: "string" } } });
const wanted = values.engines?.split(",");
const lacking = await lackingFor({ missing: missingTools, fetch: fetchJars });
if (lacking !== undefined) say(`left out are opensearch and more_like_this: ${lacking}`);
const folder = mkdtempSync(join(tmpdir(), "opensearch-"));
let wrong = 0;
const node = lacking === undefined ? await startOpenSearch(folder) : undefined;
try {
  const engines = [embedded, ...(node ? [onOpenSearch(node.url)] : [])].filter(
    ({ name }) => wanted?.includes(name) ?? true,
  );
  const world = makeWorld();
  say(`${world.organisations.length} organisations, ${world.requests.length} requests: ${planOf(world)}`);
  const texts = world.requests.map(({ document: { id, title, text } }) => ({ id, title, text }));
  const others = node ? await baselines(world, await baselinesOn(node.url, texts, depth)) : [];
  for (const engine of engines) wrong += await inWorld(engine, world, others);
  if (values.data !== undefined) {
    const alike = node ? await proxyBaselines(node.url, values.data) : [];
    for (const engine of engines) await proxy(engine, values.data, alike);
  }
} finally {
  await node?.stop();
  rmSync(folder, { recursive: true, force: true });
}
// The timers of processes that were waited for would keep this one for half a minute.
process.exit(wrong > 0 ? 1 : 0);
