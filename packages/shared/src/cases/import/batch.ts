// What an import batch is, what one of its rows did, and what leaves of them. Pure.
import * as z from "zod";
import type { Issue } from "../../errors.ts";
import { Head } from "../../head.ts";
import { caseAudiences, caseStates } from "../schema.ts";
import { type ImportView, importStates, type rowOutcomes } from "./schema.ts";

export const Batch = Head.extend({
  state: z.enum(importStates),
  kind: z.literal("case"),
  organisationId: z.string(),
  createdBy: z.string(),
  fileName: z.string().optional(),
  reader: z.enum(caseAudiences),
  publish: z.boolean(),
  dryRun: z.boolean(),
  /** How far an undo has come: every line from here on is done. */
  undoneFrom: z.int().optional(),
});
export type Batch = z.infer<typeof Batch>;

/** What an import knows of an external id: what was last imported, and by which row. */
const ClaimData = z.object({
  hash: z.string().optional(),
  revision: z.int().optional(),
  batch: z.string().optional(),
  line: z.int().optional(),
  outcome: z.enum(["new", "changed"]).optional(),
});

/** The claim on an external id: the case that holds it, and what an import knows of it. */
export const ImportClaim = ClaimData.extend({ holder: z.string() });
export type ImportClaim = z.infer<typeof ImportClaim>;

/** What a row wrote, and where the case stood before, for undo. */
export const Row = z.object({
  line: z.int(),
  outcome: z.enum(["new", "changed"]),
  caseId: z.string(),
  revision: z.int(),
  externalId: z.string(),
  before: z
    .object({
      version: z.int(),
      state: z.enum(caseStates),
      /** Whether what was published then was this version, an older one, or nothing. */
      published: z.enum(["this", "older", "nothing"]),
      claim: ClaimData,
    })
    .optional(),
});
export type Row = z.infer<typeof Row>;

/** How one row ended. `toComplete` lists what a whole case has and this one has not. */
export interface RowOutcome {
  line: number;
  outcome: (typeof rowOutcomes)[number];
  id?: string;
  toComplete?: string[];
  issues?: readonly Issue[];
}

export const viewImport = (batch: Batch): ImportView => ({
  id: batch.id,
  revision: batch.revision,
  kind: batch.kind,
  state: batch.state,
  organisationId: batch.organisationId,
  ...(batch.fileName === undefined ? {} : { fileName: batch.fileName }),
  audience: batch.reader,
  publish: batch.publish,
  dryRun: batch.dryRun,
  createdAt: batch.createdAt,
  updatedAt: batch.updatedAt,
});
