// Reads things again that could not be indexed, or any that are named.
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { notNow } from "../find.ts";
import { SearchUnavailable } from "../port.ts";
import type { SearchKeeper } from "./keeper.ts";
import { logOperation } from "./log.ts";
import { mayOperate } from "./policy.ts";
import type { Redrive, RedriveResults } from "./schema.ts";

/** What it did is logged after it is done: a run that broke off is repeated whole, which harms nothing. @throws AppError `not_found`, `unavailable`. */
export const redriveSearch = async (ctx: Context, keeper: SearchKeeper, { ids }: Redrive): Promise<RedriveResults> => {
  found(mayOperate(ctx.actor) ? ctx.actor : undefined);
  const results = await keeper.redrive(ids && [...new Set(ids)]).catch((error: unknown) => {
    throw error instanceof SearchUnavailable ? notNow(error) : error;
  });
  const failing = results.filter(({ outcome }) => outcome === "failing").length;
  const answer = { results: results.map((result) => ({ ...result })) };
  await logOperation(ctx, { action: "redrive", data: { ...(ids && { ids }), read: results.length, failing } }, answer);
  return answer;
};
