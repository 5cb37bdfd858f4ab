// Measures the leak check: npm run leaks. What went wrong is printed of the tuned half alone; of the kept-out half only figures.
import { table } from "../relevance/table.ts";
import { type Counts, check, count, f1, type Half, halves, type Outcome, precision, recall } from "./measure.ts";

const share = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

function figures(half: Half, outcomes: readonly Outcome[]): string {
  const clean = outcomes.filter(({ sentence }) => sentence.marks.length === 0);
  const spoilt = clean.filter(({ wrong }) => wrong.length > 0).length;
  const row = (kind: string, counts: Counts): string[] => {
    const { right, missed, wrong } = counts;
    const shares = [precision(counts), recall(counts), f1(counts)].map(share);
    return [kind, ...[right, missed, wrong].map(String), ...shares];
  };
  return table(`${half}: ${outcomes.length} sentences; of ${clean.length} without a leak ${spoilt} are marked`, [
    ["kind", "right", "missed", "wrong", "precision", "recall", "F1"],
    ...[...count(outcomes)].map(([kind, counts]) => row(kind, counts)),
  ]);
}

function failures(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ sentence, missed, wrong }) => [
    ...missed.map(([kind, text]) => `${sentence.id} missed ${kind} ${text}: ${sentence.text}`),
    ...wrong.map(({ kind, text }) => `${sentence.id} wrong ${kind} ${text}: ${sentence.text}`),
  ]);
}

const tuned = halves.tuned.map(check);
const lines = [...failures(tuned), "", figures("tuned", tuned), "", figures("kept out", halves["kept out"].map(check))];
process.stdout.write(`${lines.join("\n")}\n`);
