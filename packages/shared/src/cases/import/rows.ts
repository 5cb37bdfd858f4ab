// Imports up to fifty rows: each is checked on its own, is its own command, and has its own result.
import { actorId } from "../../actor.ts";
import { once, Raced } from "../../command.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError, type Issue } from "../../errors.ts";
import { revisionAfter } from "../../head.ts";
import { newId } from "../../ids.ts";
import { inParallel } from "../../parallel.ts";
import { hashOf } from "../../table.ts";
import { split } from "../draft.ts";
import { externalIdClaim } from "../external-id.ts";
import { changeOf, type NextCase } from "../next-case.ts";
import { mayImport } from "../policy.ts";
import { missingFrom, type PracticeCase } from "../practice-case.ts";
import { readHeads } from "../store.ts";
import type { Batch, ImportClaim, Row, RowOutcome } from "./batch.ts";
import { checkRows, type ReadyRow } from "./check-rows.ts";
import { notOpen } from "./open.ts";
import type { ImportRows } from "./schema.ts";
import { findClaim, getBatch, readBatchWithClaims, rowItem } from "./store.ts";

/** What is known of the case that a row means, if there is one. */
interface Seen {
  claim: ImportClaim | undefined;
  current: Awaited<ReturnType<typeof readHeads>>[number] | undefined;
}

const concurrency = 8;

/**
 * @throws AppError `not_found`, `forbidden`, `state` (the batch is not open, or was undone meanwhile), `unavailable`
 * (repeat the request: rows done are answered as they were).
 */
export const importRows = async (ctx: Context, id: string, input: ImportRows): Promise<RowOutcome[]> => {
  const checked = checkRows(input);
  const ready = checked.filter((row) => "hash" in row);
  const { batch, claims } = await readBatchWithClaims(
    ctx,
    id,
    ready.map((row) => row.externalId),
  );
  if (!mayImport(ctx.actor, batch.organisationId, batch.publish)) throw notOpen(batch);
  const changed = ready.flatMap((row) => {
    const claim = claims.get(row.externalId);
    return claim && claim.hash !== hashFor(batch, row) ? [claim.holder] : [];
  });
  const heads = new Map((await readHeads(ctx.table, changed)).map((entry) => [entry.head.id, entry]));
  const seen = (externalId: string): Seen => {
    const claim = claims.get(externalId);
    return { claim, current: claim && heads.get(claim.holder) };
  };
  const outcomes = await inParallel(concurrency, checked, async (row) =>
    "hash" in row ? importRow(ctx, batch, row, seen(row.externalId)) : row,
  );
  await assertStillOpen(ctx, batch, outcomes);
  return outcomes;
};

/** An undo that began meanwhile may have passed these lines already: then nothing is acknowledged, and undoing again finds them. */
const assertStillOpen = async (ctx: Context, batch: Batch, outcomes: readonly RowOutcome[]): Promise<void> => {
  const wrote = !batch.dryRun && outcomes.some(({ outcome }) => outcome === "new" || outcome === "changed");
  if (!wrote || batch.state !== "open") return;
  const after = await getBatch(ctx, batch.id);
  if (after.state !== "open") throw notOpen(after);
};

/** The same record under other conditions of the batch is another wish. */
const hashFor = (batch: Batch, row: ReadyRow): string => hashOf(row.hash, String(batch.publish), batch.reader);

interface Decision {
  outcome: RowOutcome["outcome"];
  /** Whether it is so already, by this row or by an earlier import of the same. */
  done: boolean;
}

const decide = (batch: Batch, row: ReadyRow, { claim, current }: Seen): Decision => {
  if (!claim) return { outcome: "new", done: false };
  if (claim.hash !== hashFor(batch, row))
    return { outcome: claim.revision === current?.head.revision ? "changed" : "conflict", done: false };
  const own = claim.batch === batch.id && claim.line === row.line;
  return { outcome: own && claim.outcome ? claim.outcome : "same", done: true };
};

const importRow = async (ctx: Context, batch: Batch, row: ReadyRow, seen: Seen): Promise<RowOutcome> => {
  const { facts, parts } = split(row.input);
  const toComplete = missingFrom(facts, parts);
  const ended = (outcome: RowOutcome["outcome"], id?: string, issue?: Issue): RowOutcome => ({
    line: row.line,
    outcome,
    ...(id === undefined ? {} : { id }),
    ...(toComplete.length > 0 ? { toComplete } : {}),
    ...(issue === undefined ? {} : { issues: [issue] }),
  });
  const holder = seen.claim?.holder;
  const { outcome, done } = decide(batch, row, seen);
  if (done || batch.dryRun) return ended(outcome, holder, outcome === "conflict" ? changedByHand : undefined);
  const own = commandOf(ctx, batch, row);
  let given: Seen | undefined = seen;
  try {
    const result = await once(own, async () => {
      // After a lost race what is there is read again, and once more before a person is said to have changed it.
      const first = given;
      given = undefined;
      if (first && outcome === "conflict") throw new Raced();
      return bringRow(own, batch, row, first ?? (await see(ctx, batch, row.externalId)));
    });
    if (result.kind === "done") return ended(result.value.outcome, result.value.id);
    return ended(result.record.outcome === "created" ? "new" : "changed", result.record.id);
  } catch (error) {
    const issue = issueOf(error);
    if (issue === undefined) throw error;
    return ended("conflict", holder, issue);
  }
};

