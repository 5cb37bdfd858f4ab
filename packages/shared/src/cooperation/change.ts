// Changes a request by a merge patch (RFC 7396). Changing what is submitted takes it back; what is shown stays so until the next edition is opened.
import type { Context } from "../context.ts";
import { actOn, type OnRequest } from "./act.ts";
import { split } from "./draft.ts";
import type { WholeRequest } from "./request.ts";
import type { ChangeRequest, DraftRequest } from "./schema.ts";
import { assertSound } from "./sound.ts";

/** @throws AppError as `actOn`, and `invalid` (industry, contradictions). */
export const changeRequest = (ctx: Context, on: OnRequest, change: ChangeRequest): Promise<WholeRequest> =>
  actOn(ctx, on, "change", (next) => {
    const { type, ...said } = change;
    const patched = { ...next.facts, ...next.parts, ...said };
    const kept = Object.entries(patched).filter(([, value]) => value !== null && value !== undefined);
    // Null is gone from what was patched, which the type does not know.
    const changed = { ...next, type: type ?? next.type, ...split(Object.fromEntries(kept) as unknown as DraftRequest) };
    assertSound(changed);
    return changed;
  });
