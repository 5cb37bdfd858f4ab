// What the command prints: a table for each kind of set, the engines side by side, the comparison with the record, and a summary.
import type { Evaluation } from "./evaluate.ts";
import { average, differences, namesOf, ndcgOf, recallOf, times } from "./figures.ts";
import { bootstrap, bootstrapChange, bootstrapMean, mean } from "./measures.ts";
import { analyzers } from "./opensearch.ts";
import { type Comparison, isLoss } from "./record.ts";
import { hardSets } from "./sets.ts";
import { percent, ratio, signed, table, withInterval } from "./table.ts";

/** The baseline that the product has to beat. */
const rival = "words+bigrams";
/** Engines whose means differ by no more than this are as good as the same. */
const mostApart = 0.01;

/** `makes` names by system how its index was made. */
export function report(
  evaluations: readonly Evaluation[],
  judgements: readonly Judgement[],
  makes: ReadonlyMap<string, string>,
): string {
  const meant = evaluations.filter(({ clean }) => !clean);
  const variants = evaluations.filter(({ clean }) => clean);
  const [one, other] = namesOf(evaluations).systems;
  return [
    ...(meant.length > 0 ? [overview(meant), qualityTable(meant)] : []),
    ...(variants.length > 0 ? [robustnessTable(variants)] : []),
    ...(one !== undefined && other !== undefined ? [apartTable(evaluations, one, other)] : []),
    ...(judgements.length > 0 ? [recordTable(judgements)] : []),
    hardTable(meant),
    ...ratioTable(meant),
    summary(evaluations, judgements, makes),
  ].join("\n\n");
}

/** Sets as they are meant: every baseline and every system. */
function overview(evaluations: readonly Evaluation[]): string {
  const { baselines, systems } = namesOf(evaluations);
  const names = [...baselines, ...systems];
  const rows = evaluations.map(({ set, outcome }) => [
    set.name,
    String(set.queries.length),
    ...names.map((name) => average(outcome, name, "ndcg")),
  ]);
  return table("nDCG@10 of the baselines and of the product on each engine", [["set", "queries", ...names], ...rows]);
}

/** The same sets in detail: the baseline to beat, and how each system differs from it. */
function qualityTable(evaluations: readonly Evaluation[]): string {
  const heading = ["set", "by", "nDCG@10", "difference", "95 % interval", "recall@100", "MRR@10", "p50", "p95 ms"];
  const { systems } = namesOf(evaluations);
  const rows = evaluations.flatMap((each) =>
    [rival, ...systems].map((name) => [
      each.set.name,
      name,
      average(each.outcome, name, "ndcg"),
      ...(name === rival ? ["", ""] : withInterval(bootstrap(differences(each, name, rival)), signed)),
      recallOf(each, name),
      average(each.outcome, name, "reciprocalRank"),
      ...times(each, name),
    ]),
  );
  return table(`the product less ${rival}; milliseconds at the door`, [heading, ...rows]);
}

/** Variants: what each system loses of its own clean scores, and what the baseline loses of its. */
function robustnessTable(evaluations: readonly Evaluation[]): string {
  const heading = [
    "variant",
    "by",
    "queries",
    "clean",
    "typed",
    "change",
    "95 % interval",
    "recall@100",
    "p50",
    "p95 ms",
  ];
  const { systems } = namesOf(evaluations);
  const rows = evaluations.flatMap((each) =>
    [rival, ...systems].map((name) => [
      each.set.name,
      name,
      String(each.set.queries.length),
      average(each.clean, name, "ndcg"),
      average(each.outcome, name, "ndcg"),
      ...withInterval(bootstrapChange(ndcgOf(each.clean, name), ndcgOf(each.outcome, name)), percent),
      recallOf(each, name),
      ...times(each, name),
    ]),
  );
  return table("nDCG@10 of queries as they were meant and as typed, and the change", [heading, ...rows]);
}

/** Every set by one system and by the other, and whether they may pass for the same. */
function apartTable(evaluations: readonly Evaluation[], one: string, other: string): string {
  const heading = ["set", one, other, "difference", "95 % interval", `within ${mostApart}`, "recall@100", ""];
  const rows = evaluations.map((each) => [
    each.set.name,
    average(each.outcome, one, "ndcg"),
    average(each.outcome, other, "ndcg"),
    ...withInterval(bootstrap(differences(each, other, one)), signed),
    isApart(each, one, other) ? "NO" : "yes",
    recallOf(each, one),
    recallOf(each, other),
  ]);
  return table(`nDCG@10 of the product, ${other} less ${one}; recall@100 of both`, [heading, ...rows]);
}

/** What became of a set since it was recorded; a word where that cannot be said. */
export interface Judgement {
  readonly set: string;
  readonly comparison: Comparison | "never recorded" | "recorded on other data";
  /** The make of the recorded index, where it is another. */
  readonly otherMake?: string | undefined;
}

function recordTable(judgements: readonly Judgement[]): string {
  const heading = [
    "",
    "set",
    "queries",
    "recorded",
    "now",
    "difference",
    "95 % interval",
    "gained",
    "lost",
    "unchanged",
    "worst losers",
  ];
  const rows = judgements.map(({ set, comparison }) => {
    if (typeof comparison === "string") return ["", set, "", comparison];
    const { queries, before, now, difference, gained, lost, worst } = comparison;
    return [
      isLoss(difference) ? "LOST" : "",
      set,
      String(queries),
      before.toFixed(4),
      now.toFixed(4),
      ...withInterval(difference, signed),
      String(gained),
      String(lost),
      String(queries - gained - lost),
      worst.map((change) => `${change.id} ${change.before}→${change.now}`).join(", "),
    ];
  });
  return table("nDCG@10 of the embedded engine against the recorded run", [heading, ...rows]);
}

/** The sets whose mean is below the recorded one by more than its interval. */
export function lostSets(judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ set, comparison }) =>
    typeof comparison !== "string" && isLoss(comparison.difference) ? [set] : [],
  );
}

/** The mean of the hard sets by each system, beside the plain ways of searching. */
function hardTable(evaluations: readonly Evaluation[]): string {
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
function ratioTable(evaluations: readonly Evaluation[]): string[] {
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
function summary(
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
    `below the record beyond the interval: ${lostSets(judgements).join(", ") || "none"}`,
    ...[...makes].map(([system, make]) => `make of the index of ${system}: ${make}`),
    ...(before.length > 0 ? [`make of the recorded index: ${before.join(", ")}`] : []),
  ].join("\n");
}

function isApart(evaluation: Evaluation, one: string, other: string): boolean {
  return Math.abs(mean(differences(evaluation, other, one))) > mostApart;
}
