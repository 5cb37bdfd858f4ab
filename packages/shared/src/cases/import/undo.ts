// Undoes an import, last row first, fifty rows a step: new cases are withdrawn, changed ones go back to their version before.
import { once } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { assertRevision, found } from "../../head.ts";
import { mayImport } from "../policy.ts";
import { asNext, changeOf, externalIdClaim, findVersion, findWhole, type NextCase } from "../store.ts";
import { Batch, type Row } from "./batch.ts";
import { notOpen } from "./open.ts";
import { maxRows, type UndoStep } from "./schema.ts";
import { getBatch, readRowsBackwards, readUndone, undoItem } from "./store.ts";

/** @throws AppError `not_found`, `forbidden`, `state`, `stale`, `unavailable`. */
export const undoImport = async (ctx: Context, on: { id: string; revision: number | undefined }): Promise<UndoStep> => {
  const batch = await getBatch(ctx, on.id);
  if (!mayImport(ctx.actor, batch.organisationId, batch.publish)) throw notOpen({ ...batch, state: "open" });
  assertRevision(batch, on.revision);
  if (batch.state === "undone") throw notOpen(batch);
  const rows = await readRowsBackwards(ctx.table, batch.id, batch.undoneFrom ?? 9_999_999_999, maxRows);
  const already = await readUndone(
    ctx.table,
    batch.id,
    rows.map((row) => row.line),
  );
  const kept: UndoStep["kept"] = [];
  for (const row of rows) {
    if (already.has(row.line)) continue;
    const { command: _, ...rowContext } = ctx;
    const result = await once(rowContext, () => undoRow(rowContext, batch, row));
    if (result.kind === "done" && !result.value) kept.push({ line: row.line, caseId: row.caseId });
  }
  const last = rows.at(-1);
  const next = {
    ...batch,
    state: rows.length < maxRows ? "undone" : "undoing",
    ...(last && { undoneFrom: last.line }),
  };
  const [head] = await commit(ctx, { changes: [{ id: batch.id, from: batch, next, event: { action: "undo" } }] });
  const { state, revision } = Batch.parse(head);
  return { state, revision, undone: rows.length - kept.length, kept };
};

/** Whether the row could be undone: nobody has changed the case since. */
const undoRow = async (ctx: Context, batch: Batch, row: Row): Promise<boolean> => {
  const whole = found(await findWhole(ctx.table, row.caseId));
  if (whole.head.revision !== row.revision) return false;
  const next = row.before ? await restored(ctx, row, asNext(whole), row.before) : withdrawn(asNext(whole));
  const data = { hash: row.before?.hash ?? "", revision: whole.head.revision + 1 };
  await commit(ctx, {
    changes: [
      changeOf(
        row.caseId,
        whole,
        next,
        { action: "undo-import", data: { import: batch.id, line: row.line } },
        ctx.now().toISOString(),
      ),
    ],
    claims: [externalIdClaim(batch.organisationId, row.externalId, { data, heldBy: row.caseId })],
    extras: [undoItem(batch.id, row.line)],
  });
  return true;
};

const withdrawn = (next: NextCase): NextCase => ({ ...next, state: "withdrawn", publication: "drop" });

const restored = async (
  ctx: Context,
  row: Row,
  next: NextCase,
  before: NonNullable<Row["before"]>,
): Promise<NextCase> => {
  const content = await findVersion(ctx.table, row.caseId, before.version);
  if (!content) throw new AppError("unavailable", { en: "The version before is missing.", zh: "缺少之前的版本。" });
  return { ...next, ...content, state: before.state, publication: before.published ? "put" : "keep", versioned: true };
};
