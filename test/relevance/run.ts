// Measures how well search finds, on each engine, against baselines and the recorded run: npm run relevance -- --data DIR [--sets NAME,…] [--queries N] [--engines NAME,…] [--record]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchJars } from "../engines/jars.ts";
import { missingTools } from "../engines/java.ts";
import { lackingFor } from "../engines/lacking.ts";
import { startOpenSearch } from "../engines/opensearch.ts";
import { embedded, onOpenSearch } from "./api.ts";
import { inMemory } from "./baseline.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { analyzers, baselinesOn } from "./opensearch.ts";
import { type Options, readOptions } from "./options.ts";
import { judge, keepRecord, lostSets, type Recorded, rounded } from "./record.ts";
import { report } from "./report.ts";
import { type Contestant, type Measurable, timed } from "./retriever.ts";
import { type Corpus, chooseSets, type QuerySet, readCorpora, sample } from "./sets.ts";

const depth = 100;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Puts all sets to these, too. */
async function evaluateAll(
  sets: readonly QuerySet[],
  contestants: readonly Contestant[],
  before: readonly Evaluation[] = [],
): Promise<Evaluation[]> {
  const names = contestants.map(({ name }) => name).join(", ");
  const evaluations: Evaluation[] = [];
  for (const [at, set] of sets.entries()) {
    const started = performance.now();
    evaluations.push(await evaluate(set, contestants, before[at]));
    say(`${set.name} by ${names}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return evaluations;
}

interface Measured {
  readonly evaluations: readonly Evaluation[];
  /** Of each system. */
  readonly makes: ReadonlyMap<string, string>;
}

/** Fills the baselines and then one system after the other with the texts of the corpus, and asks them all its sets. */
async function measure(
  { texts, sets }: Corpus,
  products: readonly Measurable[],
  node: string | undefined,
): Promise<Measured> {
  const onNode = node === undefined ? [] : await baselinesOn(node, texts, depth);
  let evaluations = await evaluateAll(sets, [...inMemory(texts, depth), ...onNode]);
  const makes = new Map<string, string>();
  for (const product of products) {
    const system = await product.open(texts, depth);
    try {
      evaluations = await evaluateAll(sets, [timed(product.name, system.retrieve)], evaluations);
      makes.set(product.name, system.make);
    } finally {
      await system.close();
    }
  }
  return { evaluations, makes };
}

/** What of the measured is recorded: the embedded engine, where that was measured. */
function recordsOf({ evaluations, makes }: Measured): Recorded[] {
  const make = makes.get(embedded.name);
  return evaluations.flatMap(({ set, outcome }): Recorded[] => {
    const ours = outcome.get(embedded.name);
    if (make === undefined || !ours) return [];
    const scores = set.queries.map(({ id }, at) => [id, rounded(ours.ndcg[at] ?? 0)] as const);
    return [{ set: set.name, data: set.data, make, scores: new Map(scores) }];
  });
}

/** The address of a node while the work lasts, unless it is lacking. */
async function withNode<T>(lacking: string | undefined, work: (node: string | undefined) => Promise<T>): Promise<T> {
  if (lacking !== undefined) return work(undefined);
  const folder = mkdtempSync(join(tmpdir(), "opensearch-"));
  const node = await startOpenSearch(folder);
  try {
    return await work(node.url);
  } finally {
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll({ data, sets, queries, engines }: Options): Promise<Measured> {
  const all = readCorpora(data);
  const chosen = sets ? chooseSets(all, sets) : all;
  const lacking = await lackingFor({ missing: missingTools, fetch: fetchJars });
  if (lacking !== undefined && engines?.includes("opensearch")) throw new Error(lacking);
  if (lacking !== undefined) say(`left out are opensearch and the baselines ${analyzers.join(", ")}: ${lacking}`);
  return withNode(lacking, async (node) => {
    const there = [embedded, ...(node === undefined ? [] : [onOpenSearch(node)])];
    const products = there.filter(({ name }) => !engines || engines.some((engine) => engine === name));
    const evaluations: Evaluation[] = [];
    let makes: Measured["makes"] = new Map();
    for (const corpus of chosen) {
      const asked = queries === undefined ? corpus.sets : corpus.sets.map((set) => sample(set, queries));
      const measured = await measure({ ...corpus, sets: asked }, products, node);
      evaluations.push(...measured.evaluations);
      makes = measured.makes;
    }
    return { evaluations, makes };
  });
}

const options = readOptions(process.argv.slice(2));
const measured = await measureAll(options);
const records = recordsOf(measured);
const judgements = records.map(judge);
process.stdout.write(`${report(measured.evaluations, judgements, measured.makes)}\n`);
if (options.record) for (const each of records) keepRecord(each);
// What is recorded is thereby accepted. The timers of processes that were waited for would keep this one for half a minute.
process.exit(lostSets(judgements).length > 0 && !options.record ? 1 : 0);
