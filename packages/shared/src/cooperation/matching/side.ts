// What matching knows of a request: facts that every member may see, and nothing of an inner ring.
import type { firmSizes, organisationKinds } from "../../members/schema.ts";
import type { CooperationType, Direction, DraftRequest, RequestState } from "../schema.ts";

export type Elements = NonNullable<DraftRequest["elements"]>;
export type Limits = NonNullable<DraftRequest["limits"]>;
export type Languages = NonNullable<DraftRequest["languages"]>;

/**
 * One request as members see it. Its organisation tells who is another one and is never said; whatever members may not see
 * must be left out, because reasons are made of what stands here.
 */
export interface Side {
  readonly id: string;
  readonly organisationId: string;
  /** The same, where all members may know it. */
  readonly named?: string | undefined;
  readonly direction: Direction;
  readonly type: CooperationType;
  readonly state: RequestState;
  readonly title: string;
  readonly elements?: Elements | undefined;
  readonly limits?: Limits | undefined;
  readonly languages?: Languages | undefined;
  /** A date in China, the last day. */
  readonly deadline?: string | undefined;
  /** ISO 8601, UTC. */
  readonly openedAt?: string | undefined;
  readonly confirmedAt?: string | undefined;
  readonly owner?:
    | {
        readonly kind: (typeof organisationKinds)[number];
        readonly size?: (typeof firmSizes)[number] | undefined;
        /** Two digits of GB/T 2260. */
        readonly region?: string | undefined;
      }
    | undefined;
  /** Of its organisation: published cases that have to do with it, and outcomes that both sides confirmed. Nothing where it is not counted. */
  readonly evidence?: { readonly relatedCases: number; readonly confirmedOutcomes: number } | undefined;
}

/** A request that may answer another, as the index found it. */
export interface Candidate {
  readonly side: Side;
  /** What share its text is of what is asked, from 0 to 1: the score of `similar`. */
  readonly similarity: number;
  /** Words that both texts hold and few others do, the most telling first. */
  readonly shared: readonly string[];
  /** How often it was shown to somebody lately. */
  readonly shown?: number | undefined;
}

/** A need and an offer, in whichever order they met. */
export interface Pair {
  readonly need: Side;
  readonly offer: Side;
  readonly similarity: number;
  readonly shared: readonly string[];
  /** The date in China. */
  readonly today: string;
}
