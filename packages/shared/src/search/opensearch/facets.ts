// Facets: what is counted of each, with a query's other choices, and how the counts are told. Pure.
import { mostValues, shownOf } from "../narrow.ts";
import type { FacetCounts, Filters } from "../port.ts";
import { type FacetName, perFacet } from "../schema.ts";
import { all, type Clause, choicesOf, everything } from "./queries.ts";

/** All industries there are, and more: which of them are told is decided here. */
const mostIndustries = 5_000;

interface Buckets {
  readonly buckets: readonly { readonly key: string; readonly doc_count: number }[];
}

/** What OpenSearch counts of one facet. */
export type Counted = { readonly values: Buckets; readonly chosen?: Buckets };

/** What narrows a search beside its query. */
export interface Narrowing {
  readonly filters: Filters;
  /** Ids of things. */
  readonly among?: readonly string[] | undefined;
}

/** Everything that is chosen, together; nothing where nothing is. */
export function choiceOf({ filters, among }: Narrowing): Clause | undefined {
  const clauses = [...choicesOf(filters).values(), ...amongOf(among)];
  return clauses.length === 0 ? undefined : all(...clauses);
}

/** Per facet: what is chosen of it does not narrow its own counts. */
export function countingOf({ filters, among }: Narrowing): Record<FacetName, object> {
  const choices = choicesOf(filters);
  return perFacet((name) => {
    const others = [...choices].flatMap(([other, clause]) => (other === name ? [] : [clause]));
    const chosen = filters[name] ?? [];
    const size = name === "industry" ? mostIndustries : mostValues + chosen.length;
    const values = { terms: { field: name, size } };
    const own = { terms: { field: name, include: [...chosen], size: Math.max(1, chosen.length) } };
    return {
      filter: narrowed([...others, ...amongOf(among)]),
      aggs: { values, ...(chosen.length > 0 && { chosen: own }) },
    };
  });
}

export function facetsOf(counted: Readonly<Record<FacetName, Counted>>, filters: Filters): FacetCounts {
  return perFacet((name) => {
    const { values, chosen } = counted[name];
    const buckets = [...values.buckets, ...(chosen?.buckets ?? [])];
    return shownOf(name, new Map(buckets.map(({ key, doc_count }) => [key, doc_count])), filters[name] ?? []);
  });
}

function amongOf(among: readonly string[] | undefined): Clause[] {
  return among ? [{ terms: { id: among } }] : [];
}

function narrowed(clauses: readonly Clause[]): Clause {
  return clauses.length === 0 ? everything : all(...clauses);
}
