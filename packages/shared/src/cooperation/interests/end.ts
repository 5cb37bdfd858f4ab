// Ends talks: the partner stands among all members again, and a request that nobody else talks about is open again.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { departure } from "../admit.ts";
import { findWhole } from "../store.ts";
import { actOn, type OnInterest } from "./act.ts";
import type { Interest } from "./interest.ts";
import type { EndInterest } from "./schema.ts";
import { interestRelease } from "./store.ts";

/** @throws AppError as `actOn`. */
export const endInterest = (ctx: Context, on: OnInterest, input: EndInterest): Promise<Interest> =>
  actOn(ctx, on, "end", async (next, interest) => {
    const whole = found(await findWhole(ctx.table, next.requestId));
    const others = [departure(ctx, whole, next.partnerId).change];
    const releases = [interestRelease(interest)];
    return { next: { ...next, ...input }, others, releases, data: { reason: input.reason } };
  });
