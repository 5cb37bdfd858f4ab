// What leaves and enters about imports: browser-safe.
import * as z from "zod";
import { idOf } from "../../ids.ts";
import { line } from "../../text.ts";
import { caseAudiences, DraftCase } from "../schema.ts";

export const importStates = ["open", "undoing", "undone"] as const;
export const maxRows = 50;

export const OpenImport = z
  .strictObject({
    kind: z.literal("case"),
    fileName: line(200).optional(),
    organisationId: idOf("org").optional(),
    audience: z.enum(caseAudiences).default("members"),
    publish: z.boolean().default(false).meta({ description: "Import as published; only the secretariat may" }),
    dryRun: z.boolean().default(false).meta({ description: "Say what would happen; write nothing but the batch" }),
  })
  .meta({ id: "OpenImport" });
export type OpenImport = z.infer<typeof OpenImport>;

/** One record: a new case with an externalId; whose it is and who may read it is said of the whole import. */
export const ImportRecord = z.strictObject({
  ...DraftCase.omit({ organisationId: true, audience: true }).shape,
  externalId: DraftCase.shape.externalId.unwrap(),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

/** Each record is checked on its own, so that one bad row stops no other; its shape is that of an ImportRecord. */
export const ImportRows = z
  .strictObject({
    rows: z
      .array(z.strictObject({ line: z.int().min(1).max(1e9), record: z.unknown() }))
      .min(1)
      .max(maxRows),
  })
  .meta({ id: "ImportRows" });
export type ImportRows = z.infer<typeof ImportRows>;

export const rowOutcomes = ["new", "changed", "same", "invalid", "conflict"] as const;

export const RowIssue = z
  .object({ pointer: z.string(), code: z.string(), message: z.string() })
  .meta({ id: "RowIssue" });

export const RowResult = z
  .object({
    line: z.int(),
    outcome: z.enum(rowOutcomes),
    id: idOf("case").optional(),
    toComplete: z.array(z.string()).optional(),
    issues: z.array(RowIssue).optional(),
  })
  .meta({ id: "RowResult" });
export type RowResult = z.infer<typeof RowResult>;
export const RowResults = z.object({ results: z.array(RowResult) }).meta({ id: "RowResults" });

export const ImportView = z
  .object({
    id: idOf("imp"),
    revision: z.int(),
    kind: z.literal("case"),
    state: z.enum(importStates),
    organisationId: idOf("org"),
    fileName: z.string().optional(),
    audience: z.enum(caseAudiences),
    publish: z.boolean(),
    dryRun: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Import" });
export type ImportView = z.infer<typeof ImportView>;

export const WrittenRow = z
  .object({ line: z.int(), outcome: z.enum(["new", "changed"]), caseId: idOf("case"), revision: z.int() })
  .meta({ id: "WrittenRow" });
export type WrittenRow = z.infer<typeof WrittenRow>;

/** One step of an undo: at most 50 rows; `state` says whether there are more. */
export const UndoStep = z
  .object({
    state: z.enum(importStates),
    revision: z.int(),
    undone: z.int().meta({ description: "Rows undone in this step" }),
    kept: z
      .array(z.object({ line: z.int(), caseId: idOf("case") }))
      .meta({ description: "Rows left alone: somebody changed the case since" }),
  })
  .meta({ id: "UndoStep" });
export type UndoStep = z.infer<typeof UndoStep>;
