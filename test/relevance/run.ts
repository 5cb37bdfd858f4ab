// Measures how well search finds, against the baseline on the same queries: npm run relevance -- --data DIR
import { parseArgs } from "node:util";
import { throughTheApi } from "./api.ts";
import { baseline } from "./baseline.ts";
import { bootstrap, mean, ndcg, percentile, recall, reciprocalRank } from "./measures.ts";
import type { Open, Retriever } from "./retriever.ts";
import { hideTitles, type JudgedQuery, readCollection, type Text } from "./sets.ts";

const depth = 100;

interface Measured {
  readonly rankings: readonly (readonly string[])[];
  readonly milliseconds: readonly number[];
}

async function measure(queries: readonly JudgedQuery[], retrieve: Retriever): Promise<Measured> {
  const rankings: (readonly string[])[] = [];
  const milliseconds: number[] = [];
  for (const { text } of queries) {
    const start = performance.now();
    rankings.push(await retrieve(text));
    milliseconds.push(performance.now() - start);
  }
  return { rankings, milliseconds };
}

function report(name: string, queries: readonly JudgedQuery[], base: Measured, ours: Measured): string {
  const each = (measured: Measured, of: typeof ndcg): number[] =>
    queries.map(({ judged }, at) => of(measured.rankings[at] ?? [], judged));
  const differences = each(ours, ndcg).map((value, at) => value - (each(base, ndcg)[at] ?? 0));
  const { mean: difference, low, high } = bootstrap(differences);
  const pair = (of: typeof ndcg): string => `${mean(each(base, of)).toFixed(4)} ${mean(each(ours, of)).toFixed(4)}`;
  return [
    name.padEnd(20),
    String(queries.length).padStart(5),
    pair(ndcg),
    `${signed(difference)} [${signed(low)}, ${signed(high)}]`,
    pair(recall),
    pair(reciprocalRank),
    `${percentile(ours.milliseconds, 0.5).toFixed(1)} ${percentile(ours.milliseconds, 0.95).toFixed(1)}`,
  ].join("  ");
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;
}

async function run(folder: string, open: Open): Promise<string[]> {
  const { texts, sets } = readCollection(folder);
  const lines: string[] = [];
  for (const titlesHidden of [false, true]) {
    const shown: readonly Text[] = titlesHidden ? hideTitles(texts) : texts;
    const base = baseline(shown, depth);
    const ours = await open(shown, depth);
    for (const set of sets.filter((each) => each.titlesHidden === titlesHidden)) {
      const measured = await measure(set.queries, async (query) => base(query));
      lines.push(report(set.name, set.queries, measured, await measure(set.queries, ours.retrieve)));
    }
    await ours.close();
  }
  return lines;
}

const { values } = parseArgs({ options: { data: { type: "string" } } });
if (values.data === undefined) throw new Error("say where the judged sets are: --data DIR");
const header =
  "set, queries; nDCG@10 baseline and ours, difference with its 95 % interval; recall@100 and MRR@10 of both; ms p50 and p95";
process.stdout.write(`${[header, ...(await run(values.data, throughTheApi))].join("\n")}\n`);
