// The parts of a match: what an asker's request and a giver's say of how well the one serves the other. Pure.
import { judge } from "./eligible.ts";
import { nearest } from "./industry.ts";
import type { Pair, Side } from "./side.ts";
import { coverage } from "./terms.ts";
import { type PartName, type Weights, type WordFacet, wordFacets } from "./weights.ts";

/** Each from 0 to 1, nothing where it cannot be known. */
export type Parts = Readonly<Record<PartName, number | undefined>>;

/** Where a request says something: in one of its parts, or in its title. */
export interface Said {
  readonly facet: WordFacet | "title";
  readonly term: string;
}

/** An asked term, and what of the other side covers it best: nothing where nothing does. */
export interface Cover {
  readonly facet: WordFacet;
  readonly asked: string;
  /** All that cover it equally well. */
  readonly by: readonly Said[];
  readonly degree: number;
}

/** How each term that the asker names is covered by what the giver names. */
export const coversOf = (asker: Side, giver: Side, weights: Weights): Cover[] => {
  const named = wordFacets.flatMap((facet) => (giver.elements?.[facet] ?? []).map((term) => ({ facet, term })));
  const given: Said[] = [...named, { facet: "title", term: giver.title }];
  return wordFacets.flatMap((facet) =>
    (asker.elements?.[facet] ?? []).map((asked) => {
      const degrees = given.map((each) => ({ each, degree: degreeOf(asked, facet, each, weights) }));
      const degree = Math.max(0, ...degrees.map((each) => each.degree));
      const by = degree > 0 ? degrees.filter((each) => each.degree === degree).map(({ each }) => each) : [];
      return { facet, asked, by, degree };
    }),
  );
};

const degreeOf = (
  asked: string,
  facet: WordFacet,
  given: Said,
  { covers: { least, synonym, elsewhere } }: Weights,
): number => {
  const degree = coverage(asked, given.term, synonym);
  if (degree < least) return 0;
  return given.facet === facet ? degree : degree * elsewhere;
};

/** How well the giver's request serves what the asker's says, but for how practical it is, which is the same for both; the two may be need and offer or offer and need. */
export const partsOf = (pair: Pair, asker: Side, giver: Side, weights: Weights): Omit<Parts, "fit"> => {
  const covers = coversOf(asker, giver, weights);
  const covered = (facet: WordFacet): number | undefined => {
    const degrees = covers.filter((each) => each.facet === facet).map(({ degree }) => degree);
    if (degrees.length === 0) return undefined;
    const value = weights.uncovered + (1 - weights.uncovered) * mean(degrees);
    // Who names nothing may have it all the same; and who names something that fits is never below him.
    const isOpen = (giver.elements?.[facet] ?? []).length === 0 || degrees.some((degree) => degree > 0);
    return isOpen ? Math.max(weights.unnamed, value) : value;
  };
  return {
    // A share of rare words is small even between texts that say the same in their own way.
    text: Math.sqrt(Math.min(1, Math.max(0, pair.similarity))),
    industry: nearest(asker.elements?.industries ?? [], giver.elements?.industries ?? [])?.kinship,
    processes: covered("processes"),
    materials: covered("materials"),
    products: covered("products"),
    effects: covered("effects"),
    evidence: evidenceOf(giver, weights),
  };
};

/** From neutral for a newcomer to 1 for whoever has shown enough; more counts no further. */
const evidenceOf = ({ evidence }: Side, { neutral, evidence: most }: Weights): number | undefined => {
  if (!evidence) return undefined;
  const { mostCases, mostOutcomes, outcomeWorth } = most;
  const shown =
    Math.min(mostCases, evidence.relatedCases) + outcomeWorth * Math.min(mostOutcomes, evidence.confirmedOutcomes);
  return neutral.evidence + (1 - neutral.evidence) * (shown / (mostCases + outcomeWorth * mostOutcomes));
};

/** How practical it is: the same for both sides. Nothing is left out for being unknown, so that saying a thing that fits never lowers. */
export const fitOf = ({ need, offer, today }: Pair, weights: Weights): number => {
  const { met } = judge(need, offer, today);
  const { fit, neutral } = weights;
  const limits = (["certificates", "regions", "date", "quantity", "budget"] as const).map(
    (name) => [fit.limit, met.includes(name) ? 1 : undefined] as const,
  );
  const facts: readonly (readonly [weight: number, value: number | undefined])[] = [
    [fit.type, typeFit(need.type, offer.type, weights)],
    ...limits,
    [fit.languages, met.includes("languages") ? 1 : undefined],
    [fit.nearness, nearness(need.owner?.region, offer.owner?.region, weights)],
    [fit.size, sizeFit(need, offer, weights)],
    [fit.freshness, freshness(need, offer, today, weights)],
  ];
  return weighted(facts.map(([weight, value]) => [weight, value ?? neutral.fit]));
};

export const typeFit = (one: string, other: string, { types }: Weights): number => {
  if (one === other) return 1;
  return types.groups.some((group) => group.includes(one) && group.includes(other)) ? types.related : types.unrelated;
};

/** The first digit of GB/T 2260 is one of six zones of the country. */
export const nearness = (one: string | undefined, other: string | undefined, { near }: Weights): number | undefined => {
  if (one === undefined || other === undefined) return undefined;
  if (one === other) return near.sameRegion;
  return one[0] === other[0] ? near.sameZone : near.elsewhere;
};

const sizes = ["micro", "small", "medium", "large"];
const sizeFit = (one: Side, other: Side, weights: Weights): number | undefined => {
  const [left, right] = [one.owner?.size, other.owner?.size];
  if (left === undefined || right === undefined) return undefined;
  const apart = Math.abs(sizes.indexOf(left) - sizes.indexOf(right));
  if (apart === 0) return weights.sizes.same;
  return apart === 1 ? weights.sizes.next : weights.sizes.far;
};

const day = 86_400_000;
/** By whichever of the two was confirmed longer ago. */
const freshness = (one: Side, other: Side, today: string, { fresh }: Weights): number | undefined => {
  const times = [one, other].flatMap(({ confirmedAt, openedAt }) => confirmedAt ?? openedAt ?? []);
  if (times.length === 0) return undefined;
  const days = (Date.parse(today) - Math.min(...times.map((time) => Date.parse(time)))) / day;
  return Math.min(1, Math.max(0, 1 - (days - fresh.wholeDays) / (fresh.noneDays - fresh.wholeDays)));
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const weighted = (values: readonly (readonly [weight: number, value: number])[]): number => {
  const whole = values.reduce((sum, [weight]) => sum + weight, 0);
  return values.reduce((sum, [weight, value]) => sum + weight * value, 0) / whole;
};
