// Queries in OpenSearch's own language, by which tokens, readers and choices are said. Pure.

import { readingsOfPair } from "../pinyin.ts";
import type { Filters } from "../port.ts";
import { type FacetName, facetNames } from "../schema.ts";
import { type QueryToken, queryTokens, soundToken } from "../token-lists.ts";
import { tokenise } from "../tokens.ts";

export type Clause = Readonly<Record<string, unknown>>;

export const everything: Clause = { match_all: {} };
export const nothing: Clause = { match_none: {} };

export function all(...filter: readonly Clause[]): Clause {
  return { bool: { filter } };
}

/** Of what the first finds, what the second does not. */
export function without(clause: Clause, other: Clause): Clause {
  return { bool: { must: [clause], must_not: [other] } };
}

/** The same documents, each with score 1. */
export function once(filter: Clause): Clause {
  return { constant_score: { filter } };
}

/** What these readers see: never a document whose audience their tokens do not meet or whose `except` they do. */
export function visibleTo(audience: readonly string[]): Clause {
  return { bool: { filter: [{ terms: { audience } }], must_not: [{ terms: { except: audience } }] } };
}

/** The documents that hold a token; their score is how often, of a hanzi that stands alone 1. */
export function holding({ token, alone }: Pick<QueryToken, "token" | "alone">): Clause {
  return alone
    ? { prefix: { tokens: { value: token, rewrite: "constant_score" } } }
    : { term: { tokens: { value: token } } };
}

/** The documents that hold a pair of hanzi read in one of these ways; their score is how often they hold the one they repeat most. */
export function sounding(readings: readonly string[]): Clause {
  const each = readings.map((reading) => holding(soundToken(reading)));
  return each.length === 1 ? (each[0] ?? nothing) : { dis_max: { queries: each } };
}

/** The documents that hold what sounds like a pair of hanzi, and not the pair itself. */
export function soundingLike(pair: QueryToken): Clause {
  return without(sounding(readingsOfPair(pair.text)), holding(pair));
}

/** The documents that hold every token of a term. */
export function holdingAll(term: string): Clause {
  const tokens = queryTokens(tokenise(term));
  return tokens.length === 0 ? nothing : all(...tokens.map(holding));
}

/** What the chosen values of each facet ask for. */
export function choicesOf(filters: Filters): Map<FacetName, Clause> {
  const chosen = facetNames.flatMap((name) => {
    const values = filters[name] ?? [];
    return values.length > 0 ? [[name, { terms: { [name]: values } }] as const] : [];
  });
  return new Map(chosen);
}

export function any(...should: readonly Clause[]): Clause {
  return { bool: { should, minimum_should_match: 1 } };
}

const leaves: ReadonlySet<string> = new Set(["term", "terms", "prefix", "ids", "match_all", "match_none"]);

/** How many clauses OpenSearch counts in a query: its conditions, at whatever depth. */
export function leavesOf(clause: unknown): number {
  if (Array.isArray(clause)) return clause.reduce((sum: number, each) => sum + leavesOf(each), 0);
  if (typeof clause !== "object" || clause === null) return 0;
  return Object.entries(clause).reduce((sum, [name, of]) => sum + (leaves.has(name) ? 1 : leavesOf(of)), 0);
}
