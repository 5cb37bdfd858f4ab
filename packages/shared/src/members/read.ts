// Reads members: who presents a token, one organisation, the list.
import { type Actor, actorId } from "../actor.ts";
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { idOf } from "../ids.ts";
import { type Page, Position } from "../page.ts";
import type { Table } from "../table.ts";
import { allianceId, secretariatId } from "./body.ts";
import { type Identity, identityKey } from "./link-identity.ts";
import type { Organisation } from "./organisation.ts";
import { actorOf } from "./person.ts";
import {
  findHolder,
  findOrganisation,
  pageOrganisations,
  pagePeople,
  readOrganisationNames,
  readOrganisations,
  readPersonWithStanding,
  readSeatHolders,
} from "./store.ts";

/** The actor a person is now, or undefined where there is no such active person. One round trip. */
export const findActor = async (table: Table, personId: string, now: Date): Promise<Actor | undefined> => {
  if (!idOf("person").safeParse(personId).success) return undefined;
  const { person, suspended } = await readPersonWithStanding(table, personId);
  return person?.state === "active" ? actorOf(person, suspended, now) : undefined;
};

/** The actor whom an issuer knows by a subject. Two round trips. */
export const findActorByIdentity = async (table: Table, identity: Identity, now: Date): Promise<Actor | undefined> => {
  const personId = await findHolder(table, identityKey(identity));
  return personId === undefined ? undefined : findActor(table, personId, now);
};

export const getOrganisation = async (ctx: Context, id: string): Promise<Organisation> => {
  const organisation = found(await findOrganisation(ctx.table, id));
  return found(mayRead(ctx.actor, organisation) ? organisation : undefined);
};

/** Those of these organisations that the actor may read, in any order. One round trip. */
export const findOrganisations = async (ctx: Context, ids: readonly string[]): Promise<Organisation[]> => {
  const organisations = await readOrganisations(ctx.table, ids);
  return organisations.filter((organisation) => mayRead(ctx.actor, organisation));
};

/** Organisations by name, in pages. @throws AppError `cursor`. */
export const listOrganisations = async (
  ctx: Context,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<Organisation>> => {
  const binding = ["organisations", actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const page = await pageOrganisations(ctx.table, input.limit, after);
  const items = page.organisations.filter((organisation) => mayRead(ctx.actor, organisation));
  return page.last === undefined ? { items } : { items, next: ctx.cursors.seal(page.last, binding) };
};

/** The names of all organisations there are: to see whether a text names one. One round trip for some thousand. */
export const listOrganisationNames = (table: Table): Promise<string[]> => readOrganisationNames(table);

/** Someone who speaks for the secretariat now, if anyone does. */
export const findSecretary = async (table: Table, now: Date): Promise<string | undefined> => {
  for (const personId of await readSeatHolders(table, secretariatId)) {
    const actor = await findActor(table, personId, now);
    if (actor?.kind === "person" && actor.seats.some((seat) => seat.bodyId === secretariatId)) return personId;
  }
  return undefined;
};

/** Someone of a member organisation other than the alliance's own, if there is anyone. */
export const findMember = async (table: Table, now: Date): Promise<string | undefined> => {
  const { organisations } = await pageOrganisations(table, 100);
  for (const { id, state } of organisations) {
    if (id === allianceId || state !== "member") continue;
    const { ids } = await pagePeople(table, id, 10);
    for (const personId of ids) if (await findActor(table, personId, now)) return personId;
  }
  return undefined;
};
