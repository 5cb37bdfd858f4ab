// How imports are kept: the batch's head, one item per row that wrote, one per row undone.

import { mayRead } from "../../audience.ts";
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import {
  type Item,
  key,
  type Place,
  padded,
  partitionOf,
  read,
  readIndex,
  readMany,
  readRange,
  type Table,
} from "../../table.ts";
import { externalIdKey } from "../external-id.ts";
import { Batch, ImportClaim, Row } from "./batch.ts";

const rowKey = (line: number) => `row#${padded(line)}`;
const undoKey = (line: number) => `undo#${padded(line)}`;

export const rowItem = (batchId: string, row: Row): Item => ({
  ...key(batchId, rowKey(row.line)),
  schemaVersion: 1,
  ...row,
});
export const undoItem = (batchId: string, line: number): Item => ({
  ...key(batchId, undoKey(line)),
  schemaVersion: 1,
  line,
});

/** The batch, where the actor may read it. @throws AppError `not_found`. */
export const getBatch = async (ctx: Context, id: string): Promise<Batch> => {
  const { batch } = await readBatchWithClaims(ctx, id, []);
  return batch;
};

/** The batch and what is known of external ids in its organisation: one round trip, two for a person of several organisations. */
export const readBatchWithClaims = async (ctx: Context, id: string, externalIds: readonly string[]) => {
  const likely = ctx.actor.kind === "person" ? (ctx.actor.memberships[0]?.organisationId ?? "") : "";
  const claimKeys = (organisationId: string) =>
    externalIds.map((externalId) => externalIdKey(organisationId, externalId));
  const [item, ...first] = await readMany(ctx.table, [key(id), ...claimKeys(likely)]);
  const batch = found(item && Batch.parse(item));
  found(mayRead(ctx.actor, batch) ? batch : undefined);
  const items = batch.organisationId === likely ? first : await readMany(ctx.table, claimKeys(batch.organisationId));
  const claims = new Map<string, ImportClaim>();
  for (const [position, externalId] of externalIds.entries()) {
    const claim = items[position];
    if (claim) claims.set(externalId, ImportClaim.parse(claim));
  }
  return { batch, claims };
};

export const findClaim = (table: Table, organisationId: string, externalId: string): Promise<ImportClaim | undefined> =>
  read(table, ImportClaim, externalIdKey(organisationId, externalId));

/** Rows that wrote, in the order of lines, at most `limit` after a line. */
export const readRows = async (table: Table, batchId: string, after: number, limit: number): Promise<Row[]> => {
  const items = await readRange(table, partitionOf(batchId), { prefix: "row#", after: rowKey(after), limit });
  return items.map((item) => Row.parse(item));
};

/** Rows below `before`, last line first. */
export const readRowsBackwards = async (
  table: Table,
  batchId: string,
  before: number,
  limit: number,
): Promise<Row[]> => {
  const range = { prefix: "row#", after: rowKey(before), limit, newestFirst: true };
  return (await readRange(table, partitionOf(batchId), range)).map((item) => Row.parse(item));
};

export const readUndone = async (table: Table, batchId: string, lines: readonly number[]): Promise<Set<number>> => {
  const items = await readMany(
    table,
    lines.map((line) => key(batchId, undoKey(line))),
  );
  return new Set(lines.filter((_, position) => items[position] !== undefined));
};

export const pageImports = async (table: Table, person: string, limit: number, after?: Place) => {
  const page = await readIndex(table, {
    index: "byPerson",
    partition: `imp#${person}`,
    newestFirst: true,
    limit,
    ...(after && { after }),
  });
  const items = await readMany(
    table,
    page.entries.map(({ pk, sk }) => ({ pk, sk })),
  );
  return { batches: items.flatMap((item) => (item ? [Batch.parse(item)] : [])), last: page.last };
};
