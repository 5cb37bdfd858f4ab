// Reads one case whole. Who may read the working view gets it, else the published one.
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { actionsOf } from "./policy.ts";
import { viewPublished, viewWorking, type WholeCase } from "./practice-case.ts";
import type { CaseView } from "./schema.ts";
import { findWhole } from "./store.ts";

/** What the actor may see of a case, if anything. */
export const viewCase = (ctx: Context, whole: WholeCase, wanted?: "published"): CaseView | undefined => {
  if (wanted === undefined && mayRead(ctx.actor, whole.head))
    return viewWorking(whole, actionsOf(ctx.actor, whole.head));
  const { published } = whole;
  const may = published && (mayRead(ctx.actor, published.head) || mayRead(ctx.actor, whole.head));
  return may ? viewPublished(published) : undefined;
};

/** @throws AppError `not_found`. */
export const getCase = async (ctx: Context, id: string, wanted?: "published"): Promise<CaseView> => {
  const whole = found(await findWhole(ctx.table, id));
  return found(viewCase(ctx, whole, wanted));
};
