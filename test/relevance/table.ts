// How figures are set for a terminal: columns one under the other, signs, intervals.
import type { Interval } from "./measures.ts";

/** A line that says what the figures are, then columns one under the other. */
export function table(caption: string, rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  const lines = rows.map((cells) => cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "));
  return [caption, ...lines.map((line) => line.trimEnd())].join("\n");
}

export function withInterval({ value, low, high }: Interval, form: (value: number) => string): [string, string] {
  return [form(value), `[${form(low)}, ${form(high)}]`];
}

export function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(4)}`;
}

export function percent(share: number): string {
  return `${share < 0 ? "-" : "+"}${Math.abs(share * 100).toFixed(1)} %`;
}

/** Of a change: how many times as much there is afterwards. */
export function ratio(change: number): string {
  return (1 + change).toFixed(2);
}
