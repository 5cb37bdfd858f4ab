// What the parts of a match weigh: data with a version, so that a suggestion can say by which it was made. No model stands behind it.
import data from "../../../data/matching.json" with { type: "json" };

/** The facets of what a request is about that are words. */
export const wordFacets = ["processes", "materials", "products", "effects"] as const;
export type WordFacet = (typeof wordFacets)[number];
/** What a score is made of; each from 0 to 1. */
export const partNames = ["text", "industry", ...wordFacets, "fit", "evidence"] as const;
export type PartName = (typeof partNames)[number];

/** The shape of data/matching.json: weights of parts add up to whatever they do, and what is unknown counts `neutral`. */
export type Weights = Omit<typeof data, "types"> & {
  readonly weights: Readonly<Record<PartName, number>>;
  readonly types: {
    readonly related: number;
    readonly unrelated: number;
    readonly groups: readonly (readonly string[])[];
  };
};
export const currentWeights: Weights = data;
