// Returns what was submitted to its owner, with a reason.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import type { WholeRequest } from "./request.ts";
import type { ReturnRequest } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const returnRequest = (ctx: Context, on: OnRequest, { reason }: ReturnRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "return", (next) => ({ ...next, reason }));
