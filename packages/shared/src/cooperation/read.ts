// Reads one request as far as the reader's ring reaches; who is shown more than all members is written down before.
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import type { WholeRequest } from "./request.ts";
import type { RequestView } from "./schema.ts";
import { writeSight } from "./sight.ts";
import { findWhole } from "./store.ts";
import { viewRequest } from "./view.ts";

/** What the actor may see of it, and written down where that is more than all members see. @throws AppError `not_found`, `unavailable`. */
export const show = async (ctx: Context, whole: WholeRequest, wanted?: "opened"): Promise<RequestView> => {
  const { view, where, inner } = found(viewRequest(ctx.actor, whole, wanted));
  if (where !== "owner" && inner.length > 0) await writeSight(ctx, view, where, inner);
  return view;
};

/** @throws AppError `not_found`, `unavailable`. */
export const getRequest = async (ctx: Context, id: string, wanted?: "opened"): Promise<RequestView> =>
  show(ctx, found(await findWhole(ctx.table, id)), wanted);
