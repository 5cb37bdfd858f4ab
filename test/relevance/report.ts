// What the command prints: a table for each kind of set, the comparison with the record, and a summary.
import { baselineNames } from "./baseline.ts";
import type { Evaluation, Scores } from "./evaluate.ts";
import { bootstrap, bootstrapChange, bootstrapMean, type Interval, mean, percentile } from "./measures.ts";
import { type Comparison, isLoss } from "./record.ts";
import { hardSets } from "./sets.ts";

/** The baseline that ours has to beat. */
const rival = "words+bigrams";

export function report(evaluations: readonly Evaluation[], judgements: readonly Judgement[], make: string): string {
  const meant = evaluations.filter(({ clean }) => !clean);
  const variants = evaluations.filter(({ clean }) => clean);
  return [
    ...(meant.length > 0 ? [qualityTable(meant)] : []),
    ...(variants.length > 0 ? [robustnessTable(variants)] : []),
    recordTable(judgements),
    summary(meant, judgements, make),
  ].join("\n\n");
}

/** Sets as they are meant: all baselines and ours, and how ours differs from the best of them. */
function qualityTable(evaluations: readonly Evaluation[]): string {
  const heading = [
    "set",
    "queries",
    ...baselineNames,
    "ours",
    "difference",
    "95 % interval",
    "recall@100",
    "",
    "MRR@10",
    "",
    "p50",
    "p95 ms",
  ];
  const rows = evaluations.map((each) => [
    each.set.name,
    String(each.set.queries.length),
    ...baselineNames.map((name) => average(each.baselines[name], "ndcg")),
    average(each.ours, "ndcg"),
    ...withInterval(differenceOf(each), signed),
    ...(each.set.asks === "search" ? pair(each, "recall") : ["", ""]),
    ...pair(each, "reciprocalRank"),
    ...times(each),
  ]);
  const caption = `nDCG@10, ours less ${rival}; recall@100 and MRR@10 of ${rival} and ours; milliseconds at the door`;
  return table(caption, [heading, ...rows]);
}

/** Variants: what ours loses of its own clean scores, and what the baseline loses of its. */
function robustnessTable(evaluations: readonly Evaluation[]): string {
  const heading = ["variant", "queries", "clean", "ours", "change", "95 % interval", rival, "change", "p50", "p95 ms"];
  const rows = evaluations.flatMap((each) => {
    if (!each.clean) return [];
    const ours = bootstrapChange(each.clean.ours.ndcg, each.ours.ndcg);
    const theirs = bootstrapChange(each.clean.baselines[rival].ndcg, each.baselines[rival].ndcg);
    return [
      [
        each.set.name,
        String(each.set.queries.length),
        average(each.clean.ours, "ndcg"),
        average(each.ours, "ndcg"),
        ...withInterval(ours, percent),
        average(each.baselines[rival], "ndcg"),
        percent(theirs.value),
        ...times(each),
      ],
    ];
  });
  const caption = `nDCG@10 of queries as they were meant and as typed, and the change; of ${rival} the same`;
  return table(caption, [heading, ...rows]);
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
  return table("nDCG@10 against the recorded run", [heading, ...rows]);
}

/** The lines that a reader with no time reads. */
function summary(meant: readonly Evaluation[], judgements: readonly Judgement[], make: string): string {
  const below = meant.filter((each) => isLoss(differenceOf(each))).map(({ set }) => set.name);
  const lost = lostSets(judgements);
  const makes = [...new Set(judgements.flatMap(({ otherMake }) => otherMake ?? []))];
  return [
    hardMean(meant),
    `below ${rival} beyond the interval: ${below.join(", ") || "none"}`,
    `below the record beyond the interval: ${lost.join(", ") || "none"}`,
    `make of the index: ${make}${makes.length > 0 ? `; recorded with ${makes.join(", ")}` : ""}`,
  ].join("\n");
}

/** The sets whose mean is below the recorded one by more than its interval. */
export function lostSets(judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ set, comparison }) =>
    typeof comparison !== "string" && isLoss(comparison.difference) ? [set] : [],
  );
}

function hardMean(evaluations: readonly Evaluation[]): string {
  const hard = evaluations.filter(({ set }) => hardSets.includes(set.name));
  const name = `mean of the ${hardSets.length} hard sets (${hardSets.join(", ")})`;
  if (hard.length < hardSets.length) return `${name}: not all were measured`;
  const of = (scores: (each: Evaluation) => Scores): string =>
    mean(hard.map((each) => mean(scores(each).ndcg))).toFixed(4);
  const [difference, interval] = withInterval(bootstrapMean(hard.map(differences)), signed);
  return `${name}: ${rival} ${of((each) => each.baselines[rival])}, ours ${of(({ ours }) => ours)}, ${difference} ${interval}`;
}

function differences({ ours, baselines }: Evaluation): number[] {
  return ours.ndcg.map((value, at) => value - (baselines[rival].ndcg[at] ?? 0));
}

function differenceOf(evaluation: Evaluation): Interval {
  return bootstrap(differences(evaluation));
}

function average(scores: Scores, measure: keyof Scores): string {
  return mean(scores[measure]).toFixed(4);
}

function pair({ baselines, ours }: Evaluation, measure: keyof Scores): [string, string] {
  return [average(baselines[rival], measure), average(ours, measure)];
}

function times({ milliseconds }: Evaluation): [string, string] {
  return [percentile(milliseconds, 0.5).toFixed(1), percentile(milliseconds, 0.95).toFixed(1)];
}

function withInterval({ value, low, high }: Interval, form: (value: number) => string): [string, string] {
  return [form(value), `[${form(low)}, ${form(high)}]`];
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;
}

function percent(share: number): string {
  return `${share < 0 ? "-" : "+"}${Math.abs(share * 100).toFixed(1)} %`;
}

/** A line that says what the figures are, then columns one under the other. */
function table(caption: string, rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const lines = rows.map((cells) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  return [caption, ...lines.map((line) => line.trimEnd())].join("\n");
}
