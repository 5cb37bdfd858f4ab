// Follows the events on one machine: commits wake it at once, the event log is read every 30 s, and a checkpoint says how far it came.
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@lianchuang/functions/api/door";
import { indexThings, isSearchable } from "@lianchuang/functions/indexer/index-things";
import { catchUp } from "@lianchuang/functions/indexer/rebuild";
import type { SearchIndex } from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";

export interface Follower {
  /** Things not indexed yet, and since when the oldest waits. */
  lag(): { waiting: number; setAside: number; since?: string };
  /** Looks at once whether there is anything to do: another generation, for one. */
  wake(): void;
  /** Resolves when everything committed before is searchable. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  table: Table;
  index: () => SearchIndex;
  now: () => Date;
  log: Log;
}

const batch = 100;
const catchUpSeconds = 30;
const longestPause = 10_000;

export const follow = ({ table, index, now, log }: Options): Follower => {
  const waiting = new Map<string, string>();
  const setAside = new Map<string, string>();
  let checkpoint: string | undefined;
  let generation = "";
  let stopped = false;
  let wakeUp = (): void => {};
  let settled: (() => void)[] = [];
  let nextCatchUp = 0;
  let pause = 100;

  table.onCommit((partitions, at) => {
    for (const id of partitions.map(idOfPartition)) if (isSearchable(id) && !waiting.has(id)) waiting.set(id, at);
    wakeUp();
  });

  const indexWaiting = async (): Promise<void> => {
    const taken = [...waiting].slice(0, batch);
    for (const [id] of taken) waiting.delete(id);
    const through = earliest(latest([checkpoint ?? "", ...taken.map(([, at]) => at)]), waiting.values());
    try {
      // After a crash the log is read from the checkpoint on, so it stays before what still waits or is set aside.
      const failed = await indexThings(
        table,
        index(),
        taken.map(([id]) => id),
        setAside.size === 0 ? through : undefined,
      );
      checkpoint = through;
      for (const [id] of taken) setAside.delete(id);
      for (const { id, error } of failed) {
        setAside.set(id, error);
        log("set aside", { id, error });
      }
    } catch (error) {
      for (const [id, at] of taken) if (!waiting.has(id)) waiting.set(id, at);
      throw error;
    }
  };

  const readLog = async (): Promise<void> => {
    // Another generation has a checkpoint of its own.
    const { name } = index();
    const since = (name === generation ? checkpoint : undefined) ?? (await index().checkpoint());
    generation = name;
    const until = latest([now().toISOString(), since ?? ""]);
    const again = [...setAside.keys()];
    setAside.clear();
    const failed = [
      ...(await indexThings(table, index(), again)),
      ...(since === undefined ? [] : await catchUp(table, index(), since, until)),
    ];
    for (const { id, error } of failed) setAside.set(id, error);
    checkpoint = until;
    nextCatchUp = performance.now() + catchUpSeconds * 1000;
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        if (index().name !== generation || performance.now() >= nextCatchUp) await readLog();
        while (waiting.size > 0 && !stopped) await indexWaiting();
        pause = 100;
        if (waiting.size === 0) {
          for (const resolve of settled.splice(0)) resolve();
          await sleep(Math.max(0, nextCatchUp - performance.now()));
        }
      } catch (error) {
        log("index is behind", { waiting: waiting.size, cause: error instanceof Error ? error.name : typeof error });
        await wait(pause);
        pause = Math.min(pause * 2, longestPause);
      }
    }
    for (const resolve of settled.splice(0)) resolve();
  };

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
      if (waiting.size > 0 || stopped) wakeUp();
    });

  const running = run();
  return {
    lag: () => {
      const [first] = waiting.values();
      return { waiting: waiting.size, setAside: setAside.size, ...(first !== undefined && { since: first }) };
    },
    wake: () => wakeUp(),
    settle: () =>
      new Promise((resolve) => {
        settled = [...settled, resolve];
        wakeUp();
      }),
    stop: async () => {
      stopped = true;
      wakeUp();
      await running;
    },
  };
};

const latest = (times: readonly string[]): string => times.reduce((one, other) => (one > other ? one : other));

const earliest = (first: string, others: Iterable<string>): string => {
  let found = first;
  for (const time of others) if (time < found) found = time;
  return found;
};
