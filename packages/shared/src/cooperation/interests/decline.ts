// Declines an interest, with a reason and, if one likes, a word for the other side.
import type { Context } from "../../context.ts";
import { actOn, type OnInterest } from "./act.ts";
import { answered } from "./answered.ts";
import type { Interest } from "./interest.ts";
import type { EndInterest } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const declineInterest = (ctx: Context, on: OnInterest, input: EndInterest): Promise<Interest> =>
  actOn(ctx, on, "decline", (next, interest) => ({
    next: { ...next, ...input },
    data: { reason: input.reason },
    extras: [answered(ctx, interest, "decline", input.reason)],
  }));
