// Which cases resemble one: what a reader turns to next.
import type { Context } from "../context.ts";
import { findSimilar, type SearchIndex } from "../search/index.ts";
import type { SimilarHit } from "../search/schema.ts";
import { getCase } from "./read.ts";

/** @throws AppError `not_found`, `unavailable`. */
export const listSimilarCases = async (
  ctx: Context,
  index: () => SearchIndex,
  input: { id: string; limit: number },
): Promise<SimilarHit[]> => {
  await getCase(ctx, input.id);
  return await findSimilar(ctx, index, input);
};
