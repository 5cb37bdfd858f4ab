// The log of what the secretariat did to the index: a head that only counts, and an event for each command.

import * as z from "zod";
import * as audience from "../../audience.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { Head } from "../../head.ts";
import { key, read } from "../../table.ts";

export const operationsId = "operations_search";
export const operationsHead = key(operationsId);

export const Operations = Head.extend({ rebuildAskedAt: z.iso.datetime().optional() });

/** Appends an entry, and with it the command's record; @returns its time. @throws AppError `key_reused`, `unavailable`. */
export const logOperation = async (
  ctx: Context,
  { asked = {}, ...event }: { action: string; data?: Record<string, unknown>; asked?: { rebuildAskedAt?: string } },
  answer?: Record<string, unknown>,
): Promise<string> => {
  const from = await read(ctx.table, Operations, operationsHead);
  const rebuildAskedAt = asked.rebuildAskedAt ?? from?.rebuildAskedAt;
  const next = { state: "open", audience: [audience.staff], ...(rebuildAskedAt !== undefined && { rebuildAskedAt }) };
  const change = { id: operationsId, next, append: true, event, ...(from && { from }) };
  const [head] = await commit(ctx, { changes: [change], ...(answer && { answer }) });
  return head?.updatedAt ?? "";
};
