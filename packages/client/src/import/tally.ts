// Counts how rows ended. Pure.
import { type RowResult, rowOutcomes } from "@lianchuang/shared/cases/import/schema";

type Outcome = RowResult["outcome"];
export type BadRow = RowResult & { outcome: "invalid" | "conflict" };

export interface Tally {
  counts: Record<Outcome, number>;
  rows: number;
  /** Rows invalid or in conflict, the first ones only. */
  bad: BadRow[];
  incomplete: number;
  /** How many cases lack a fact, by fact. */
  missing: Map<string, number>;
}

const maxShown = 50;

export const newTally = (): Tally => ({
  counts: Object.fromEntries(rowOutcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
  rows: 0,
  bad: [],
  incomplete: 0,
  missing: new Map(),
});

export const isBad = (row: RowResult): row is BadRow => row.outcome === "invalid" || row.outcome === "conflict";

export const addTo = (tally: Tally, results: readonly RowResult[]): void => {
  for (const row of results) {
    tally.rows += 1;
    tally.counts[row.outcome] += 1;
    if (isBad(row)) {
      if (tally.bad.length < maxShown) tally.bad.push(row);
      continue;
    }
    const facts = row.toComplete ?? [];
    if (facts.length > 0) tally.incomplete += 1;
    for (const fact of facts) tally.missing.set(fact, (tally.missing.get(fact) ?? 0) + 1);
  }
};

export const badRows = ({ counts }: Tally): number => counts.invalid + counts.conflict;
