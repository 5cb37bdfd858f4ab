// How a set went: what each system and each baseline found for every query, measured; and how long the systems took.
import { ndcg, recall, reciprocalRank } from "./measures.ts";
import type { Answers, Contestant, Ranking } from "./retriever.ts";
import type { JudgedQuery, QuerySet } from "./sets.ts";

/** One value a query, in the order of the queries. */
export interface Scores {
  readonly ndcg: readonly number[];
  readonly recall: readonly number[];
  readonly reciprocalRank: readonly number[];
  /** Of a system. */
  readonly milliseconds?: readonly number[];
}

/** By the name of the system or baseline. */
export type Outcome = ReadonlyMap<string, Scores>;

export interface Evaluation {
  readonly set: QuerySet;
  readonly outcome: Outcome;
  /** Of a variant: the same queries as they were meant. */
  readonly clean?: Outcome;
}

/** What these contestants find, beside what others found before. */
export async function evaluate(
  set: QuerySet,
  contestants: readonly Contestant[],
  before?: Evaluation,
): Promise<Evaluation> {
  const outcome = async (queries: readonly JudgedQuery[], others: Outcome = new Map()): Promise<Outcome> => {
    const scores = new Map(others);
    for (const { name, answer } of contestants)
      scores.set(name, scoresOf(set, queries, await answer(set.asks, queries)));
    return scores;
  };
  return {
    set,
    outcome: await outcome(set.queries, before?.outcome),
    ...(set.clean && { clean: await outcome(set.clean, before?.clean) }),
  };
}

function scoresOf(set: QuerySet, queries: readonly JudgedQuery[], { rankings, milliseconds }: Answers): Scores {
  const found = queries.map(({ id }, at) => withoutItself(set, id, rankings[at] ?? []));
  const each = (measure: typeof ndcg): number[] => queries.map(({ judged }, at) => measure(found[at] ?? [], judged));
  return {
    ndcg: each(ndcg),
    recall: each(recall),
    reciprocalRank: each(reciprocalRank),
    ...(milliseconds && { milliseconds }),
  };
}

/** A text is not its own like. */
function withoutItself(set: QuerySet, id: string, ranking: Ranking): Ranking {
  return set.asks === "similar" ? ranking.filter((each) => each !== id) : ranking;
}
