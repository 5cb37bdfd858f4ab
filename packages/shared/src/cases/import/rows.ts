// Imports up to fifty rows: each is checked on its own, is its own command, and has its own result.
import { actorId } from "../../actor.ts";
import { once } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError, type Issue } from "../../errors.ts";
import type { Head } from "../../head.ts";
import { newId } from "../../ids.ts";
import { issuesOf } from "../../issues.ts";
import { findShapeFault } from "../../json.ts";
import { isIndustry, unknownIndustry } from "../../members/index.ts";
import { hashOf } from "../../table.ts";
import { split } from "../draft.ts";
import { mayImport } from "../policy.ts";
import { missingFrom, type PracticeCase } from "../practice-case.ts";
import { changeOf, externalIdClaim, type NextCase, readHeads } from "../store.ts";
import type { Batch, ImportClaim, Row } from "./batch.ts";
import { notOpen } from "./open.ts";
import { ImportRecord, type ImportRows, type rowOutcomes } from "./schema.ts";
import { readBatchWithClaims, rowItem } from "./store.ts";

/** How one row ended. `toComplete` lists what a whole case has and this one has not. */
export interface RowOutcome {
  line: number;
  outcome: (typeof rowOutcomes)[number];
  id?: string;
  toComplete?: string[];
  issues?: readonly Issue[];
}

type Known = Awaited<ReturnType<typeof readHeads>>[number];

interface ReadyRow {
  line: number;
  externalId: string;
  input: ImportRecord;
  hash: string;
}

const concurrency = 8;

/** @throws AppError `not_found`, `forbidden`, `state` (batch not open), `unavailable` (repeat the request: rows done are recognised). */
export const importRows = async (ctx: Context, id: string, input: ImportRows): Promise<RowOutcome[]> => {
  const checked = checkRows(input);
  const ready = checked.filter((row) => "hash" in row);
  const { batch, claims } = await readBatchWithClaims(
    ctx,
    id,
    ready.map((row) => row.externalId),
  );
  if (!mayImport(ctx.actor, batch.organisationId, batch.publish) || batch.state !== "open") throw notOpen(batch);
  const changed = ready.flatMap((row) => {
    const claim = claims.get(row.externalId);
    return claim && claim.hash !== hashFor(batch, row) ? [claim.holder] : [];
  });
  const known = new Map((await readHeads(ctx.table, changed)).map((entry) => [entry.head.id, entry]));
  return inParallel(concurrency, checked, (row) =>
    "hash" in row ? importRow(ctx, batch, row, claims.get(row.externalId), known) : Promise.resolve(row),
  );
};

const checkRows = ({ rows }: ImportRows): (ReadyRow | RowOutcome)[] => {
  const seen = new Map<string, number>();
  return rows.map(({ line, record }) => {
    const fault = findShapeFault(record);
    if (fault) return { line, outcome: "invalid", issues: [fault] };
    const parsed = ImportRecord.safeParse(record);
    const issues = parsed.success ? contentIssues(parsed.data, seen) : issuesOf(parsed.error, record);
    if (!parsed.success || issues.length > 0) return { line, outcome: "invalid", issues };
    const { externalId } = parsed.data;
    seen.set(externalId, line);
    return { line, externalId, input: parsed.data, hash: hashOf(JSON.stringify(parsed.data)) };
  });
};

const contentIssues = (input: ImportRecord, seen: ReadonlyMap<string, number>): Issue[] => {
  const earlier = seen.get(input.externalId);
  if (earlier !== undefined)
    return [
      {
        pointer: "/externalId",
        code: "duplicate",
        message: {
          en: `${input.externalId} is on line ${earlier} already`,
          zh: `${input.externalId} 已出现在第 ${earlier} 行`,
        },
      },
    ];
  if (input.industry !== undefined && !isIndustry(input.industry))
    return [...unknownIndustry("/industry", input.industry).issues];
  return [];
};

/** The same record under other conditions of the batch is another wish. */
const hashFor = (batch: Batch, row: ReadyRow): string => hashOf(row.hash, String(batch.publish), batch.reader);

