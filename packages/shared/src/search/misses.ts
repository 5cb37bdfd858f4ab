// What was searched for in vain, counted by day: the secretariat learns which words and which practices are missing. It holds what was typed, and nobody's name.
import * as z from "zod";
import { actorId } from "../actor.ts";
import { inChina } from "../china.ts";
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { timeToLive } from "../indexes.ts";
import type { Page } from "../page.ts";
import { addOne, hashOf, indexed, type Key, readIndex, readRange, type Table } from "../table.ts";
import { firstGraphemes } from "../text.ts";
import type { Search } from "./find.ts";
import { fold } from "./fold.ts";
import { mayOperate } from "./operations/policy.ts";
import type { SearchMiss } from "./operations/schema.ts";
import { maxQuery, type SearchPage } from "./schema.ts";
import { tokenise } from "./tokens.ts";

const daysKept = 90;
/** So many distinct texts are counted a day; what comes after them is not. */
export const mostTexts = 2_000;
/** A page looks into so many days at most. */
const mostDays = 7;
const list = "misses";

/** Whether a search found nothing on its first page, for want of anything and not because filters left nothing. */
export const isMiss = ({ cursor, filters = {} }: Pick<Search, "cursor" | "filters">, { total }: SearchPage): boolean =>
  cursor === undefined && total.value === 0 && Object.values(filters).every((values = []) => values.length === 0);

/** Counts a text that found nothing, unless there is no word in it. One call for a text that is known, three for a new one. @throws AppError `unavailable`. */
export const countMiss = async ({ table, now }: Pick<Context, "table" | "now">, q: string): Promise<void> => {
  const text = fold(firstGraphemes(q.trim(), maxQuery));
  const { words, bigrams, codes } = tokenise(text);
  if (words.length + bigrams.length + codes.length === 0) return;
  const day = dayOf(now());
  const where = { pk: partition(day), sk: `text#${hashOf(text)}` };
  if (await addOne(table, where, "times", { onlyIf: "known" })) return;
  const expires = Math.floor((Date.parse(day) + (daysKept + 1) * dayMilliseconds) / 1000);
  const head = { schemaVersion: 1, [timeToLive]: expires, ...indexed("bySubject", list, day) };
  if (!(await addOne(table, dayKey(day), "texts", { onlyIf: { below: mostTexts }, first: head }))) return;
  const query = firstGraphemes(q.trim(), maxQuery);
  await addOne(table, where, "times", { first: { schemaVersion: 1, [timeToLive]: expires, day, query } });
};

const Miss = z.object({ sk: z.string(), day: z.iso.date(), query: z.string(), times: z.int() });
type Miss = z.infer<typeof Miss>;

const Place = z.object({ day: z.iso.date(), times: z.int(), sk: z.string() });
type Place = z.infer<typeof Place>;

/** Newest day first, within a day what was asked most; a page may be shorter than `limit` and still lead on. @throws AppError `not_found`, `cursor`. */
export const listMisses = async (
  ctx: Context,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<SearchMiss>> => {
  found(mayOperate(ctx.actor) ? ctx.actor : undefined);
  const binding = ["misses", actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Place);
  const days = await daysWithMisses(ctx, after?.day);
  const misses: Miss[] = [];
  for (const day of days.slice(0, mostDays)) {
    if (misses.length > input.limit) break;
    misses.push(...(await missesOf(ctx.table, day)).filter((miss) => after === undefined || isAfter(miss, after)));
  }
  const items = misses.slice(0, input.limit).map(({ day, query, times }) => ({ day, query, times }));
  const last = misses.length > input.limit ? misses[input.limit - 1] : beyond(days);
  return last === undefined ? { items } : { items, next: ctx.cursors.seal(placeOf(last), binding) };
};

const placeOf = ({ day, times, sk }: Place): Place => ({ day, times, sk });

/** The end of the last day a page looked into, where there are more. */
const beyond = (days: readonly string[]): Place | undefined =>
  days.length > mostDays ? { day: days[mostDays - 1] ?? "", times: 0, sk: "" } : undefined;

/** In one fixed order, whatever is counted meanwhile. */
const isAfter = (miss: Place, place: Place): boolean => {
  if (miss.day !== place.day) return miss.day < place.day;
  return miss.times < place.times || (miss.times === place.times && miss.sk > place.sk);
};

const daysWithMisses = async ({ table, now }: Context, from: string | undefined): Promise<string[]> => {
  const today = dayOf(now());
  const oldest = new Date(Date.parse(today) - daysKept * dayMilliseconds).toISOString().slice(0, 10);
  const { entries } = await readIndex(table, {
    index: "bySubject",
    partition: list,
    between: [oldest, from ?? today],
    newestFirst: true,
    limit: mostDays + 1,
  });
  return entries.map(({ pk }) => pk.slice(partition("").length));
};

const missesOf = async (table: Table, day: string): Promise<Miss[]> => {
  const items = await readRange(table, partition(day), { prefix: "text#" });
  const misses = items.map((item) => Miss.parse(item));
  return misses.toSorted((one, other) => (isAfter(other, one) ? -1 : 1));
};

const dayMilliseconds = 86_400_000;
const dayOf = (now: Date): string => inChina(now.getTime()).toISOString().slice(0, 10);
const partition = (day: string): string => `miss#${day}`;
const dayKey = (day: string): Key => ({ pk: partition(day), sk: "day" });
