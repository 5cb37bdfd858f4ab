// Raises alerts on one machine: beside the follower, so that indexing never waits for them.
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@lianchuang/functions/api/door";
import { raiseDue } from "@lianchuang/functions/indexer/raise-due";
import type { Context } from "@lianchuang/shared/context";
import { nameOf } from "@lianchuang/shared/errors";
import type { SearchIndex } from "@lianchuang/shared/search";

export interface Alerter {
  /** Looks whether anything is due. */
  wake(): void;
  stop(): Promise<void>;
}

interface Options {
  ctx: Context;
  index: () => SearchIndex;
  log: Log;
}

const pauseMilliseconds = 2_000;

export const raiseAlertsOf = ({ ctx, index, log }: Options): Alerter => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let woken = Promise.withResolvers<void>();
  const own: Context = { ...ctx, actor: { kind: "system", name: "indexer" }, requestId: "indexer" };
  const failed = (query: string, error: unknown): void =>
    log("alert cannot be raised", { query, cause: nameOf(error) });

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await woken.promise;
      woken = Promise.withResolvers();
      try {
        while (!signal.aborted && (await raiseDue(own, index(), failed)) > 0);
      } catch (error) {
        log("alerts are behind", { cause: nameOf(error) });
        await wait(pauseMilliseconds, undefined, { signal }).catch(() => {});
        woken.resolve();
      }
    }
  };

  const running = run();
  return {
    wake: () => woken.resolve(),
    stop: async () => {
      stopping.abort();
      woken.resolve();
      await running;
    },
  };
};
