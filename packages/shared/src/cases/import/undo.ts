// Undoes an import, last row first, fifty rows a step: new cases are withdrawn, changed ones go back to their version before.
import { once, Raced } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { assertRevision, revisionAfter } from "../../head.ts";
import { externalIdClaim } from "../external-id.ts";
import { asNext, changeOf, type NextCase } from "../next-case.ts";
import { mayImport } from "../policy.ts";
import { findVersion, findWhole } from "../store.ts";
import type { Batch, Row } from "./batch.ts";
import { notAllowed } from "./open.ts";
import { maxRows, type UndoStep } from "./schema.ts";
import { findClaim, getBatch, readRowsBackwards, readUndone, undoItem } from "./store.ts";

/**
 * Repeating it is harmless: rows undone are skipped; rows that landed late, and rows kept for a later import that was undone
 * meanwhile, are undone then. @throws AppError `not_found`, `forbidden`, `stale`, `unavailable`.
 */
export const undoImport = async (ctx: Context, on: { id: string; revision: number | undefined }): Promise<UndoStep> => {
  const batch = await getBatch(ctx, on.id);
  if (!mayImport(ctx.actor, batch.organisationId, batch.publish)) throw notAllowed();
  assertRevision(batch, on.revision);
  if (batch.state === "open") return closeBatch(ctx, batch);
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

/** The first step: from now on no row is taken, so that those that are there are all there are. */
const closeBatch = async (ctx: Context, batch: Batch): Promise<UndoStep> => {
  const next = { ...batch, state: "undoing", undoneFrom: lastLine };
  const answer = { state: "undoing" as const, undone: 0, kept: [] };
  const event = { action: "undo", data: { undone: 0 } };
  const [head] = await commit(ctx, { changes: [{ id: batch.id, from: batch, next, event }], answer });
  return { ...answer, revision: head?.revision ?? revisionAfter(batch) };
};

const lastLine = 9_999_999_999;

/** Whether the row could be undone: nobody has changed the case since, by hand or by a later import. */
const undoRow = async (ctx: Context, batch: Batch, row: Row): Promise<boolean> => {
  const { before } = row;
  const [whole, claim] = await Promise.all([
    findWhole(ctx.table, row.caseId),
    findClaim(ctx.table, batch.organisationId, row.externalId),
  ]);
  const untouched = claim?.batch === batch.id && claim.line === row.line && claim.revision === whole?.head.revision;
  // Read after the case: what touched it may have been another run of the same undo.
  if (!untouched) return (await readUndone(ctx.table, batch.id, [row.line])).has(row.line);
  // Working and published view of different versions cannot be restored by one write.
  if (!whole || (batch.publish && before?.published === "older")) return false;
  const next = before ? await restored(ctx, batch, row, asNext(whole), before) : withdrawn(asNext(whole));
  const data = { ...before?.claim, revision: revisionAfter(whole.head) };
  const event = { action: "undo-import", data: { import: batch.id, line: row.line } };
  await commit(ctx, {
    changes: [changeOf(row.caseId, whole, next, event, ctx.now().toISOString())],
    claims: [externalIdClaim(batch.organisationId, row.externalId, { data, heldBy: row.caseId })],
    extras: [{ item: undoItem(batch.id, row.line), taken: () => new Raced() }],
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
