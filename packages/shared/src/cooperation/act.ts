// The one way an existing request is acted on: see it, may do it, read the right revision, state allows it, write.
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { assertRevision, found } from "../head.ts";
import { standAfter } from "./life.ts";
import { asNext, changeOf, type NextRequest } from "./next-request.ts";
import { mayAct } from "./policy.ts";
import { CooperationRequest, type WholeRequest } from "./request.ts";
import type { RequestAction } from "./schema.ts";
import { findWhole } from "./store.ts";
import { sightOf } from "./view.ts";

/** Which request, and the revision the actor read (If-Match). */
export interface OnRequest {
  id: string;
  revision: number | undefined;
}

/** @throws AppError `not_found`, `forbidden`, `revision_missing`, `stale`, `state`. */
export const actOn = async (
  ctx: Context,
  { id, revision }: OnRequest,
  action: RequestAction,
  edit: (next: NextRequest, whole: WholeRequest) => NextRequest | Promise<NextRequest>,
): Promise<WholeRequest> => {
  const whole = found(await findWhole(ctx.table, id));
  const sight = found(sightOf(ctx.actor, whole));
  if (sight.view !== "working" || !mayAct(ctx.actor, action, whole.head)) throw notActable(action);
  assertRevision(whole.head, revision);
  const next = await edit({ ...asNext(whole), ...standAfter(whole.head, action) }, whole);
  const event = { action, ...(next.reason === undefined ? {} : { data: { reason: next.reason } }) };
  const { change, after } = changeOf(id, whole, next, event, ctx.now().toISOString());
  const [head] = await commit(ctx, { changes: [change] });
  return after(CooperationRequest.parse(head));
};

const notActable = (action: RequestAction) =>
  forbidden({
    en: `You may read this request but not ${action} it. People of its own organisation write, submit, renew and confirm it; its author or a representative ends it; the secretariat opens and returns it.`,
    zh: "您可以查看此合作需求，但无权执行此操作。修改、提交、续期和确认由所属单位人员进行，关闭和撤回由起草人或单位代表进行，公布和退回由秘书处进行。",
  });
