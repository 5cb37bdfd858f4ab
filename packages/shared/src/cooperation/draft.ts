// Begins a request in an organisation of the author's.
import { actorId } from "../actor.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { newId } from "../ids.ts";
import { notAMember, onlyOrganisation } from "../members/index.ts";
import type { Facts } from "./facts.ts";
import { changeOf, type NextRequest } from "./next-request.ts";
import { mayDraft } from "./policy.ts";
import { CooperationRequest, type Parts, type WholeRequest } from "./request.ts";
import type { DraftRequest } from "./schema.ts";
import { assertSound } from "./sound.ts";

/** @throws AppError `invalid` (organisation, industry, contradictions), `forbidden`. */
export const draftRequest = async (ctx: Context, input: DraftRequest): Promise<WholeRequest> => {
  const organisationId = input.organisationId ?? onlyOrganisation(ctx.actor);
  if (!mayDraft(ctx.actor, organisationId)) throw notAMember();
  const { direction, type } = input;
  const next: NextRequest = {
    state: "draft",
    edition: "draft",
    direction,
    type,
    organisationId,
    createdBy: actorId(ctx.actor),
    ...split(input),
    circle: [],
  };
  assertSound(next);
  const id = newId("coop", ctx.now());
  const { change, after } = changeOf(id, undefined, next, { action: "draft" }, ctx.now().toISOString());
  const [head] = await commit(ctx, { changes: [change] });
  return after(CooperationRequest.parse(head));
};

type Said = Omit<DraftRequest, "direction" | "type" | "organisationId">;

/** Facts stay on the head, parts become items. */
export const split = (input: Said): { facts: Facts; parts: Parts } => {
  const { description, expectation, details, confidential, ...rest } = input;
  const { direction: _, type: __, organisationId: ___, ...facts } = rest as typeof rest & Partial<DraftRequest>;
  return { facts, parts: { description, expectation, details, confidential } };
};
