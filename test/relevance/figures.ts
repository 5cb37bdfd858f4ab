// What the tables show of evaluations: who took part, the values of one, the means of a set.
import type { Evaluation, Outcome } from "./evaluate.ts";
import { mean, percentile } from "./measures.ts";

/** The baseline that the product has to beat. */
export const rival = "words+bigrams";
/** Engines whose means differ by no more than this are as good as the same. */
export const mostApart = 0.01;

/** Systems are what was waited for. */
export function namesOf(evaluations: readonly Evaluation[]): { systems: string[]; baselines: string[] } {
  const all = [...(evaluations[0]?.outcome ?? [])];
  const names = (systems: boolean): string[] =>
    all.filter(([, { milliseconds }]) => (milliseconds !== undefined) === systems).map(([name]) => name);
  return { systems: names(true), baselines: names(false) };
}

/** What the one scores more than the other, query by query. */
export function differences({ outcome }: Evaluation, one: string, other: string): number[] {
  const theirs = ndcgOf(outcome, other);
  return ndcgOf(outcome, one).map((value, at) => value - (theirs[at] ?? 0));
}

export function ndcgOf(outcome: Outcome | undefined, name: string): readonly number[] {
  return outcome?.get(name)?.ndcg ?? [];
}

export function average(
  outcome: Outcome | undefined,
  name: string,
  measure: "ndcg" | "recall" | "reciprocalRank",
): string {
  return mean(outcome?.get(name)?.[measure] ?? []).toFixed(4);
}

/** The like of a text is ten at most, too few for a recall. */
export function recallOf({ set, outcome }: Evaluation, name: string): string {
  return set.asks === "search" ? average(outcome, name, "recall") : "";
}

export function times({ outcome }: Evaluation, name: string): string[] {
  const milliseconds = outcome.get(name)?.milliseconds;
  return milliseconds ? [0.5, 0.95].map((share) => percentile(milliseconds, share).toFixed(1)) : [];
}

export function isApart(evaluation: Evaluation, one: string, other: string): boolean {
  return Math.abs(mean(differences(evaluation, other, one))) > mostApart;
}
