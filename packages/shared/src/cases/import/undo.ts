// Undoes an import, last row first, fifty rows a step: new cases are withdrawn, changed ones go back to their version before.
import { once } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { assertRevision, revisionAfter } from "../../head.ts";
import { read } from "../../table.ts";
import { mayImport } from "../policy.ts";
import { asNext, changeOf, externalIdClaim, externalIdKey, findVersion, findWhole, type NextCase } from "../store.ts";
import { type Batch, ImportClaim, type Row } from "./batch.ts";
import { notAllowed } from "./open.ts";
import { maxRows, type UndoStep } from "./schema.ts";
import { getBatch, readRowsBackwards, readUndone, undoItem } from "./store.ts";

/** Repeating it is harmless: rows undone are skipped, rows that landed late are undone then. @throws AppError `not_found`, `forbidden`, `stale`, `unavailable`. */
export const undoImport = async (ctx: Context, on: { id: string; revision: number | undefined }): Promise<UndoStep> => {
  const batch = await getBatch(ctx, on.id);
  if (!mayImport(ctx.actor, batch.organisationId, batch.publish)) throw notAllowed();
  assertRevision(batch, on.revision);
  const from = batch.state === "undoing" ? (batch.undoneFrom ?? lastLine) : lastLine;
  const rows = await readRowsBackwards(ctx.table, batch.id, from, maxRows);
  const lines = rows.map((row) => row.line);
  const already = await readUndone(ctx.table, batch.id, lines);
  const { command: _, ...rowContext } = ctx;
  const kept: UndoStep["kept"] = [];
  const waiting = rows.filter(({ line }) => !already.has(line));
  for (const row of waiting) {
    const result = await once(rowContext, () => undoRow(rowContext, batch, row));
    if (result.kind === "done" && !result.value) kept.push({ line: row.line, caseId: row.caseId });
  }
  const state = rows.length < maxRows ? ("undone" as const) : ("undoing" as const);
  const next = { ...batch, state, undoneFrom: lines.at(-1) ?? from };
  const answer = { state, undone: waiting.length - kept.length, kept };
  const [head] = await commit(ctx, {
    changes: [{ id: batch.id, from: batch, next, event: { action: "undo", data: { undone: answer.undone } } }],
    answer,
  });
  return { ...answer, revision: head?.revision ?? revisionAfter(batch) };
};

const lastLine = 9_999_999_999;

/** Whether the row could be undone: nobody has changed the case since, by hand or by a later import. */
const undoRow = async (ctx: Context, batch: Batch, row: Row): Promise<boolean> => {
  const { before } = row;
  const [whole, claim] = await Promise.all([
    findWhole(ctx.table, row.caseId),
    read(ctx.table, ImportClaim, externalIdKey(batch.organisationId, row.externalId)),
  ]);
  const untouched = claim?.batch === batch.id && claim.line === row.line && claim.revision === whole?.head.revision;
  // Working and published view of different versions cannot be restored by one write.
  if (!whole || !untouched || (batch.publish && before?.published === "older")) return false;
  const next = before ? await restored(ctx, batch, row, asNext(whole), before) : withdrawn(asNext(whole));
  const data = { ...before?.claim, revision: revisionAfter(whole.head) };
  const event = { action: "undo-import", data: { import: batch.id, line: row.line } };
  await commit(ctx, {
    changes: [changeOf(row.caseId, whole, next, event, ctx.now().toISOString())],
    claims: [externalIdClaim(batch.organisationId, row.externalId, { data, heldBy: row.caseId })],
    extras: [undoItem(batch.id, row.line)],
  });
  return true;
};

const withdrawn = (next: NextCase): NextCase => ({ ...next, state: "withdrawn", publication: "drop" });

const restored = async (
  ctx: Context,
  batch: Batch,
  row: Row,
  next: NextCase,
  before: NonNullable<Row["before"]>,
): Promise<NextCase> => {
  const content = await findVersion(ctx.table, row.caseId, before.version);
  if (!content) throw new Error(`${row.caseId} has no version ${before.version}`);
  const published = { this: "put", older: "keep", nothing: "drop" } as const;
  const publication = batch.publish ? published[before.published] : "keep";
  return { ...next, ...content, state: before.state, publication, versioned: true };
};
