// Returns a submitted case to its organisation with a reason; what was published before stays.
import type { Context } from "../context.ts";
import { actOn, type OnCase } from "./act.ts";
import type { WholeCase } from "./practice-case.ts";
import type { ReturnCase } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const returnCase = (ctx: Context, on: OnCase, input: ReturnCase): Promise<WholeCase> =>
  actOn(ctx, on, "return", (next) => ({ ...next, reason: input.reason }));
