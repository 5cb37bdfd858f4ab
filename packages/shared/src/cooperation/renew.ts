// Renews a request: says that it still holds, and until when; what was on hold or expired is open again.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import { countOutcomes } from "./outcomes.ts";
import type { WholeRequest } from "./request.ts";
import type { RenewRequest } from "./schema.ts";
import { assertTimely, usualDeadline } from "./sound.ts";

/** Without a deadline a new one of the usual length. @throws AppError as `actOn`, and `invalid` (deadline). */
export const renewRequest = (ctx: Context, on: OnRequest, input: RenewRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "renew", async (next, { opened }) => {
    const deadline = input.deadline ?? usualDeadline(ctx.now());
    const renewed = { ...next, facts: { ...next.facts, deadline }, until: deadline };
    // What is shown is renewed, whatever its owner is writing meanwhile.
    assertTimely({ ...next, facts: { ...(opened?.head.facts ?? next.facts), deadline } }, ctx.now());
    const outcomes = await countOutcomes(ctx.table, next.organisationId);
    return { ...renewed, confirmedAt: ctx.now().toISOString(), outcomes };
  });
