// Who acts: a visitor, a person with what was granted to them, or the system under a name.
import * as z from "zod";
import { idOf } from "./ids.ts";

export const organisationRoles = ["representative", "member"] as const;
export const bodyKinds = ["secretariat", "guidance", "experts", "assembly", "committee", "working-group"] as const;

/** A person's place in an organisation. */
export const Membership = z.object({ organisationId: idOf("org"), role: z.enum(organisationRoles) });
export type Membership = z.infer<typeof Membership>;

/** A seat in a body, with its term; `until` is exclusive. */
export const Seat = z.object({
  bodyId: idOf("body"),
  body: z.enum(bodyKinds),
  role: z.enum(["chair", "secretary-general", "secretary", "expert", "member"]),
  from: z.iso.datetime(),
  until: z.iso.datetime().optional(),
});
export type Seat = z.infer<typeof Seat>;

export interface Person {
  kind: "person";
  id: string;
  name: string;
  memberships: readonly Membership[];
  seats: readonly Seat[];
}

export type Actor = { kind: "visitor" } | Person | { kind: "system"; name: string };

export const visitor: Actor = { kind: "visitor" };

/** The secretariat's staff: whoever holds a seat in it now. Expired seats never reach an actor. */
export const isStaff = (actor: Actor): boolean =>
  actor.kind === "person" && actor.seats.some((seat) => seat.body === "secretariat");

export const belongsTo = (actor: Actor, organisationId: string): boolean =>
  actor.kind === "person" && actor.memberships.some((membership) => membership.organisationId === organisationId);

/** A stable name of the actor, fit for keys and for logs. */
export const actorId = (actor: Actor): string => {
  if (actor.kind === "person") return actor.id;
  return actor.kind === "system" ? `system.${actor.name}` : "visitor";
};
