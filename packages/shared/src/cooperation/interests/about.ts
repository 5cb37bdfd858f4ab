// What the reader of an interest may know of its request now: its title, whose it is, where the partner stands. Pure.
import { type Actor, belongsTo, isStaff } from "../../actor.ts";
import { circleOf, type WholeRequest } from "../request.ts";
import { reaches, ringsOf, seesField } from "../rings.ts";
import type { Ring } from "../schema.ts";
import { sightOf, summariseFor } from "../view.ts";

/** Heads without their parts are enough. */
type Heads = Parameters<typeof summariseFor>[1];

export interface About {
  /** Nothing where the reader may not see the request any more. */
  title?: string;
  /** `inner`: by a ring further in than all members, so that it is written down when it is told. */
  owner: "seen" | "inner" | "hidden";
  /** Where the partner stands. */
  ring: Ring;
}

interface Parties {
  ownerId: string;
  partnerId: string;
}

export const aboutOf = (actor: Actor, parties: Parties, heads: Heads | undefined): About => {
  const title = heads && summariseFor(actor, heads)?.title;
  return {
    ...(title !== undefined && { title }),
    owner: heads ? ownerOf(actor, parties, heads) : "hidden",
    ring: heads ? ringOfPartner(parties, heads) : "members",
  };
};

const ownerOf = (actor: Actor, { ownerId }: Parties, heads: Heads): About["owner"] => {
  if (belongsTo(actor, ownerId) || isStaff(actor)) return "seen";
  const sight = sightOf(actor, heads);
  const shown: Pick<WholeRequest["head"], "facts"> | undefined = heads.opened?.head;
  const ring = shown && ringsOf(shown.facts.rings ?? {}).organisation;
  if (!sight || ring === undefined || !seesField(sight.standing, ring)) return "hidden";
  return reaches("members", ring) ? "seen" : "inner";
};

const ringOfPartner = ({ partnerId }: Parties, { head, opened }: Heads): Ring =>
  circleOf(head, opened?.head)
    .filter(({ organisationId }) => organisationId === partnerId)
    .reduce<Ring>((ring, seat) => (reaches(seat.ring, ring) ? seat.ring : ring), "members");
