// Hands a case to the secretariat.
import type { Context } from "../context.ts";
import { AppError, type Issue } from "../errors.ts";
import { actOn, type OnCase } from "./act.ts";
import type { WholeCase } from "./practice-case.ts";

/** A case tells something: at least one of body, problem, practice. @throws AppError as `actOn`, and `state` while it tells nothing. */
export const submitCase = (ctx: Context, on: OnCase): Promise<WholeCase> =>
  actOn(ctx, on, "submit", (next) => {
    const { body, problem, practice } = next.parts;
    if (body === undefined && problem === undefined && practice === undefined) throw tellsNothing();
    return next;
  });

const tellsNothing = () => {
  const message = { en: "give at least one of body, problem, practice", zh: "body、problem、practice 至少填写一项" };
  const issues: Issue[] = [{ pointer: "/body", code: "required", message }];
  return new AppError(
    "state",
    { en: "This case tells nothing yet; it cannot be submitted.", zh: "案例还没有正文，不能提交。" },
    { issues },
  );
};
