// The clock at the door: does what is due by a time, thing by thing; nothing is decided here.
import type { Context } from "@lianchuang/shared/context";
import { doDue, pageDue, pageTasks, raiseMatches, settleInterests } from "@lianchuang/shared/cooperation";
import { inParallel } from "@lianchuang/shared/parallel";
import { type SearchIndex, SearchUnavailable } from "@lianchuang/shared/search";
import type { Place, Table } from "@lianchuang/shared/table";

/** A kind of things with a time of their own: how those that are due are found, and what does one thing with one of them. */
interface Clockwork {
  page: (
    table: Table,
    until: Date,
    limit: number,
    after: Place | undefined,
  ) => Promise<{ ids: string[]; last?: Place | undefined }>;
  act: (ctx: Context, id: string, until: Date) => Promise<string | undefined>;
  /** So many things at the same time. */
  atOnce: number;
  /** So many pages in one run, so that other work comes to its turn; all where it is not said. */
  pages?: number;
  /** While no index answers all of it waits. */
  asksIndex?: boolean;
}

const clockworks = (index: () => SearchIndex): readonly Clockwork[] => [
  { page: pageDue, act: doDue, atOnce: 8 },
  { page: pageTasks("settle"), act: settleInterests, atOnce: 8 },
  {
    page: pageTasks("match"),
    act: (ctx, id, until) => raiseMatches(ctx, index, id, until),
    // Each costs as much as some searches, for which people wait; for these nobody does.
    atOnce: 1,
    pages: 1,
    asksIndex: true,
  },
];

const answers = async (index: () => SearchIndex): Promise<boolean> => {
  try {
    await index().checkpoint();
    return true;
  } catch (error) {
    if (error instanceof SearchUnavailable) return false;
    throw error;
  }
};

const pageSize = 100;
/** One thing may be due for several steps where the clock is late; more than so many mean that it is never done. */
const mostSteps = 5;

interface Manner {
  /** The generation that answers now. @throws SearchUnavailable while there is none: what needs it waits. */
  index: () => SearchIndex;
  failed: (id: string, error: unknown) => void;
  /** Stops it after what is under way. */
  signal?: AbortSignal;
}

/**
 * Does all that is due by `until`, as the system's clock, each step in a transaction of its own. It may run twice, late, and
 * on several machines at once; what one run did not come to, the next one does. A thing that fails is told to `failed` and
 * stops no other. @returns how many steps were done, by what they are. @throws AppError `unavailable`: the index cannot be read.
 */
export const runDue = async (
  ctx: Context,
  until: Date,
  { index, failed, signal }: Manner,
): Promise<Record<string, number>> => {
  const own: Context = { ...ctx, actor: { kind: "system", name: "clock" } };
  const done: Record<string, number> = {};
  for (const { page, act, atOnce, pages = Number.POSITIVE_INFINITY, asksIndex = false } of clockworks(index)) {
    if (asksIndex && !(await answers(index))) continue;
    let after: Place | undefined;
    let read = 0;
    do {
      const { ids, last } = await page(ctx.table, until, pageSize, after);
      await inParallel(atOnce, ids, async (id) => {
        if (signal?.aborted) return;
        try {
          for (const step of await stepsOf(own, act, id, until)) done[step] = (done[step] ?? 0) + 1;
        } catch (error) {
          failed(id, error);
        }
      });
      after = last;
      read++;
    } while (after && read < pages && !signal?.aborted);
  }
  return done;
};

const stepsOf = async (ctx: Context, act: Clockwork["act"], id: string, until: Date): Promise<string[]> => {
  const steps: string[] = [];
  while (steps.length < mostSteps) {
    const step = await act(ctx, id, until);
    if (step === undefined) break;
    steps.push(step);
  }
  return steps;
};
