// Does with a request what time alone does: tells its owner that it ends soon, asks whether it still holds, puts it on hold, lets it expire.
import { once } from "../command.ts";
import { type Change, commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { confirmByOf, type Due, type DueAction, dueBy, timedOf } from "./due.ts";
import { standAfter } from "./life.ts";
import { asIs, asNext, changeOf, type NextRequest } from "./next-request.ts";
import { mayDoDue } from "./policy.ts";
import { type WholeRequest } from "./request.ts";
import { findWhole } from "./store.ts";

/**
 * One thing at most, of what is due by `until`; looked up in the request itself, so that whoever comes twice, late or at the
 * same time does nothing. @returns what was done. @throws AppError `forbidden`, `unavailable`.
 */
export const doDue = async (ctx: Context, id: string, until: Date): Promise<DueAction | undefined> => {
  if (!mayDoDue(ctx.actor)) throw notTheClock();
  const outcome = await once(ctx, async () => {
    const whole = await findWhole(ctx.table, id);
    const due = whole && dueBy(timedOf(whole), until);
    if (!due) return undefined;
    await commit(ctx, { changes: [changeWhen(whole, due, ctx.now())] });
    return due.action;
  });
  return outcome.kind === "done" ? outcome.value : undefined;
};

const changeWhen = (whole: WholeRequest, { action }: Due, now: Date): Change => {
  const { head } = whole;
  const { more, data, isAppend } = effects[action](whole, now);
  const next = { ...(isAppend ? asIs(whole) : asNext(whole)), ...standAfter(head, action), ...more };
  const { change } = changeOf(head.id, whole, next, { action, data }, now.toISOString());
  return isAppend ? { ...change, append: true } : change;
};

interface Effect {
  more: Partial<NextRequest>;
  /** What a notice needs to say. */
  data: Record<string, unknown>;
  /** Whether the request itself stays as it is. */
  isAppend: boolean;
}

const effects: Record<DueAction, (whole: WholeRequest, now: Date) => Effect> = {
  expire: (whole) => ({ more: {}, data: { deadline: timedOf(whole).deadline }, isAppend: false }),
  hold: ({ head }) => {
    const reason = notConfirmed(confirmByOf(head) ?? "");
    return { more: { reason }, data: { reason }, isAppend: false };
  },
  "ask-to-confirm": ({ head }, now) => {
    const confirmAskedAt = now.toISOString();
    return { more: { confirmAskedAt }, data: { confirmBy: confirmByOf({ ...head, confirmAskedAt }) }, isAppend: true };
  },
  "ends-soon": (whole) => {
    const { deadline } = timedOf(whole);
    return { more: { endsSoonFor: deadline }, data: { deadline }, isAppend: true };
  },
};

const notConfirmed = (by: string): string =>
  `所属单位未在 ${by} 前确认仍然有效，已自动搁置；续期后重新开放。 Nobody of its organisation confirmed by ${by} that it still holds, so it was put on hold; renew it to open it again.`;

const notTheClock = () =>
  forbidden({ en: "The clock does this by itself, when it is due.", zh: "此操作到期由系统自动执行。" });
