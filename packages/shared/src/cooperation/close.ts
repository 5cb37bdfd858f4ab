// Ends a request that needs no partner any more, and says what became of it.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import type { WholeRequest } from "./request.ts";
import type { CloseRequest } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const closeRequest = (ctx: Context, on: OnRequest, { outcome, reason }: CloseRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "close", (next) => ({ ...next, outcome, ...(reason !== undefined && { reason }) }));
