// Links a person to whom an issuer of tokens knows by a subject (OpenID Connect Core 1.0, section 2: `iss` and `sub`).

import { type Claim, claimKey, commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { found } from "../head.ts";
import { hashOf } from "../table.ts";
import { Person } from "./person.ts";
import { mayRegister } from "./policy.ts";
import { onlyTheSystem } from "./register-organisation.ts";
import { findPerson } from "./store.ts";

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

const hashOfIdentity = ({ issuer, subject }: Identity): string => hashOf(issuer, subject);

export const isLinked = (person: Pick<Person, "identities">, identity: Identity): boolean =>
  person.identities.includes(hashOfIdentity(identity));

export const identityKey = ({ issuer, subject }: Identity) => claimKey("person.identity", issuer, subject);

/** Whoever presents the identity is this person from now on; again for the same person changes nothing. @throws AppError `not_found`, `forbidden`, `taken`: it is another person's. */
export const linkIdentity = async (ctx: Context, personId: string, identity: Identity): Promise<Person> => {
  if (!mayRegister(ctx.actor)) throw onlyTheSystem();
  const person = found(await findPerson(ctx.table, personId));
  if (isLinked(person, identity)) return person;
  const next = { ...person, identities: [...person.identities, hashOfIdentity(identity)] };
  const changes = [{ id: personId, from: person, next, event: { action: "identity" } }];
  const [head] = await commit(ctx, { changes, claims: [claimOf(identity)] });
  return Person.parse(head);
};

const claimOf = (identity: Identity): Claim => ({
  key: identityKey(identity),
  taken: () => new AppError("taken", { en: "This identity is another person's.", zh: "此登录身份已属于其他人员。" }),
});
