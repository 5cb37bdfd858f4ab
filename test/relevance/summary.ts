// What the command prints last: the hard sets and the like of a text in figures, and the lines that a reader with no time reads.
import type { Evaluation } from "./evaluate.ts";
import { average, differences, isApart, mostApart, namesOf, ndcgOf, rival } from "./figures.ts";
import { bootstrap, bootstrapChange, bootstrapMean, mean } from "./measures.ts";
import { analyzers } from "./opensearch.ts";
import { isLoss, type Judgement, lostSets } from "./record.ts";
import { hardSets } from "./sets.ts";
import { ratio, signed, table, withInterval } from "./table.ts";

/** The mean of the hard sets by each system, beside the plain ways of searching. */
export function hardTable(evaluations: readonly Evaluation[]): string {
  const hard = evaluations.filter(({ set }) => hardSets.includes(set.name));
  const caption = `mean of the ${hardSets.length} hard sets (${hardSets.join(", ")})`;
  if (hard.length < hardSets.length) return `${caption}: not all were measured`;
  const meanOf = (name: string): string => mean(hard.map(({ outcome }) => mean(ndcgOf(outcome, name)))).toFixed(4);
  const rows = besides(hard, [rival, ...analyzers]).map(([system, baseline]) => [
    system,
    meanOf(system),
    baseline,
    meanOf(baseline),
    ...withInterval(bootstrapMean(hard.map((each) => differences(each, system, baseline))), signed),
  ]);
  return table(caption, [["by", "nDCG@10", "less", "nDCG@10", "difference", "95 % interval"], ...rows]);
}

/** How many times as good as `more_like_this` the like of a text is found. */
export function ratioTable(evaluations: readonly Evaluation[]): string[] {
  const rows = evaluations
    .filter(({ set }) => set.asks === "similar")
    .flatMap((each) =>
      besides([each], analyzers).map(([system, baseline]) => [
        each.set.name,
        system,
        average(each.outcome, system, "ndcg"),
        `more_like_this on ${baseline}`,
        average(each.outcome, baseline, "ndcg"),
        ...withInterval(bootstrapChange(ndcgOf(each.outcome, baseline), ndcgOf(each.outcome, system)), ratio),
      ]),
    );
  if (rows.length === 0) return [];
  const heading = ["set", "by", "nDCG@10", "over", "nDCG@10", "ratio", "95 % interval"];
  return [table("the like of a text, against more_like_this with its defaults", [heading, ...rows])];
}

/** Every system with each of these baselines, as far as they were measured. */
function besides(evaluations: readonly Evaluation[], wanted: readonly string[]): [string, string][] {
  const { systems, baselines } = namesOf(evaluations);
  const measured = wanted.filter((name) => baselines.includes(name));
  return systems.flatMap((system) => measured.map((baseline): [string, string] => [system, baseline]));
}

/** The lines that a reader with no time reads. */
export function summary(
  evaluations: readonly Evaluation[],
  judgements: readonly Judgement[],
  makes: ReadonlyMap<string, string>,
): string {
  const { systems } = namesOf(evaluations);
  const [one, other] = systems;
  const setsWhere = (holds: (each: Evaluation) => boolean): string =>
    evaluations
      .filter(holds)
      .map(({ set }) => set.name)
      .join(", ") || "none";
  const below = (system: string) => (each: Evaluation) =>
    !each.clean && isLoss(bootstrap(differences(each, system, rival)));
  const before = [...new Set(judgements.flatMap(({ otherMake }) => otherMake ?? []))];
  return [
    ...systems.map((system) => `${system} below ${rival} beyond the interval: ${setsWhere(below(system))}`),
    ...(one !== undefined && other !== undefined
      ? [`${one} and ${other} further apart than ${mostApart}: ${setsWhere((each) => isApart(each, one, other))}`]
      : []),
    judgements.length > 0
      ? `below the record beyond the interval: ${lostSets(judgements).join(", ") || "none"}`
      : "not compared with the record, which is of the embedded engine",
    ...[...makes].map(([system, make]) => `make of the index of ${system}: ${make}`),
    ...(before.length > 0 ? [`make of the recorded index: ${before.join(", ")}`] : []),
  ].join("\n");
}
