// Lets an organisation stand nearer to a request than all members do: part of the write that gives it the reason.
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { asNext, changeOf, type Written } from "./next-request.ts";
import { type Action, circleOf, mostAdmitted, standAfter, type WholeRequest } from "./request.ts";
import type { Admitted } from "./rings.ts";

/** The change of the request that seats an organisation in its circle, or moves it there. @throws AppError `state`. */
export const admission = (
  ctx: Context,
  whole: WholeRequest,
  seat: Admitted,
  action: Extract<Action, "engage" | "admit">,
): Written => {
  const next = asNext(whole);
  const others = next.circle.filter(({ organisationId }) => organisationId !== seat.organisationId);
  const near = new Set(circleOf(whole.head, whole.opened?.head).map(({ organisationId }) => organisationId));
  if (!near.has(seat.organisationId) && near.size >= mostAdmitted) throw full();
  const moved = { ...next, ...standAfter(whole.head, action), circle: [...others, seat] };
  const event = { action, data: { organisationId: seat.organisationId, ring: seat.ring } };
  return changeOf(whole.head.id, whole, moved, event, ctx.now().toISOString());
};

const full = () =>
  new AppError("state", {
    en: `At most ${mostAdmitted} organisations stand near one request; end talks with one of them first.`,
    zh: `一项合作需求最多与 ${mostAdmitted} 家单位深入洽谈，请先结束其中之一。`,
  });
