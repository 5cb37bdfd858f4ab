// What happened to suggestions: shown, opened, answered. A log outside any head that moves nothing, by the day in eight shards, and a counter of how often each request was shown.
import * as z from "zod";
import { actorId, belongsTo } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { newRequestId } from "../../ids.ts";
import {
  addOne,
  appendLog,
  hashOf,
  type Item,
  type Key,
  key,
  partitionOf,
  readMany,
  readRange,
  type Table,
} from "../../table.ts";
import type { Suggestion } from "../match.ts";

const shards = 8;

const ShownItem = z.object({
  id: z.string(),
  rank: z.int().positive(),
  score: z.number(),
  organisationId: z.string(),
  size: z.string().optional(),
});
/** One line of the log. `from`: the request whose suggestions these were; `id`: the suggested one. */
export const Learned = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("shown"), at: z.iso.datetime(), from: z.string(), items: z.array(ShownItem) }),
  z.object({ kind: z.literal("opened"), at: z.iso.datetime(), from: z.string(), id: z.string() }),
  z.object({ kind: z.literal("interest"), at: z.iso.datetime(), from: z.string().optional(), id: z.string() }),
  z.object({
    kind: z.literal("answer"),
    at: z.iso.datetime(),
    from: z.string().optional(),
    id: z.string(),
    answer: z.enum(["accept", "decline"]),
    reason: z.string().optional(),
    /** Since the interest came. */
    hours: z.number().min(0),
  }),
]);
export type Learned = z.infer<typeof Learned>;

const partitionOfDay = (day: string, shard: number): string => `learning#${day}#${shard}`;

/** The item of a line of the log, for a transaction or by itself. */
export const learnedItem = (line: Learned, mark: string): Item => {
  const shard = Number.parseInt(hashOf(mark).slice(0, 2), 16) % shards;
  return { ...line, pk: partitionOfDay(line.at.slice(0, 10), shard), sk: `${line.at}#${mark}`, schemaVersion: 1 };
};

/** All lines of some days (ISO dates, UTC, inclusive), in no order between shards. */
export async function* readLearned(table: Table, from: string, to: string): AsyncGenerator<Learned> {
  for (let day = from; day <= to; day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10))
    for (let shard = 0; shard < shards; shard++)
      for (const item of await readRange(table, partitionOfDay(day, shard), { prefix: "" })) yield Learned.parse(item);
}

const shownKey = (id: string): Key => ({ pk: `shown#${partitionOf(id)}`, sk: "count" });

/** How often each was shown, by id. */
export const readShown = async (table: Table, ids: readonly string[]): Promise<Map<string, number>> => {
  const items = await readMany(table, ids.map(shownKey));
  return new Map(ids.map((id, at) => [id, Number(items[at]?.["times"] ?? 0)]));
};

/** So many of a list count as shown: those behind them nobody looks at. */
const mostCounted = 10;

/** Keeps what was suggested for a request, with rank, parts and reasons, and counts what was shown. */
export const logShown = async (ctx: Context, from: string, suggestions: readonly Suggestion[]): Promise<void> => {
  const at = ctx.now().toISOString();
  const shown = suggestions.slice(0, mostCounted);
  const items = shown.map(({ side, score, scored, reasons, weights }, position) => ({
    id: side.id,
    rank: position + 1,
    score,
    organisationId: side.organisationId,
    ...(side.owner?.size && { size: side.owner.size }),
    parts: scored.parts,
    reasons: reasons.map(({ fact, worth }) => ({ fact, worth })),
    weights,
  }));
  const line = { ...learnedItem({ kind: "shown", at, from, items }, newRequestId()), actor: actorId(ctx.actor) };
  await appendLog(ctx.table, line);
  await Promise.all(shown.map(({ side }) => addOne(ctx.table, shownKey(side.id), "times")));
};

/** Keeps that a suggested request was opened from the suggestions for another, by its own people. */
export const logOpened = async (ctx: Context, from: string, id: string): Promise<void> => {
  const [head] = await readMany(ctx.table, [key(from)]);
  if (!head || !belongsTo(ctx.actor, String(head["organisationId"]))) return;
  await appendLog(ctx.table, learnedItem({ kind: "opened", at: ctx.now().toISOString(), from, id }, newRequestId()));
};
