// The clock of one machine: does every minute what is due.
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@lianchuang/functions/api/door";
import { runDue } from "@lianchuang/functions/clock/run-due";
import type { Context } from "@lianchuang/shared/context";
import { nameOf } from "@lianchuang/shared/errors";
import type { SearchIndex } from "@lianchuang/shared/search";

export interface Clock {
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

const everyMilliseconds = 60_000;

export const keepClock = (ctx: Context, index: () => SearchIndex, log: Log): Clock => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const own: Context = { ...ctx, requestId: "clock" };
  const failed = (id: string, error: unknown): void => log("due, but cannot be done", { id, cause: nameOf(error) });

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const done = await runDue(own, own.now(), { index, failed, signal });
        if (Object.keys(done).length > 0) log("done by the clock", done);
      } catch (error) {
        log("the clock is behind", { cause: nameOf(error) });
      }
      await wait(everyMilliseconds, undefined, { signal }).catch(() => {});
    }
  };

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
