// Changes a case by a merge patch (RFC 7396). Changing what is submitted takes it back; what is published stays so until the next version is.
import type { Context } from "../context.ts";
import { actOn, type OnCase } from "./act.ts";
import { assertIndustry, split } from "./draft.ts";
import type { Parts, WholeCase } from "./practice-case.ts";
import type { ChangeCase, DraftCase } from "./schema.ts";
import { externalIdClaim, externalIdKey } from "./store.ts";

/** @throws AppError as `actOn`, and `invalid` (industry), `taken` (externalId). */
export const changeCase = (ctx: Context, on: OnCase, change: ChangeCase): Promise<WholeCase> =>
  actOn(
    ctx,
    on,
    "change",
    (next) => {
      assertIndustry(change.industry);
      const patched = { ...next.facts, ...next.parts, ...change };
      const kept = Object.fromEntries(
        Object.entries(patched).filter(([, value]) => value !== null && value !== undefined),
      );
      const { facts, parts } = split(kept as unknown as DraftCase);
      return { ...next, reader: change.audience ?? next.reader, facts, parts: parts satisfies Parts };
    },
    (next, { head }) => {
      const { organisationId, facts } = head;
      if (facts.externalId === next.facts.externalId) return {};
      return {
        claims: next.facts.externalId === undefined ? [] : [externalIdClaim(organisationId, next.facts.externalId)],
        releases:
          facts.externalId === undefined
            ? []
            : [{ key: externalIdKey(organisationId, facts.externalId), holder: head.id }],
      };
    },
  );
