// Tells everybody who still waits for an answer to a request that has ended: a duty of the clock.
import { once } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { departure, mention } from "../admit.ts";
import type { RequestState } from "../schema.ts";
import { findWhole } from "../store.ts";
import { hasEnded, hasTask, taskKey } from "../tasks.ts";
import type { NextInterest } from "./interest.ts";
import type { EndInterest, InterestState } from "./schema.ts";
import { asNextInterest, changeOfInterest, findInterest, interestsIn, readInterests } from "./store.ts";

const atOnce = 100;

/** @returns what was done, nothing where it is not due. @throws AppError `unavailable`: nothing is lost, the task stays. */
export const settleInterests = async (ctx: Context, id: string, until: Date): Promise<"settle" | undefined> => {
  if (!(await hasTask(ctx.table, id, "settle", until))) return undefined;
  const list = interestsIn(id);
  for (let after: Parameters<typeof readInterests>[2]["after"]; ; ) {
    const { entries, last } = await readInterests(ctx.table, list, { limit: atOnce, after });
    for (const { interest } of entries) await once(ctx, () => conclude(ctx, interest.id));
    after = last;
    if (!after) break;
  }
  const settled = await once(ctx, () => finish(ctx, id, until));
  return settled.kind === "done" ? settled.value : undefined;
};

const concluded: Partial<Record<InterestState, InterestState>> = { proposed: "declined", talking: "ended" };

/** Ends one that waits, and takes its seat near the request; what came to an agreement or an end stays as it is, and all where the request was opened again. */
const conclude = async (ctx: Context, id: string): Promise<void> => {
  const interest = await findInterest(ctx.table, id);
  const state = interest && concluded[interest.state];
  const whole = state && (await findWhole(ctx.table, interest.requestId));
  if (!state || !whole || !hasEnded(whole.head.state)) return;
  const next: NextInterest = { ...asNextInterest(interest), state, ...feedbackOf(whole.head.state) };
  const event = { action: "conclude", data: { reason: next.reason } };
  const change = changeOfInterest(id, interest, next, event, ctx.now().toISOString());
  await commit(ctx, { changes: [change, departure(ctx, whole, interest.partnerId).change] });
};

const feedbackOf = (state: RequestState): Pick<EndInterest, "reason" | "feedback"> =>
  state === "agreed"
    ? {
        reason: "already-chosen",
        feedback:
          "需求方已与其他单位达成合作。感谢您的回应。 The owner has come to an agreement with another partner. Thank you for your answer.",
      }
    : {
        reason: "other",
        feedback:
          "该需求已关闭，不再寻找合作方。感谢您的回应。 This request has ended and looks for no partner any more. Thank you for your answer.",
      };

/** Takes the task off the request: looked up after the read that the write is bound to, so that of several clocks one does it. */
const finish = async (ctx: Context, id: string, until: Date): Promise<"settle" | undefined> => {
  const whole = await findWhole(ctx.table, id);
  if (!whole || !(await hasTask(ctx.table, id, "settle", until))) return undefined;
  const change = mention(ctx, whole, "settle", {});
  await commit(ctx, { changes: [{ ...change, removes: [...(change.removes ?? []), taskKey("settle")] }] });
  return "settle";
};
