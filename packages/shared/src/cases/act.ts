// The one way an existing case is acted on: see it, may do it, read the right revision, state allows it, write.
import { mayRead } from "../audience.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { assertRevision, found } from "../head.ts";
import { claimsMoved } from "./external-id.ts";
import { afterChange, asNext, changeOf, type NextCase } from "./next-case.ts";
import { mayAct } from "./policy.ts";
import { type CaseAction, nextState, PracticeCase, type WholeCase } from "./practice-case.ts";
import { inChinese } from "./schema.ts";
import { findWhole } from "./store.ts";

/** Which case, and the revision the actor read (If-Match). */
export interface OnCase {
  id: string;
  revision: number | undefined;
}

/** @throws AppError `not_found`, `forbidden`, `revision_missing`, `stale`, `state`, and `taken` where the externalId changes. */
export const actOn = async (
  ctx: Context,
  { id, revision }: OnCase,
  action: CaseAction,
  edit: (next: NextCase) => NextCase,
): Promise<WholeCase> => {
  const whole = found(await findWhole(ctx.table, id));
  if (!mayRead(ctx.actor, whole.head))
    throw notActable(found(whole.published && mayRead(ctx.actor, whole.published.head) ? action : undefined));
  if (!mayAct(ctx.actor, action, whole.head)) throw notActable(action);
  assertRevision(whole.head, revision);
  const next = edit({ ...asNext(whole), state: nextState(whole.head.state, action) });
  const event = { action, ...(next.reason === undefined ? {} : { data: { reason: next.reason } }) };
  const [head] = await commit(ctx, {
    changes: [changeOf(id, whole, next, event, ctx.now().toISOString())],
    ...claimsMoved(id, whole, next),
  });
  return afterChange(PracticeCase.parse(head), next, whole);
};

const notActable = (action: CaseAction) =>
  forbidden({
    en: `You may read this case but not ${action} it. Its own organisation changes and submits; the secretariat publishes and returns.`,
    zh: `您可以查看此案例，但无权${inChinese[action]}。修改和提交由所属单位进行，发布和退回由秘书处进行。`,
  });
