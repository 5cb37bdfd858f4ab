// Publishes a submitted case as its next version: an immutable copy, and the view everyone in its audience reads.
import type { Context } from "../context.ts";
import { actOn, type OnCase } from "./act.ts";
import type { WholeCase } from "./practice-case.ts";

/** @throws AppError as `actOn`. */
export const publishCase = (ctx: Context, on: OnCase): Promise<WholeCase> =>
  actOn(ctx, on, "publish", (next) => ({ ...next, publication: "put" }));
