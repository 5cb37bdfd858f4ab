// Scoring: a plan as a query whose score OpenSearch adds up, the same that rank.ts adds up elsewhere. Pure.
import { type Bm25, mostRepeats } from "../rank.ts";
import type { Part, Plan } from "./plan.ts";
import { type Clause, nothing } from "./queries.ts";

/** What a token says times what its count is worth in a text of this length; see `Bm25.curve`. */
const tokenScript =
  "double count = Math.min(params.repeats, _score); return params.says * count * params.most / (count + params.base + params.perToken * doc['size'].value)";
/** Logarithms, so that adding two scores multiplies what they stand for; `floor` keeps them from being negative, which is refused. */
const powerScript = "return params.floor + params.power * Math.log(Math.min(params.most, _score))";
const floor = 60;

/** The documents that hold `enough` of a plan, scored. */
export function scored(plan: Plan, enough = plan.enough): Clause {
  const { parts, bm25, query } = plan;
  if (parts.length < enough || parts.length === 0) return nothing;
  const gains = { bool: { should: parts.map((part) => gainOf(part, bm25)), minimum_should_match: enough } };
  if (query.focus === 0) return gains;
  // The more of one notion a document holds, the better; see `Scores.scoreOf`.
  const shares = { bool: { should: parts.map((part) => shareOf(part, plan.total)) } };
  return { bool: { must: [raised(gains, 1, Number.MAX_VALUE), raised(shares, query.focus / 2, 1)] } };
}

/** The score that a document was given, from what OpenSearch says it is. */
export function scoreOf({ query }: Plan, said: number): number {
  return query.focus === 0 ? said : Math.exp(said - 2 * floor);
}

/** What a document gains by holding a part. */
export function gainOf(part: Part, bm25: Bm25): Clause {
  const ways = part.map(({ clause, says }) => ({
    script_score: {
      query: clause,
      script: { source: tokenScript, params: { says, repeats: mostRepeats, ...bm25.curve() } },
    },
  }));
  return eitherOf(ways);
}

function shareOf(part: Part, total: number): Clause {
  return eitherOf(part.map(({ clause, says }) => ({ constant_score: { filter: clause, boost: says / total } })));
}

function eitherOf(ways: readonly Clause[]): Clause {
  return ways.length === 1 ? (ways[0] ?? nothing) : { bool: { should: ways } };
}

function raised(query: Clause, power: number, most: number): Clause {
  return { script_score: { query, script: { source: powerScript, params: { power, most, floor } } } };
}
