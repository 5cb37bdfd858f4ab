// Narrowing: which of the documents found pass the filters, and how many of them have each value of each facet. Pure.
import { industryBranch } from "../industry.ts";
import type { FacetColumn } from "./facet-column.ts";
import type { FacetCount, FacetCounts, Filters } from "./port.ts";
import { type FacetName, facetNames, perFacet } from "./schema.ts";

/** So many values of one facet are counted in an answer. */
export const mostValues = 50;

export type FacetColumns = Readonly<Record<FacetName, FacetColumn>>;

/**
 * Looks at each document once: one that fails no filter passes and counts everywhere; one that fails exactly one counts for
 * that facet alone, because what is chosen of a facet does not narrow its own counts. `passing` keeps the order of `numbers`.
 */
export function narrow(
  columns: FacetColumns,
  numbers: readonly number[],
  filters: Filters,
): { passing: readonly number[]; facets: FacetCounts } {
  const missing = perFacet((): number[] => []);
  const passing = passingOf(columns, numbers, filters, missing);
  const facets = perFacet((name) => {
    const counts = new Map<string, number>();
    for (const [code, count] of countsOf(columns[name], [passing, missing[name]]).entries())
      if (count > 0)
        for (const value of lineageOf(name, columns[name].values[code] ?? ""))
          counts.set(value, (counts.get(value) ?? 0) + count);
    return shownOf(name, counts, filters[name] ?? []);
  });
  return { passing, facets };
}

/** Puts into `missing` the documents that fail the filter of that facet and no other. */
function passingOf(
  columns: FacetColumns,
  numbers: readonly number[],
  filters: Filters,
  missing: Readonly<Record<FacetName, number[]>>,
): readonly number[] {
  const tests = testsOf(columns, filters);
  if (tests.length === 0) return numbers;
  return numbers.filter((number) => {
    const failed = tests.filter(({ codes, fits }) => fits[codes[number] ?? 0] === 0);
    const [only] = failed;
    if (only && failed.length === 1) missing[only.name].push(number);
    return failed.length === 0;
  });
}

/** Whether a document passes the filters. */
export function isPassing(columns: FacetColumns, filters: Filters): (number: number) => boolean {
  const tests = testsOf(columns, filters);
  return (number) => tests.every(({ codes, fits }) => fits[codes[number] ?? 0] === 1);
}

/** One for each facet of which something is chosen: by code of its values whether it fits. */
function testsOf(columns: FacetColumns, filters: Filters): { name: FacetName; codes: Uint16Array; fits: Uint8Array }[] {
  return facetNames.flatMap((name) => {
    const chosen = filters[name] ?? [];
    if (chosen.length === 0) return [];
    const { codes, values } = columns[name];
    const isIn = (value: string) => lineageOf(name, value).some((each) => chosen.includes(each));
    // Code 0 is no value, which nobody chooses.
    return [{ name, codes, fits: Uint8Array.from(values, (value, code) => (code > 0 && isIn(value) ? 1 : 0)) }];
  });
}

/** By code how many of the documents have it; code 0, no value, counts nothing. */
function countsOf({ codes, values }: FacetColumn, groups: readonly (readonly number[])[]): Uint32Array {
  const counts = new Uint32Array(values.length);
  for (const numbers of groups)
    for (const number of numbers) {
      const code = codes[number] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  counts[0] = 0;
  return counts;
}

/** A value and all that it lies in. */
export function lineageOf(name: FacetName, value: string): readonly string[] {
  if (name !== "industry") return [value];
  const branch = industryBranch(value);
  return branch.length > 0 ? branch : [value];
}

/** What is said of a facet: `counts` of each value that matches, and of all that it lies in. */
export function shownOf(name: FacetName, counts: ReadonlyMap<string, number>, chosen: readonly string[]): FacetCount[] {
  const first = [...new Set(chosen)].map((value) => ({ value, count: counts.get(value) ?? 0 }));
  const others = [...counts]
    .filter(([value]) => !chosen.includes(value) && (name !== "industry" || isOpen(value, chosen)))
    .map(([value, count]) => ({ value, count }))
    .toSorted(byCount);
  return [...first, ...others].slice(0, mostValues).toSorted(byCount);
}

function byCount(one: FacetCount, other: FacetCount): number {
  return other.count - one.count || (one.value < other.value ? -1 : 1);
}

/** Sections and divisions always; a group or class where a division or group that it lies in is chosen. */
function isOpen(value: string, chosen: readonly string[]): boolean {
  return value.length <= 2 || lineageOf("industry", value).some((each) => each.length > 1 && chosen.includes(each));
}
