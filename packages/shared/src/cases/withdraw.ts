// Takes a case out of circulation, its published view too. Its organisation may change it again, which makes it a draft.
import type { Context } from "../context.ts";
import { actOn, type OnCase } from "./act.ts";
import type { WholeCase } from "./practice-case.ts";
import type { WithdrawCase } from "./schema.ts";

/** @throws AppError as `actOn`. */
export const withdrawCase = (ctx: Context, on: OnCase, input: WithdrawCase): Promise<WholeCase> =>
  actOn(ctx, on, "withdraw", (next) => ({
    ...next,
    publication: "drop",
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  }));
