// Accepts an interest: talks begin, and its organisation sees what is for those who qualified.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { admission } from "../admit.ts";
import { findWhole } from "../store.ts";
import { actOn, type OnInterest } from "./act.ts";
import { answered } from "./answered.ts";
import type { Interest } from "./interest.ts";

/** @throws AppError as `actOn`, and `state` where the request takes no talks any more. */
export const acceptInterest = (ctx: Context, on: OnInterest): Promise<Interest> =>
  actOn(ctx, on, "accept", async (next, interest) => {
    const whole = found(await findWhole(ctx.table, next.requestId));
    const seat = { organisationId: next.partnerId, ring: "qualified" } as const;
    return {
      next,
      others: [admission(ctx, whole, seat, "engage").change],
      extras: [answered(ctx, interest, "accept")],
    };
  });
