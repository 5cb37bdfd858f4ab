// Takes an interest back that was not answered yet; its organisation may express another one later.
import type { Context } from "../../context.ts";
import { actOn, type OnInterest } from "./act.ts";
import type { Interest } from "./interest.ts";
import { interestRelease } from "./store.ts";

/** @throws AppError as `actOn`. */
export const withdrawInterest = (ctx: Context, on: OnInterest): Promise<Interest> =>
  actOn(ctx, on, "withdraw", (next, interest) => ({ next, releases: [interestRelease(interest)] }));
