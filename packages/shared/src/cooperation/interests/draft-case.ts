// Begins a case from a result that both sides confirmed and said may become one; the two name each other from then on.
import { planCase } from "../../cases/index.ts";
import { DraftCase } from "../../cases/schema.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { found } from "../../head.ts";
import type { WholeRequest } from "../request.ts";
import { findWhole } from "../store.ts";
import { actOn, type OnInterest } from "./act.ts";
import { type Interest, mayBecomeCase, type NextInterest } from "./interest.ts";

/** The case belongs to the organisation whose request it was. @throws AppError as `actOn`, and `state` where there is one already or one side did not agree. */
export const draftCaseFrom = (ctx: Context, on: OnInterest): Promise<Interest> =>
  actOn(ctx, on, "case", async (next, interest) => {
    if (next.caseId !== undefined) throw thereIsOne(next.caseId);
    if (!mayBecomeCase(next)) throw notAgreed();
    const { id, transaction } = planCase(
      ctx,
      storyOf(next, found(await findWhole(ctx.table, next.requestId))),
      interest.id,
    );
    const { changes: others, ...rest } = transaction;
    return { next: { ...next, caseId: id }, others, data: { caseId: id }, ...rest };
  });

const storyOf = ({ ownerId, steps }: NextInterest, { head, opened }: WholeRequest): DraftCase => {
  const results = steps.flatMap(({ state, facts }) =>
    state === "confirmed" && facts.kind === "result" ? [facts] : [],
  );
  return DraftCase.parse({
    title: (opened?.head ?? head).facts.title,
    organisationId: ownerId,
    mode: "collaborative-innovation",
    body: results.map(({ summary, measured }) => [summary, measured].filter(Boolean).join("\n")).join("\n\n"),
  });
};

const thereIsOne = (caseId: string) =>
  new AppError("state", {
    en: `A case was drafted from it already: ${caseId}.`,
    zh: `已由此成果起草案例：${caseId}。`,
  });

const notAgreed = () =>
  new AppError("state", {
    en: "No result says that it may become a case; propose one with mayBecomeCase and have it confirmed.",
    zh: "尚无双方同意转为案例的成果；请登记 mayBecomeCase 为 true 的成果并由对方确认。",
  });
