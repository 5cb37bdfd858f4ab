// The broker's desk: what waits for the secretariat, longest waiting first, and how much there is.
import { isStaff } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { type IndexRange, idOfPartition, readIndex } from "../../table.ts";
import type { InterestState } from "../interests/schema.ts";
import { summariseInterests } from "../interests/show.ts";
import { interestsByState, readInterests } from "../interests/store.ts";
import { dueRequests, type RequestList, requestsIn, toScreen } from "../keys.ts";
import type { RequestSummary } from "../schema.ts";
import { dayAfter, dayInChina } from "../sound.ts";
import { readHeads } from "../store.ts";
import { summariseFor } from "../view.ts";
import type { DeskView } from "./schema.ts";

/** An interest that nobody answered, and talks that nobody moved, after so many days. */
const days = { unanswered: 7, stuck: 30, expiring: 14 } as const;
/** So many of each queue are counted, and so many told. */
const mostCounted = 100;
const mostTold = 10;

const dayLong = 86_400_000;
const before = (now: Date, count: number): string => new Date(now.getTime() - count * dayLong).toISOString();

/** Five lists of keys at once, then the things that are told; an index lags, so counts are nearly of now. To all but the secretariat it is not there. @throws AppError `not_found`. */
export const getDesk = async (ctx: Context): Promise<DeskView> => {
  found(isStaff(ctx.actor) ? ctx.actor : undefined);
  const now = ctx.now();
  const [screening, unanswered, stuck, expiring, open, inTalks] = await Promise.all([
    queue(ctx, toScreen),
    waiting(ctx, "proposed", before(now, days.unanswered)),
    waiting(ctx, "talking", before(now, days.stuck)),
    endingSoon(ctx, now),
    countIn(ctx, requestsIn("open")),
    countIn(ctx, requestsIn("in-talks")),
  ]);
  return { screening, unanswered, stuck, expiring, workload: { open, inTalks } };
};

const keysOf = async (ctx: Context, list: RequestList, between?: IndexRange["between"]): Promise<string[]> => {
  const page = await readIndex(ctx.table, { ...list, limit: mostCounted, ...(between && { between }) });
  return page.entries.map(({ pk }) => idOfPartition(pk));
};

const countIn = async (ctx: Context, list: RequestList): Promise<number> => (await keysOf(ctx, list)).length;

const told = async (ctx: Context, ids: readonly string[]): Promise<RequestSummary[]> =>
  (await readHeads(ctx.table, ids)).flatMap((heads) => summariseFor(ctx.actor, heads) ?? []);

const queue = async (ctx: Context, list: RequestList) => {
  const ids = await keysOf(ctx, list);
  return { count: ids.length, items: await told(ctx, ids.slice(0, mostTold)) };
};

const waiting = async (ctx: Context, state: InterestState, since: string) => {
  const page = await readInterests(ctx.table, interestsByState(state), {
    limit: mostCounted,
    after: undefined,
    oldestFirst: true,
  });
  const late = page.entries.filter(({ interest }) => interest.state === state && interest.updatedAt < since);
  const first = late.slice(0, mostTold).map(({ interest }) => interest);
  return { count: late.length, items: await summariseInterests(ctx, first) };
};

/** What time does next with a request stands in one list; those that end within two weeks are among what is due until then. */
const endingSoon = async (ctx: Context, now: Date) => {
  const until = new Date(now.getTime() + days.expiring * dayLong).toISOString();
  const requests = await told(ctx, await keysOf(ctx, dueRequests, ["0", `${until}$`]));
  const last = dayAfter(dayInChina(now), days.expiring);
  const ending = requests.filter(
    ({ state, deadline }) => state === "open" && deadline !== undefined && deadline <= last,
  );
  return { count: ending.length, items: ending.slice(0, mostTold) };
};
