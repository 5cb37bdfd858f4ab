// What an interest writes on its request: that it came, who stands nearer now or no more, that both agreed.
import type { Change } from "../commit.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { standAfter } from "./life.ts";
import { asIs, changeOf, type NextRequest, type Written } from "./next-request.ts";
import { circleOf, mostAdmitted, type WholeRequest } from "./request.ts";
import type { Admitted } from "./rings.ts";

const written = (
  ctx: Context,
  whole: WholeRequest,
  action: string,
  next: NextRequest,
  data?: Record<string, unknown>,
): Written => changeOf(whole.head.id, whole, next, { action, ...(data && { data }) }, ctx.now().toISOString());

/** An entry in the log of a request that leaves its content as it is. */
export const mention = (ctx: Context, whole: WholeRequest, action: string, data: Record<string, unknown>): Change => ({
  ...written(ctx, whole, action, asIs(whole), data).change,
  append: true,
});

/** Seats an organisation in the circle of a request, or moves it there. @throws AppError `state`. */
export const admission = (ctx: Context, whole: WholeRequest, seat: Admitted, action: "engage" | "admit"): Written => {
  const next = asIs(whole);
  const near = new Set(circleOf(whole.head, whole.opened?.head).map(({ organisationId }) => organisationId));
  if (!near.has(seat.organisationId) && near.size >= mostAdmitted) throw full();
  const circle = [...withoutSeat(next, seat.organisationId), seat];
  return written(ctx, whole, action, { ...next, ...standAfter(whole.head, action), circle }, { ...seat });
};

/** Takes its seat from an organisation; when nobody else talks, the request is open again. */
export const departure = (ctx: Context, whole: WholeRequest, organisationId: string): Written => {
  const next = asIs(whole);
  const circle = withoutSeat(next, organisationId);
  const isLast = whole.head.state === "in-talks" && circle.length === 0;
  const stand = isLast ? standAfter(whole.head, "release") : {};
  return written(ctx, whole, "depart", { ...next, ...stand, circle }, { organisationId });
};

/** Both sides confirmed an agreement. @throws AppError `state`. */
export const agreement = (ctx: Context, whole: WholeRequest): Written =>
  written(ctx, whole, "agree", { ...asIs(whole), ...standAfter(whole.head, "agree") });

const withoutSeat = ({ circle }: NextRequest, organisationId: string) =>
  circle.filter((seat) => seat.organisationId !== organisationId);

/** Whether all who would stand near find room. @throws AppError `state`. */
export const assertRoom = ({ circle, facts }: Pick<NextRequest, "circle" | "facts">): void => {
  const near = new Set([...circle.map(({ organisationId }) => organisationId), ...(facts.named ?? [])]);
  if (near.size > mostAdmitted) throw full();
};

const full = () =>
  new AppError("state", {
    en: `At most ${mostAdmitted} organisations stand near one request; end talks with one of them first.`,
    zh: `一项合作需求最多与 ${mostAdmitted} 家单位深入洽谈，请先结束其中之一。`,
  });
