// Begins a case in an organisation of the author's.
import { actorId } from "../actor.ts";
import { commit, type Transaction } from "../commit.ts";
import type { Context } from "../context.ts";
import { newId } from "../ids.ts";
import { isIndustry, notAMember, onlyOrganisation, unknownIndustry } from "../members/index.ts";
import { claimsMoved } from "./external-id.ts";
import { afterChange, changeOf, type NextCase } from "./next-case.ts";
import { mayDraft } from "./policy.ts";
import { type Parts, PracticeCase, type WholeCase } from "./practice-case.ts";
import type { DraftCase } from "./schema.ts";

/** A case that is not written yet, and the write that begins it. */
export interface PlannedCase {
  id: string;
  next: NextCase;
  transaction: Transaction;
}

/** `origin`: the interest whose result it tells. @throws AppError `invalid` (organisation, industry), `forbidden`. */
export const planCase = (ctx: Context, input: DraftCase, origin?: string): PlannedCase => {
  const organisationId = input.organisationId ?? onlyOrganisation(ctx.actor);
  if (!mayDraft(ctx.actor, organisationId)) throw notAMember();
  assertIndustry(input.industry);
  const id = newId("case", ctx.now());
  const next: NextCase = {
    state: "draft",
    organisationId,
    createdBy: actorId(ctx.actor),
    reader: input.audience,
    ...split(input),
    ...(origin !== undefined && { origin }),
    publication: "keep",
  };
  const change = changeOf(id, undefined, next, { action: "draft" }, ctx.now().toISOString());
  return { id, next, transaction: { changes: [change], ...claimsMoved(id, undefined, next) } };
};

/** @throws AppError as `planCase`, and `taken` (externalId). */
export const draftCase = async (ctx: Context, input: DraftCase): Promise<WholeCase> => {
  const { next, transaction } = planCase(ctx, input);
  const [head] = await commit(ctx, transaction);
  return afterChange(PracticeCase.parse(head), next, undefined);
};

/** Facts stay on the head, parts become items. */
export const split = (input: Omit<DraftCase, "audience">): { facts: PracticeCase["facts"]; parts: Parts } => {
  const { organisationId: _, body, problem, practice, conditions, lessons, results, ...rest } = input;
  const { audience: __, ...facts } = rest as typeof rest & { audience?: unknown };
  return { facts, parts: { body, problem, practice, conditions, lessons, results } };
};

export const assertIndustry = (code: string | null | undefined): void => {
  if (code && !isIndustry(code)) throw unknownIndustry("/industry", code);
};