const importRow = async (
  ctx: Context,
  batch: Batch,
  row: ReadyRow,
  claim: ImportClaim | undefined,
  known: ReadonlyMap<string, Known>,
): Promise<RowOutcome> => {
  const { facts, parts } = split(row.input);
  const toComplete = missingFrom(facts, parts);
  const done = (outcome: RowOutcome["outcome"], id?: string): RowOutcome => ({
    line: row.line,
    outcome,
    ...(id === undefined ? {} : { id }),
    ...(toComplete.length > 0 ? { toComplete } : {}),
  });
  const hash = hashFor(batch, row);
  if (claim?.hash === hash) {
    const own = claim.batch === batch.id && claim.line === row.line;
    return done(own && claim.outcome ? claim.outcome : "same", claim.holder);
  }
  const current = claim && known.get(claim.holder);
  const outcome = claim ? "changed" : "new";
  const refused = (issue: Issue): RowOutcome => ({ ...done("conflict", claim?.holder), issues: [issue] });
  const byHand = claim && claim.revision !== current?.head.revision;
  if (batch.dryRun) return byHand ? refused(changedByHand) : done(outcome, claim?.holder);
  try {
    const id = claim?.holder ?? newId("case", ctx.now());
    const command = ctx.command && {
      command: { key: `${ctx.command.key}#${row.line}`, fingerprint: hashOf(batch.id, String(row.line), row.hash) },
    };
    // Refused within `once`, so that a row that landed before is answered as then.
    const result = await once({ ...ctx, ...command }, () =>
      byHand
        ? Promise.reject(new AppError("state", changedByHand.message))
        : writeRow({ ...ctx, ...command }, batch, row, { id, hash, outcome, claim, current }),
    );
    return result.kind === "done"
      ? done(outcome, id)
      : done(result.record.outcome === "created" ? "new" : "changed", result.record.id);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.reason === "state") return refused(changedByHand);
    if (error.reason === "taken") return refused(writtenMeanwhile);
    throw error;
  }
};

interface Plan {
  id: string;
  hash: string;
  outcome: "new" | "changed";
  claim: ImportClaim | undefined;
  current: Known | undefined;
}

/** One transaction: the case, an immutable version, its claim, the row's result. */
const writeRow = async (ctx: Context, batch: Batch, row: ReadyRow, plan: Plan): Promise<Head[]> => {
  const { id, hash, outcome, claim, current } = plan;
  const whole = current && {
    head: current.head,
    parts: {},
    ...(current.published && { published: { head: current.published, parts: {} } }),
  };
  const { facts, parts } = split(row.input);
  const next: NextCase = {
    state: batch.publish ? "published" : "draft",
    organisationId: batch.organisationId,
    createdBy: current?.head.createdBy ?? actorId(ctx.actor),
    reader: batch.reader,
    facts,
    parts,
    publication: batch.publish ? "put" : "keep",
    versioned: true,
  };
  const revision = (current?.head.revision ?? 0) + 1;
  const { holder: _, ...lastClaim } = claim ?? { holder: id };
  const before = current && {
    version: current.head.versions,
    state: current.head.state,
    published: publishedBefore(current.head),
    claim: lastClaim,
  };
  const result: Row = {
    line: row.line,
    outcome,
    caseId: id,
    revision,
    externalId: row.externalId,
    ...(before && { before }),
  };
  const data = { hash, revision, batch: batch.id, line: row.line, outcome };
  return commit(ctx, {
    changes: [
      changeOf(
        id,
        whole,
        next,
        { action: batch.publish ? "import-published" : "import", data: { import: batch.id, line: row.line } },
        ctx.now().toISOString(),
      ),
    ],
    claims: [externalIdClaim(batch.organisationId, row.externalId, { data, ...(claim && { heldBy: id }) })],
    extras: [rowItem(batch.id, result)],
  });
};

const publishedBefore = ({ published, revision }: PracticeCase): "this" | "older" | "nothing" => {
  if (!published) return "nothing";
  return published.revision === revision ? "this" : "older";
};

const changedByHand: Issue = {
  pointer: "/externalId",
  code: "changed_by_hand",
  message: {
    en: "somebody changed this case after it was imported; it was left as it is. Change it there, or withdraw it and use another externalId",
    zh: "该案例导入后已被人工修改，未覆盖。请直接修改该案例，或撤回后换用新的 externalId",
  },
};

const writtenMeanwhile: Issue = {
  pointer: "/externalId",
  code: "taken",
  message: {
    en: "another import wrote this externalId at the same time; run the import again",
    zh: "另一个导入同时写入了此 externalId，请重新运行导入",
  },
};

const inParallel = async <T, R>(width: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < items.length) {
      const position = next++;
      results[position] = await work(items[position] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, run));
  return results;
};
