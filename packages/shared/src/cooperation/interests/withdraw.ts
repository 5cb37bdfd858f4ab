// Takes an interest back that was not answered yet.
import type { Context } from "../../context.ts";
import { actOn, type OnInterest } from "./act.ts";
import type { Interest } from "./interest.ts";

/** @throws AppError as `actOn`. */
export const withdrawInterest = (ctx: Context, on: OnInterest): Promise<Interest> =>
  actOn(ctx, on, "withdraw", (next) => ({ next }));
