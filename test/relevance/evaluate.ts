// How a set went: what the system and each baseline found for every query, measured; and how long the system took.
import { type Baseline, type BaselineName, baselineNames } from "./baseline.ts";
import { ndcg, recall, reciprocalRank } from "./measures.ts";
import type { Retriever } from "./retriever.ts";
import type { JudgedQuery, QuerySet } from "./sets.ts";

/** One value a query, in the order of the queries. */
export interface Scores {
  readonly ndcg: readonly number[];
  readonly recall: readonly number[];
  readonly reciprocalRank: readonly number[];
}

export interface Outcome {
  readonly ours: Scores;
  readonly baselines: Record<BaselineName, Scores>;
  readonly milliseconds: readonly number[];
}

export interface Evaluation extends Outcome {
  readonly set: QuerySet;
  /** Of a variant: the same queries as they were meant. */
  readonly clean?: Outcome;
}

interface Timed {
  readonly ranking: readonly string[];
  readonly milliseconds: number;
}

/** Asks one query after the other, so that times are those of one reader; what was asked before is not asked again. */
export function timed(retrieve: Retriever): (query: JudgedQuery) => Promise<Timed> {
  const known = new Map<string, Timed>();
  return async (query) => {
    const before = known.get(query.text);
    if (before) return before;
    const start = performance.now();
    const ranking = await retrieve(query);
    const answer = { ranking, milliseconds: performance.now() - start };
    known.set(query.text, answer);
    return answer;
  };
}

export async function evaluate(
  set: QuerySet,
  ask: (query: JudgedQuery) => Promise<Timed>,
  baselines: Record<BaselineName, Baseline>,
): Promise<Evaluation> {
  const outcome = async (queries: readonly JudgedQuery[]): Promise<Outcome> => {
    const answers: Timed[] = [];
    for (const query of queries) answers.push(await ask(query));
    const byBaseline = (name: BaselineName): Scores => scores(queries, (query) => find(set, query, baselines[name]));
    return {
      ours: scores(queries, (_, at) => answers[at]?.ranking ?? []),
      baselines: Object.fromEntries(baselineNames.map((name) => [name, byBaseline(name)])) as Outcome["baselines"],
      milliseconds: answers.map(({ milliseconds }) => milliseconds),
    };
  };
  return { set, ...(await outcome(set.queries)), ...(set.clean && { clean: await outcome(set.clean) }) };
}

/** A text is not its own like. */
function find(set: QuerySet, query: JudgedQuery, baseline: Baseline): readonly string[] {
  const found = baseline(query.text);
  return set.asks === "similar" ? found.filter((id) => id !== query.id) : found;
}

function scores(
  queries: readonly JudgedQuery[],
  rankingOf: (query: JudgedQuery, at: number) => readonly string[],
): Scores {
  const rankings = queries.map(rankingOf);
  const each = (measure: typeof ndcg): number[] => queries.map(({ judged }, at) => measure(rankings[at] ?? [], judged));
  return { ndcg: each(ndcg), recall: each(recall), reciprocalRank: each(reciprocalRank) };
}
