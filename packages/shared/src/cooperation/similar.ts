// What there is already that resembles a request: shown to its owner before it is published.
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { findSimilar, type SearchIndex } from "../search/index.ts";
import type { SimilarHit } from "../search/schema.ts";
import { findWhole } from "./store.ts";
import { sightOf } from "./view.ts";

/** Requests of the same direction, or cases, that resemble one, most alike first. @throws AppError `not_found`, `unavailable`. */
export const listSimilarRequests = async (
  ctx: Context,
  index: () => SearchIndex,
  { id, limit, kind }: { id: string; limit: number; kind: "request" | "case" },
): Promise<SimilarHit[]> => {
  const { head } = found(await findWhole(ctx.table, id).then((whole) => whole && sightOf(ctx.actor, whole) && whole));
  const filters = kind === "request" ? { direction: [head.direction] } : {};
  return await findSimilar(ctx, index, { id, limit, kind, filters });
};
