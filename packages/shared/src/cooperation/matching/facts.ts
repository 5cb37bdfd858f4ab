// The facts that speak for a match: which there are, and the same pair as it would be without one of them. Pure.
import type { Direction } from "../schema.ts";
import { judge, type LimitName } from "./eligible.ts";
import { nearest } from "./industry.ts";
import { type Cover, coversOf, nearness, type Said } from "./parts.ts";
import type { Elements, Pair, Side } from "./side.ts";
import { type Weights, type WordFacet, wordFacets } from "./weights.ts";

/** A fact of one side or of both, by the part of the score it belongs to. */
export type Fact =
  | { readonly part: "text"; readonly words: readonly string[] }
  | { readonly part: "industry"; readonly need: string; readonly offer: string }
  | ({ readonly part: WordFacet; readonly asker: Direction } & Pick<Cover, "asked" | "by">)
  | { readonly part: "fit"; readonly met: LimitName }
  | { readonly part: "fit"; readonly region: string; readonly other: string }
  | { readonly part: "evidence"; readonly of: Direction; readonly cases: number; readonly outcomes: number };

/** All that may speak for it; whether one does is seen when it is taken away. */
export const factsOf = (pair: Pair, weights: Weights): Fact[] => {
  const { need, offer, shared, today } = pair;
  const industries = nearest(need.elements?.industries ?? [], offer.elements?.industries ?? []);
  const [here, there] = [need.owner?.region, offer.owner?.region];
  return [
    ...(shared.length > 0 ? [{ part: "text", words: shared } as const] : []),
    ...(industries ? [{ part: "industry", need: industries.one, offer: industries.other } as const] : []),
    ...coveredFacts(pair, weights),
    ...judge(need, offer, today).met.map((met) => ({ part: "fit", met }) as const),
    ...(here !== undefined && there !== undefined && (nearness(here, there, weights) ?? 0) > weights.near.elsewhere
      ? [{ part: "fit", region: here, other: there } as const]
      : []),
    ...[need, offer].flatMap(({ direction, evidence }) =>
      evidence && evidence.relatedCases + evidence.confirmedOutcomes > 0
        ? [
            {
              part: "evidence",
              of: direction,
              cases: evidence.relatedCases,
              outcomes: evidence.confirmedOutcomes,
            } as const,
          ]
        : [],
    ),
  ];
};

/** What the need asks and the offer covers; of the other way round what that does not say already. */
const coveredFacts = ({ need, offer }: Pair, weights: Weights): Fact[] => {
  const asked = coversOf(need, offer, weights).filter(({ degree }) => degree > 0);
  const said = new Set(asked.flatMap(({ by }) => by.map(({ facet, term }) => `${facet} ${term}`)));
  const offered = coversOf(offer, need, weights).filter(
    (cover) => cover.degree > 0 && !said.has(`${cover.facet} ${cover.asked}`),
  );
  const factOf =
    (asker: Direction) =>
    ({ facet, asked: term, by }: Cover): Fact => ({ part: facet, asker, asked: term, by });
  return [...asked.map(factOf("need")), ...offered.map(factOf("offer"))];
};

/** The pair as it would be if whoever gives the fact had not said it. */
export const withoutFact = (pair: Pair, fact: Fact): Pair => {
  if (fact.part === "text") return { ...pair, similarity: 0, shared: [] };
  if (fact.part === "industry") return { ...pair, offer: withoutIndustry(pair.offer, fact.offer) };
  if (fact.part === "evidence") return { ...pair, [fact.of]: { ...pair[fact.of], evidence: undefined } };
  if (fact.part === "fit")
    return { ...pair, offer: "met" in fact ? withoutLimit(pair.offer, fact.met) : unplaced(pair.offer) };
  const giver = fact.asker === "need" ? "offer" : "need";
  return { ...pair, [giver]: withoutTerms(pair[giver], fact.by) };
};

const withElements = (side: Side, elements: Elements): Side => ({ ...side, elements });

const withoutIndustry = (side: Side, code: string): Side =>
  withElements(side, { ...side.elements, industries: side.elements?.industries?.filter((each) => each !== code) });

const withoutTerms = (side: Side, gone: readonly Said[]): Side => {
  const kept = wordFacets.map((facet) => [
    facet,
    side.elements?.[facet]?.filter((term) => !gone.some((each) => each.facet === facet && each.term === term)),
  ]);
  const isUntitled = gone.some(({ facet }) => facet === "title");
  const named = withElements(side, { ...side.elements, ...(Object.fromEntries(kept) as Elements) });
  return isUntitled ? { ...named, title: "" } : named;
};

const withoutLimit = (side: Side, name: LimitName): Side =>
  name === "languages" ? { ...side, languages: undefined } : { ...side, limits: { ...side.limits, [name]: undefined } };

const unplaced = (side: Side): Side => ({ ...side, owner: side.owner && { ...side.owner, region: undefined } });
