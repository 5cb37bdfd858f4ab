// Asks for a new generation of the index.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import type { SearchKeeper } from "./keeper.ts";
import { logOperation } from "./log.ts";
import { mayOperate } from "./policy.ts";
import type { RebuildAsked } from "./schema.ts";

/** Logged before it is begun, so that a repeated command finds when it was asked for and begins no second one. @throws AppError `not_found`, `unavailable`. */
export const rebuildSearch = async (ctx: Context, keeper: SearchKeeper): Promise<RebuildAsked> => {
  found(mayOperate(ctx.actor) ? ctx.actor : undefined);
  const askedAt = ctx.now().toISOString();
  await logOperation(ctx, { action: "rebuild", asked: { rebuildAskedAt: askedAt } }, { askedAt });
  keeper.rebuild(askedAt);
  return { askedAt };
};

/** The repeated command: its first run may have ended before anything was begun. */
export const askAgain = (keeper: SearchKeeper, { askedAt }: RebuildAsked): RebuildAsked => {
  keeper.rebuild(askedAt);
  return { askedAt };
};
