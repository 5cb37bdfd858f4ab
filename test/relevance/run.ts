// Measures how well search finds, against baselines and the recorded run: npm run relevance -- --data DIR [--sets NAME,…] [--queries N] [--record]
import { throughTheApi } from "./api.ts";
import { baselines } from "./baseline.ts";
import { type Evaluation, evaluate, timed } from "./evaluate.ts";
import { readOptions } from "./options.ts";
import { compare, findRecord, keepRecord, type Recorded, rounded } from "./record.ts";
import { type Judgement, lostSets, report } from "./report.ts";
import type { Measurable } from "./retriever.ts";
import { type Corpus, chooseSets, keepSets, readCorpora, sample } from "./sets.ts";

const depth = 100;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The sets that can be asked, of each corpus; the others are named and left out. */
function answerable(corpora: readonly Corpus[], { answers }: Measurable): Corpus[] {
  const skipped = corpora.flatMap(({ sets }) => sets).filter(({ asks }) => !answers.includes(asks));
  for (const { name, asks } of skipped) say(`${name}: skipped, there is no operation for "${asks}"`);
  return keepSets(corpora, ({ asks }) => answers.includes(asks));
}

/** Opens the product once and asks it all sets of the corpus. */
async function measure(
  { texts, sets }: Corpus,
  product: Measurable,
): Promise<{ evaluations: Evaluation[]; make: string }> {
  const system = await product.open(texts, depth);
  try {
    const plain = baselines(texts, depth);
    const ask = { search: timed(system.retrieve.search), similar: timed(system.retrieve.similar) };
    const evaluations: Evaluation[] = [];
    for (const set of sets) {
      const started = performance.now();
      evaluations.push(await evaluate(set, ask[set.asks], plain));
      say(`${set.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
    return { evaluations, make: system.make };
  } finally {
    await system.close();
  }
}

function recordOf({ set, ours }: Evaluation, make: string): Recorded {
  const scores = set.queries.map(({ id }, at) => [id, rounded(ours.ndcg[at] ?? 0)] as const);
  return { set: set.name, data: set.data, make, scores: new Map(scores) };
}

function judge(now: Recorded): Judgement {
  const before = findRecord(now.set);
  if (!before) return { set: now.set, comparison: "never recorded" };
  if (before.data !== now.data) return { set: now.set, comparison: "recorded on other data" };
  const otherMake = before.make === now.make ? undefined : before.make;
  return { set: now.set, comparison: compare(before.scores, now.scores), otherMake };
}

const { data, sets, queries, record } = readOptions(process.argv.slice(2));
const all = readCorpora(data);
const chosen = answerable(sets ? chooseSets(all, sets) : all, throughTheApi);
const evaluations: Evaluation[] = [];
const records: Recorded[] = [];
for (const { texts, sets: whole } of chosen) {
  const asked = queries === undefined ? whole : whole.map((set) => sample(set, queries));
  const measured = await measure({ texts, sets: asked }, throughTheApi);
  evaluations.push(...measured.evaluations);
  records.push(...measured.evaluations.map((each) => recordOf(each, measured.make)));
}
const judgements = records.map(judge);
if (records[0]) process.stdout.write(`${report(evaluations, judgements, records[0].make)}\n`);
if (record) for (const each of records) keepRecord(each);
// What is recorded is thereby accepted. The timers of processes that were waited for would keep this one for half a minute.
process.exit(lostSets(judgements).length > 0 && !record ? 1 : 0);
