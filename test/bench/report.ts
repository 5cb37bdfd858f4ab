// What a benchmark says: one line a figure, ours beside the floor, ratio beside the aim, and how far the slices spread.
import { percentile } from "../relevance/measures.ts";

export interface Figure {
  what: string;
  ours: string;
  floor: string;
  /** One ratio a slice, ours to floor; the figure is their median. */
  ratios?: readonly number[];
  /** The figure itself where there is no floor. */
  value?: number;
  /** Where there is none, the figure is only told. */
  aim?: { least: number } | { most: number };
  /** Processor time, ours and floor. */
  processor?: string;
  note?: string;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
export const fixed = (value: number, digits = 2): string => value.toFixed(digits);

const heading = ["what", "ours", "floor", "ratio", "spread", "aim", "", "processor time, ours / floor", "note"];

const cellsOf = ({ what, ours, floor, ratios = [], value, aim, processor = "", note = "" }: Figure): string[] => {
  return [
    what,
    ours,
    floor,
    ratios.length === 0 ? "" : fixed(median(ratios)),
    ratios.length === 0 ? "" : `${fixed(Math.min(...ratios))}–${fixed(Math.max(...ratios))}`,
    ...judged(value ?? median(ratios), aim),
    processor,
    note,
  ];
};

const judged = (reached: number, aim: Figure["aim"]): [string, string] => {
  if (aim === undefined) return ["", ""];
  if ("least" in aim) return [`≥ ${aim.least}`, reached >= aim.least ? "met" : "UNMET"];
  return [`≤ ${aim.most}`, reached <= aim.most ? "met" : "UNMET"];
};

export const tableOf = (figures: readonly Figure[]): string => {
  const lines = [heading, ...figures.map(cellsOf)];
  const widths = heading.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
