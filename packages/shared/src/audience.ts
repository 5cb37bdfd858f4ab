// Who may read: a thing carries audience tokens, an actor holds some, and reading is their intersection. The only module that knows tokens.
import { type Actor, isStaff } from "./actor.ts";

export type AudienceToken = string;

/** At most this many tokens lie on one thing; beyond that its readers are a body. */
export const maxAudience = 30;

export const everyone: AudienceToken = "public";
export const members: AudienceToken = "members";
export const staff: AudienceToken = "staff";
export const organisation = (id: string): AudienceToken => `org:${id}`;
const body = (id: string): AudienceToken => `body:${id}`;
export const person = (id: string): AudienceToken => `person:${id}`;

/** Every token the actor holds, sorted: also the filter of every search. */
export const tokensOf = (actor: Actor): readonly AudienceToken[] => {
  if (actor.kind !== "person") return [everyone];
  const tokens = [everyone, person(actor.id)];
  if (actor.memberships.length > 0) tokens.push(members);
  for (const membership of actor.memberships) tokens.push(organisation(membership.organisationId));
  for (const seat of actor.seats) tokens.push(body(seat.bodyId));
  if (isStaff(actor)) tokens.push(staff);
  return [...new Set(tokens)].toSorted();
};

export const mayRead = (actor: Actor, item: { audience: readonly AudienceToken[] }): boolean => {
  const held = tokensOf(actor);
  return item.audience.some((token) => held.includes(token));
};
