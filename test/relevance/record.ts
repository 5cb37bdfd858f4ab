// The recorded run: what each query scored when it was last recorded, kept with the code, so that a change shows what it costs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrap, type Interval, mean } from "./measures.ts";

export interface Recorded {
  readonly set: string;
  /** Names the texts, queries and judgements; scores of other data do not compare. */
  readonly data: string;
  /** Names how the index was made. */
  readonly make: string;
  /** nDCG@10 by query id, to three decimals. */
  readonly scores: ReadonlyMap<string, number>;
}

const folder = join(import.meta.dirname, "recorded");

/** The record of a set, if there is one. @throws Error for a file that is none. */
function findRecord(set: string): Recorded | undefined {
  const path = pathOf(set);
  return existsSync(path) ? parseRecord(readFileSync(path, "utf8")) : undefined;
}

export function keepRecord(record: Recorded): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(pathOf(record.set), formatRecord(record));
}

function pathOf(set: string): string {
  return join(folder, `${set.replaceAll(" ", "-")}.tsv`);
}

/** nDCG@10 as it is recorded. */
export function rounded(score: number): number {
  return Number(score.toFixed(3));
}

/** A few lines that say what this is, then `query id, tab, score` in the order of the queries, so that a changed query is a changed line. */
export function formatRecord({ set, data, make, scores }: Recorded): string {
  const average = mean([...scores.values()]).toFixed(4);
  const heading = [
    `# set ${set}`,
    `# data ${data}`,
    `# make ${make}`,
    `# nDCG@10 ${average} of ${scores.size} queries`,
  ];
  return `${[...heading, ...[...scores].map(([id, score]) => `${id}\t${score}`)].join("\n")}\n`;
}

/** @throws Error naming the line that is not of this form. */
export function parseRecord(text: string): Recorded {
  const heading = new Map<string, string>();
  const scores = new Map<string, number>();
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const [, name, value] = /^# (\S+) (.+)$/.exec(line) ?? [];
    const [, id, score] = /^(\S+)\t([01](?:\.\d{1,3})?)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) heading.set(name, value);
    else if (id !== undefined && score !== undefined) scores.set(id, Number(score));
    else
      throw new Error(`line ${at + 1} of a recorded run is neither "# name value" nor "query id, tab, score": ${line}`);
  }
  const of = (name: string): string => {
    const value = heading.get(name);
    if (value === undefined) throw new Error(`a recorded run does not say its ${name}: there is no line "# ${name} …"`);
    return value;
  };
  return { set: of("set"), data: of("data"), make: of("make"), scores };
}

export interface Change {
  readonly id: string;
  readonly before: number;
  readonly now: number;
}

export interface Comparison {
  readonly queries: number;
  readonly before: number;
  readonly now: number;
  readonly difference: Interval;
  readonly gained: number;
  readonly lost: number;
  /** The queries that lost most, worst first, at most five. */
  readonly worst: readonly Change[];
}

/** Compares the queries that both hold. */
export function compare(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): Comparison {
  const changes = [...now].flatMap(([id, score]): Change[] => {
    const old = before.get(id);
    return old === undefined ? [] : [{ id, before: old, now: score }];
  });
  const differences = changes.map((change) => change.now - change.before);
  const losers = changes.filter((change) => change.now < change.before);
  return {
    queries: changes.length,
    before: mean(changes.map((change) => change.before)),
    now: mean(changes.map((change) => change.now)),
    difference: bootstrap(differences),
    gained: differences.filter((difference) => difference > 0).length,
    lost: losers.length,
    worst: losers.toSorted((one, other) => one.now - one.before - (other.now - other.before)).slice(0, 5),
  };
}

/** Whether a difference is a loss beyond what drawing other queries would explain. */
export function isLoss({ high }: Interval): boolean {
  return high < 0;
}

/** What became of a set since it was recorded; a word where that cannot be said. */
export interface Judgement {
  readonly set: string;
  readonly comparison: Comparison | "never recorded" | "recorded on other data";
  /** The make of the recorded index, where it is another. */
  readonly otherMake?: string | undefined;
}

/** Compares a set with its record. */
export function judge(now: Recorded): Judgement {
  const before = findRecord(now.set);
  if (!before) return { set: now.set, comparison: "never recorded" };
  if (before.data !== now.data) return { set: now.set, comparison: "recorded on other data" };
  const otherMake = before.make === now.make ? undefined : before.make;
  return { set: now.set, comparison: compare(before.scores, now.scores), otherMake };
}

/** The sets whose mean is below the recorded one by more than its interval. */
export function lostSets(judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ set, comparison }) =>
    typeof comparison !== "string" && isLoss(comparison.difference) ? [set] : [],
  );
}
