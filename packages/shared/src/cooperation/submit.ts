// Hands a request to the secretariat, once nothing in it tells who wrote it but what its owner means to tell.
import type { Context } from "../context.ts";
import { AppError, type Issue } from "../errors.ts";
import { found } from "../head.ts";
import { findOrganisation } from "../members/index.ts";
import { actOn, type OnRequest } from "./act.ts";
import { assertRoom } from "./admit.ts";
import { assertAccepted, marksOf } from "./marks.ts";
import type { WholeRequest } from "./request.ts";
import type { SubmitRequest } from "./schema.ts";
import { assertTimely, usualDeadline } from "./sound.ts";

/** Without a deadline it gets one of the usual length. @throws AppError as `actOn`, `invalid` (deadline), and `state` while it tells nothing or what is marked is not accepted. */
export const submitRequest = (ctx: Context, on: OnRequest, { accept }: SubmitRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "submit", async (next) => {
    if (next.facts.summary === undefined && next.parts.description === undefined) throw tellsNothing();
    const deadline = next.facts.deadline ?? usualDeadline(ctx.now());
    const submitted = { ...next, facts: { ...next.facts, deadline } };
    assertRoom(next);
    assertTimely(submitted, ctx.now());
    const marks = await marksOf(ctx.table, submitted);
    assertAccepted(marks, accept);
    const { kind, size, region } = found(await findOrganisation(ctx.table, next.organisationId));
    const kept = [...new Map(marks.map(({ field, text }) => [`${field} ${text}`, { field, text }])).values()];
    return {
      ...submitted,
      submittedAt: ctx.now().toISOString(),
      owner: { kind, ...(size && { size }), ...(region && { region }) },
      kept,
    };
  });

const refusal = (text: { en: string; zh: string }, issues: Issue[]) => new AppError("state", text, { issues });

const tellsNothing = () =>
  refusal({ en: "This request tells nothing yet; it cannot be submitted.", zh: "合作需求还没有内容，不能提交。" }, [
    {
      pointer: "/summary",
      code: "required",
      message: { en: "give a summary or a description", zh: "请填写 summary 或 description" },
    },
  ]);
