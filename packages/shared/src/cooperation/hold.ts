// Puts an open request on hold: it is found no more until it is renewed.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import type { WholeRequest } from "./request.ts";
import type { HoldRequest } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const holdRequest = (ctx: Context, on: OnRequest, { reason }: HoldRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "hold", (next) => ({ ...next, ...(reason !== undefined && { reason }) }));
