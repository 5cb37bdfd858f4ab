// Changes a case by a merge patch (RFC 7396). Changing what is submitted takes it back; what is published stays so until the next version is.
import type { Context } from "../context.ts";
import { actOn, type OnCase } from "./act.ts";
import { assertIndustry, split } from "./draft.ts";
import type { WholeCase } from "./practice-case.ts";
import type { ChangeCase, DraftCase } from "./schema.ts";

/** @throws AppError as `actOn`, and `invalid` (industry). */
export const changeCase = (ctx: Context, on: OnCase, change: ChangeCase): Promise<WholeCase> =>
  actOn(ctx, on, "change", (next) => {
    assertIndustry(change.industry);
    const patched = { ...next.facts, ...next.parts, ...change };
    const kept = Object.fromEntries(
      Object.entries(patched).filter(([, value]) => value !== null && value !== undefined),
    );
    return { ...next, reader: change.audience ?? next.reader, ...split(kept as unknown as DraftCase) };
  });
