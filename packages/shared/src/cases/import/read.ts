// Reads imports: one batch, one's own batches, the rows a batch wrote.
import * as z from "zod";
import { actorId } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { unauthenticated } from "../../errors.ts";
import { type Page, Position } from "../../page.ts";
import type { Batch } from "./batch.ts";
import type { WrittenRow } from "./schema.ts";
import { getBatch, pageImports, readRows } from "./store.ts";

export const getImport = (ctx: Context, id: string): Promise<Batch> => getBatch(ctx, id);

interface Paging {
  limit: number;
  cursor?: string | undefined;
}

/** One's own imports, newest first. */
export const listImports = async (ctx: Context, input: Paging): Promise<Page<Batch>> => {
  if (ctx.actor.kind !== "person") throw unauthenticated();
  const binding = ["imports", actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const page = await pageImports(ctx.table, ctx.actor.id, input.limit, after);
  return page.last === undefined
    ? { items: page.batches }
    : { items: page.batches, next: ctx.cursors.seal(page.last, binding) };
};

/** The rows of a batch that wrote, in the order of lines. */
export const listImportRows = async (ctx: Context, id: string, input: Paging): Promise<Page<WrittenRow>> => {
  await getBatch(ctx, id);
  const binding = ["import-rows", id, actorId(ctx.actor)];
  const after = input.cursor === undefined ? 0 : ctx.cursors.open(input.cursor, binding, z.int());
  const rows = await readRows(ctx.table, id, after, input.limit);
  const items = rows.map(({ line, outcome, caseId, revision }) => ({ line, outcome, caseId, revision }));
  const last = rows.at(-1);
  return rows.length < input.limit || !last ? { items } : { items, next: ctx.cursors.seal(last.line, binding) };
};
