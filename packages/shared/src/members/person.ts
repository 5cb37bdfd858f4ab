// What a person is to the alliance: a name, memberships and seats. Private facts lie elsewhere.
import * as z from "zod";
import { type Actor, isStaff, Membership, type Person as PersonActor, Seat } from "../actor.ts";
import { Head } from "../head.ts";
import type { MeView } from "./schema.ts";

export const Person = Head.extend({
  state: z.enum(["active", "left"]),
  name: z.string(),
  memberships: z.array(Membership),
  seats: z.array(Seat),
  /** Hashes of issuer and subject of whom the person signs in as. */
  identities: z.array(z.string()).default([]),
  fictitious: z.boolean().optional(),
});
export type Person = z.infer<typeof Person>;

/** Organisations whose rights rest: one item, read with every actor. */
export const Standing = z.object({ suspended: z.array(z.string()) });

/** The actor a person is at `now`: suspended organisations and ended seats grant nothing. */
export const actorOf = (person: Person, suspended: readonly string[], now: Date): PersonActor => {
  const time = now.toISOString();
  return {
    kind: "person",
    id: person.id,
    name: person.name,
    memberships: person.memberships.filter(({ organisationId }) => !suspended.includes(organisationId)),
    seats: person.seats.filter((seat) => seat.from <= time && (seat.until === undefined || time < seat.until)),
  };
};

export const viewMe = (actor: PersonActor): MeView => ({
  id: actor.id,
  name: actor.name,
  organisations: actor.memberships.map(({ organisationId, role }) => ({ id: organisationId, role })),
  seats: [...actor.seats],
  staff: isStaff(actor satisfies Actor),
});
