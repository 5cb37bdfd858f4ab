// Says that a request still holds as it is.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import type { WholeRequest } from "./request.ts";

/** @throws AppError as `actOn`. */
export const confirmRequest = (ctx: Context, on: OnRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "confirm", (next) => ({ ...next, confirmedAt: ctx.now().toISOString() }));
