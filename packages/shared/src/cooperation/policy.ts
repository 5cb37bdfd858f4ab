// Who may do what with a cooperation request. Pure: actor and request in, yes or no out.
import { type Actor, belongsTo, isStaff } from "../actor.ts";
import { isPossible } from "./life.ts";
import { type CooperationRequest } from "./request.ts";
import { type RequestAction, requestActions } from "./schema.ts";

type Owned = Pick<CooperationRequest, "organisationId" | "createdBy">;

export const mayDraft = (actor: Actor, organisationId: string): boolean => belongsTo(actor, organisationId);

const isOwner = (actor: Actor, { organisationId }: Owned): boolean => belongsTo(actor, organisationId);

/** Ending a request is for who speaks for the organisation, or who began it. */
const mayEnd = (actor: Actor, owned: Owned): boolean =>
  actor.kind === "person" &&
  actor.memberships.some(
    ({ organisationId, role }) =>
      organisationId === owned.organisationId && (role === "representative" || actor.id === owned.createdBy),
  );

const may: Record<RequestAction, (actor: Actor, owned: Owned) => boolean> = {
  change: isOwner,
  submit: isOwner,
  open: isStaff,
  return: isStaff,
  hold: (actor, owned) => isStaff(actor) || isOwner(actor, owned),
  renew: isOwner,
  confirm: isOwner,
  close: mayEnd,
  withdraw: (actor, owned) => isStaff(actor) || mayEnd(actor, owned),
};

/** Who asks does so for an organisation of his; whose request it is, answers. */
export const mayAsk = (actor: Actor, owned: Owned, organisationId: string): boolean =>
  belongsTo(actor, organisationId) && !isOwner(actor, owned);
export const mayAnswer = isOwner;

/** What time alone does is for the clock. */
export const mayDoDue = (actor: Actor): boolean => actor.kind === "system" && actor.name === "clock";

export const mayAct = (actor: Actor, action: RequestAction, owned: Owned): boolean => may[action](actor, owned);

/** What the actor may do with the request as it stands. */
export const actionsOf = (actor: Actor, head: CooperationRequest): RequestAction[] =>
  requestActions.filter((action) => mayAct(actor, action, head) && isPossible(head, action));

/** The lists of all requests in one state, over all organisations; and what is to be screened. */
export const mayScreen = isStaff;
