// Scores: how well a need and an offer serve each other. Pure.
import { fitOf, type Parts, partsOf, weighted } from "./parts.ts";
import type { Pair } from "./side.ts";
import { type PartName, partNames, type Weights } from "./weights.ts";

/** Each from 0 to 1. */
export interface Scored {
  /** What the offer gives the need, and the need the offer: part by part. */
  readonly parts: { readonly need: Parts; readonly offer: Parts };
  readonly need: number;
  readonly offer: number;
  /** Both together: their geometric mean (Pizzato, Rej, Chung, Koprinska and Kay 2010, RECON: a reciprocal recommender, RecSys), so that one side cannot make up for the other. */
  readonly both: number;
}

export const scoreOf = (pair: Pair, weights: Weights): Scored => {
  const { need, offer } = pair;
  const fit = fitOf(pair, weights);
  const [served, serving] = [partsOf(pair, need, offer, weights), partsOf(pair, offer, need, weights)];
  const parts = { need: { ...served, fit }, offer: { ...serving, fit } };
  const [forNeed, forOffer] = [together(parts.need, weights), together(parts.offer, weights)];
  return { parts, need: forNeed, offer: forOffer, both: Math.sqrt(forNeed * forOffer) };
};

/** A weighted mean in which what is unknown counts neither for nor against. */
const together = (parts: Parts, { weights, neutral }: Weights): number =>
  weighted(partNames.map((name) => [weights[name], parts[name] ?? neutral[kindOf[name]]]));

const kindOf: Record<PartName, keyof Weights["neutral"]> = {
  text: "text",
  industry: "industry",
  processes: "elements",
  materials: "elements",
  products: "elements",
  effects: "elements",
  fit: "fit",
  evidence: "evidence",
};