/** Each row is a command of its own; a key that callers choose holds no space, so none is a row's. */
const commandOf = (ctx: Context, batch: Batch, row: ReadyRow): Context =>
  ctx.command === undefined
    ? ctx
    : {
        ...ctx,
        command: { key: `${ctx.command.key} ${row.line}`, fingerprint: hashOf(batch.id, String(row.line), row.hash) },
      };

/** Claim and head as they were at one moment: neither was written while both were read. */
const see = async ({ table }: Context, { organisationId }: Batch, externalId: string): Promise<Seen> => {
  let claim = await findClaim(table, organisationId, externalId);
  for (let attempt = 0; claim && attempt < 5; attempt++) {
    const [current] = await readHeads(table, [claim.holder]);
    const again = await findClaim(table, organisationId, externalId);
    if (again?.revision === claim.revision) return { claim, current };
    claim = again;
  }
  if (claim) throw new Raced();
  return { claim, current: undefined };
};

/** What makes this one row fail and no other. */
const issueOf = (error: unknown): Issue | undefined => {
  if (!(error instanceof AppError)) return undefined;
  if (error.reason === "key_reused") return { pointer: "", code: error.reason, message: error.text };
  return error.issues[0];
};

/** @throws AppError with an issue where this row cannot be brought in; `state` where none can. */
const bringRow = async (
  ctx: Context,
  batch: Batch,
  row: ReadyRow,
  seen: Seen,
): Promise<{ outcome: RowOutcome["outcome"]; id: string }> => {
  const { outcome, done } = decide(batch, row, seen);
  const id = seen.claim?.holder ?? newId("case", ctx.now());
  if (done) return { outcome, id };
  if (batch.state !== "open") throw notOpen(batch);
  if (outcome === "conflict") throw new AppError("state", changedByHand.message, { issues: [changedByHand] });
  await writeRow(ctx, batch, row, { id, outcome: outcome === "new" ? "new" : "changed", ...seen });
  return { outcome, id };
};

interface Plan extends Seen {
  id: string;
  outcome: "new" | "changed";
}

/** One transaction: the case, an immutable version, its claim, the row's result. */
const writeRow = async (ctx: Context, batch: Batch, row: ReadyRow, plan: Plan): Promise<void> => {
  const { id, outcome, claim, current } = plan;
  const whole = current && {
    head: current.head,
    parts: {},
    ...(current.published && { published: { head: current.published, parts: {} } }),
  };
  const { line, externalId } = row;
  const revision = revisionAfter(current?.head);
  const before = current && claim && beforeRow(current.head, claim);
  const result: Row = { line, outcome, caseId: id, revision, externalId, ...(before && { before }) };
  const data = { hash: hashFor(batch, row), revision, batch: batch.id, line, outcome };
  const event = { action: batch.publish ? "import-published" : "import", data: { import: batch.id, line } };
  await commit(ctx, {
    changes: [changeOf(id, whole, nextOf(ctx, batch, row, current?.head), event, ctx.now().toISOString())],
    claims: [
      externalIdClaim(batch.organisationId, externalId, {
        data,
        ...(claim && { heldBy: id }),
        taken: () => new Raced(),
      }),
    ],
    extras: [{ item: rowItem(batch.id, result), taken: () => lineTaken(line) }],
  });
};

const nextOf = (ctx: Context, batch: Batch, row: ReadyRow, head: PracticeCase | undefined): NextCase => ({
  state: batch.publish ? "published" : "draft",
  organisationId: batch.organisationId,
  createdBy: head?.createdBy ?? actorId(ctx.actor),
  reader: batch.reader,
  ...split(row.input),
  publication: batch.publish ? "put" : "keep",
  versioned: true,
});

/** Where the case stood before this row, for undo. */
const beforeRow = (head: PracticeCase, { holder: _, ...claim }: ImportClaim): NonNullable<Row["before"]> => ({
  version: head.versions,
  state: head.state,
  published: publishedBefore(head),
  claim,
});

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

const lineTaken = (line: number): AppError => {
  const message = {
    en: `line ${line} of this import was written before with another record; open a new import for it`,
    zh: `此导入的第 ${line} 行此前已写入另一条记录，请为其新建导入`,
  };
  return new AppError("taken", message, { issues: [{ pointer: "/line", code: "taken", message }] });
};
