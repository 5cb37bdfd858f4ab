// Disclosure rings: which ring a reader stands in, and what of a request that ring lets through. Pure; the only place that cuts.
import { type Actor, belongsTo, isStaff } from "../actor.ts";
import { defaultRings, type Ring, type RingField, ringFields, rings } from "./schema.ts";

/** By field; every field has one. */
export type RingOf = Readonly<Record<RingField, Ring>>;

/** A seat in the circle: an organisation that stands nearer than all members do. */
export interface Admitted {
  readonly organisationId: string;
  readonly ring: Exclude<Ring, "public" | "members">;
}

/** Whose a request is, and who stands nearer than others. */
export interface Circled {
  readonly organisationId: string;
  readonly circle: readonly Admitted[];
}

const depth = (ring: Ring): number => rings.indexOf(ring);
/** Whether a field of that ring is seen from this one. */
export const reaches = (from: Ring, field: Ring): boolean => depth(field) <= depth(from);
const narrower = (one: Ring, other: Ring): Ring => (reaches(one, other) ? one : other);

/** The rings of all fields: what the owner chose, else the default; never wider than that of the title. */
export const ringsOf = (chosen: Partial<Record<RingField, Ring | undefined>>): RingOf => {
  const title = chosen.title ?? defaultRings.title;
  return Object.fromEntries(
    ringFields.map((field) => [field, narrower(title, chosen[field] ?? defaultRings[field])]),
  ) as Record<RingField, Ring>;
};

/** What the secretariat sees to screen and to broker: not what waits for an agreement on confidentiality. */
export const ringOfStaff: Ring = "qualified";

/** How near a reader stands: the owner's own people see everything. */
export type Standing = Ring | "owner";

/** The nearest of all that a reader is. */
export const standingOf = (actor: Actor, { organisationId, circle }: Circled): Standing => {
  if (belongsTo(actor, organisationId)) return "owner";
  const isMember = actor.kind === "person" && actor.memberships.length > 0;
  const held: Ring[] = [
    isMember ? "members" : "public",
    ...(isStaff(actor) ? [ringOfStaff] : []),
    ...circle.filter((seat) => belongsTo(actor, seat.organisationId)).map(({ ring }) => ring),
  ];
  return held.reduce(narrower);
};

/** Whether a reader who stands there sees the field. */
export const seesField = (standing: Standing, ring: Ring): boolean => standing === "owner" || reaches(standing, ring);

/** The fields beyond those of all members that are shown from there: what the owner is told about. */
export const innerFields = (standing: Standing, ringOf: RingOf, present: readonly RingField[]): RingField[] =>
  standing === "owner"
    ? []
    : present.filter((field) => !reaches("members", ringOf[field]) && reaches(standing, ringOf[field]));
