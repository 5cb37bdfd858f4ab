// How members are kept: heads of organisations, people and bodies, seats in their body, the standing item.
import * as z from "zod";
import { type Claim, claimKey } from "../commit.ts";
import { AppError } from "../errors.ts";
import {
  idOfPartition,
  indexed,
  type Key,
  key,
  type Place,
  read,
  readIndex,
  readMany,
  readRange,
  type Table,
} from "../table.ts";
import { Body } from "./body.ts";
import { Organisation } from "./organisation.ts";
import { Person, Standing } from "./person.ts";

const standingKey: Key = { pk: "alliance#standing", sk: "head" };

/** The person and the standing of organisations, in one consistent round trip. */
export const readPersonWithStanding = async (table: Table, id: string) => {
  const [person, standing] = await readMany(table, [key(id), standingKey]);
  return {
    person: person && Person.parse(person),
    suspended: standing ? Standing.parse(standing).suspended : [],
  };
};

/** The organisations whose rights rest now. One round trip. */
export const readSuspended = async (table: Table): Promise<readonly string[]> =>
  (await read(table, Standing, standingKey))?.suspended ?? [];

export const findPerson = (table: Table, id: string): Promise<Person | undefined> => read(table, Person, key(id));

/** The id of the person whom an issuer knows by a subject. */
export const findHolder = async (table: Table, where: Key): Promise<string | undefined> =>
  (await read(table, Holder, where))?.holder;
const Holder = z.object({ holder: z.string() });

export const findOrganisation = (table: Table, id: string): Promise<Organisation | undefined> =>
  read(table, Organisation, key(id));

/** Absent ones are left out. One round trip. */
export const readOrganisations = async (table: Table, ids: readonly string[]): Promise<Organisation[]> => {
  const items = await readMany(
    table,
    ids.map((id) => key(id)),
  );
  return items.flatMap((item) => (item ? [Organisation.parse(item)] : []));
};

export const creditCodeClaim = (code: string): Claim => ({
  key: claimKey("organisation.creditCode", code),
  taken: () =>
    new AppError(
      "taken",
      { en: "This credit code is registered already.", zh: "该统一社会信用代码已登记。" },
      {
        issues: [
          {
            pointer: "/creditCode",
            code: "taken",
            message: { en: `${code} is registered already`, zh: `${code} 已登记` },
          },
        ],
      },
    ),
});

export const findBody = (table: Table, id: string): Promise<Body | undefined> => read(table, Body, key(id));

/** Organisations stand in one list, by name. */
export const inOrganisations = (name: string, id: string) => indexed("byState", "org", `${name}#${id}`);

export const seatKey = (personId: string) => `seat#${personId}`;

/** Ids of the people who hold a seat in a body. */
export const readSeatHolders = async (table: Table, bodyId: string): Promise<string[]> => {
  const seats = await readRange(table, key(bodyId).pk, { prefix: "seat#" });
  return seats.map((seat) => seat.sk.slice("seat#".length));
};

/** People of an organisation stand in one list. */
export const inPeopleOf = (organisationId: string, personId: string) =>
  indexed("byOwner", `person#${organisationId}`, personId);

/** A page of organisations by name: keys first, then the heads as they are now. */
export const pageOrganisations = async (table: Table, limit: number, after?: Place) => {
  const page = await readIndex(table, { index: "byState", partition: "org", limit, ...(after && { after }) });
  const items = await readMany(table, page.entries);
  return { organisations: items.flatMap((item) => (item ? [Organisation.parse(item)] : [])), last: page.last };
};

/** A page of the ids of people of an organisation, the earliest first. */
export const pagePeople = async (table: Table, organisationId: string, limit: number, after?: Place) => {
  const partition = `person#${organisationId}`;
  const page = await readIndex(table, { index: "byOwner", partition, limit, ...(after && { after }) });
  return { ids: page.entries.map((entry) => idOfPartition(entry.pk)), last: page.last };
};

/** The names of all organisations, from the keys of their list alone. */
export const readOrganisationNames = async (table: Table): Promise<string[]> => {
  const names: string[] = [];
  for (let after: Place | undefined; ; ) {
    const page = await readIndex(table, {
      index: "byState",
      partition: "org",
      limit: namesAtOnce,
      ...(after && { after }),
    });
    names.push(...page.entries.map((entry) => String(entry["byStateSort"]).replace(/#[^#]*$/, "")));
    after = page.last;
    if (!after) return names;
  }
};
const namesAtOnce = 5_000;
