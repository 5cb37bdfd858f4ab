// Takes a request back: for everybody outside it is gone.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import type { WholeRequest } from "./request.ts";
import type { HoldRequest } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const withdrawRequest = (ctx: Context, on: OnRequest, { reason }: HoldRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "withdraw", (next) => ({ ...next, ...(reason !== undefined && { reason }) }));
