// What the command prints: a table for each kind of set, the engines side by side, the comparison with the record, and a summary.
import type { Evaluation } from "./evaluate.ts";
import { average, differences, isApart, mostApart, namesOf, ndcgOf, recallOf, rival, times } from "./figures.ts";
import { bootstrap, bootstrapChange } from "./measures.ts";
import { isLoss, type Judgement } from "./record.ts";
import { hardTable, ratioTable, summary } from "./summary.ts";
import { percent, signed, table, withInterval } from "./table.ts";

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
