// Who may do what with a case. Pure: actor and case in, yes or no out.
import { type Actor, belongsTo, isStaff } from "../actor.ts";
import { type CaseAction, isPossible, type PracticeCase } from "./practice-case.ts";

type Owned = Pick<PracticeCase, "organisationId" | "createdBy">;

export const mayDraft = (actor: Actor, organisationId: string): boolean => belongsTo(actor, organisationId);

const isRepresentative = (actor: Actor, organisationId: string): boolean =>
  actor.kind === "person" &&
  actor.memberships.some((place) => place.organisationId === organisationId && place.role === "representative");

const mayWithdraw = (actor: Actor, owned: Owned): boolean =>
  isStaff(actor) ||
  isRepresentative(actor, owned.organisationId) ||
  (actor.kind === "person" && actor.id === owned.createdBy && belongsTo(actor, owned.organisationId));

const may: Record<CaseAction, (actor: Actor, owned: Owned) => boolean> = {
  change: (actor, owned) => belongsTo(actor, owned.organisationId),
  submit: (actor, owned) => belongsTo(actor, owned.organisationId),
  publish: isStaff,
  return: isStaff,
  withdraw: mayWithdraw,
};

export const mayAct = (actor: Actor, action: CaseAction, owned: Owned): boolean => may[action](actor, owned);

/** What the actor may do with the case as it stands. */
export const actionsOf = (actor: Actor, head: PracticeCase): CaseAction[] =>
  (Object.keys(may) as CaseAction[]).filter((action) => mayAct(actor, action, head) && isPossible(head.state, action));

export const mayImport = (actor: Actor, organisationId: string, publish: boolean): boolean =>
  belongsTo(actor, organisationId) && (!publish || isStaff(actor));

/** The list of all cases in one state, over all organisations. */
export const mayScreen = isStaff;
