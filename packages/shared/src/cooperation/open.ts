// Opens what was screened: from now on others see it, as far as their rings reach.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import { assertRoom } from "./admit.ts";
import { countOutcomes } from "./outcomes.ts";
import type { WholeRequest } from "./request.ts";
import { assertTimely } from "./sound.ts";

/** @throws AppError as `actOn`, and `invalid` where its days have passed meanwhile. */
export const openRequest = (ctx: Context, on: OnRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "open", async (next) => {
    assertRoom(next);
    assertTimely(next, ctx.now());
    const at = ctx.now().toISOString();
    const outcomes = await countOutcomes(ctx.table, next.organisationId);
    return { ...next, opens: true, openedAt: next.openedAt ?? at, confirmedAt: at, outcomes };
  });
