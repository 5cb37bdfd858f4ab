// Enters a person with a place in one organisation, and optionally a seat in a body.
import type { Seat } from "../actor.ts";
import * as audience from "../audience.ts";
import { type Change, commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { newId } from "../ids.ts";
import { Person } from "./person.ts";
import { mayRegister } from "./policy.ts";
import { onlyTheSystem } from "./register-organisation.ts";
import { RegisterPerson } from "./schema.ts";
import { findBody, findOrganisation, inPeopleOf, seatKey } from "./store.ts";

/** Grants live on the person's head; a seat is written with its body's event. @throws AppError `not_found`, `forbidden`. */
export const registerPerson = async (
  ctx: Context,
  input: RegisterPerson,
  seat?: Omit<Seat, "body" | "from">,
): Promise<Person> => {
  if (!mayRegister(ctx.actor)) throw onlyTheSystem();
  const given = RegisterPerson.parse(input);
  found(await findOrganisation(ctx.table, given.organisationId));
  const body = seat && found(await findBody(ctx.table, seat.bodyId));
  const id = newId("person", ctx.now());
  const from = ctx.now().toISOString();
  const changes: Change[] = [
    {
      id,
      next: {
        state: "active",
        audience: [audience.staff, audience.organisation(given.organisationId)],
        name: given.name,
        memberships: [{ organisationId: given.organisationId, role: given.role }],
        seats: seat && body ? [{ ...seat, body: body.kind, from }] : [],
        ...(given.fictitious === undefined ? {} : { fictitious: given.fictitious }),
        ...inPeopleOf(given.organisationId, id),
      },
      event: { action: "register" },
    },
  ];
  if (seat && body) {
    changes.push({
      id: body.id,
      from: body,
      next: body,
      append: true,
      event: { action: "seat", data: { personId: id, role: seat.role } },
      appends: { [seatKey(id)]: { ...seat, personId: id, from } },
    });
  }
  const [head] = await commit(ctx, { changes });
  return Person.parse(head);
};
