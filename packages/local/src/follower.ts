// Follows the events on one machine: commits wake it at once, the event log is read every few seconds, and a checkpoint says how far it came.
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "@lianchuang/functions/api/door";
import { indexThings, isSearchable } from "@lianchuang/functions/indexer/index-things";
import { keepUp } from "@lianchuang/functions/indexer/keep-up";
import { nameOf } from "@lianchuang/shared/errors";
import type { SearchIndex } from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";

export interface Follower {
  /** For how long the oldest change that is not searchable yet has waited. */
  lagSeconds(): number;
  /** Looks at once whether there is anything to do: another generation, for one. */
  wake(): void;
  stop(): Promise<void>;
}

interface Options {
  table: Table;
  index: () => SearchIndex;
  now: () => Date;
  log: Log;
  /** Called whenever the index may hold more than before. */
  followed?: () => void;
}

/** Everything written is new to who waits for it, whenever it says it changed. */
const dueSince = "";
const batch = 100;
/** The log is read so often, but never for more than a twentieth of the time. */
const catchUpMilliseconds = 5_000;
const catchUpShare = 20;
const shortestPause = 100;
const longestPause = 2_000;

export const follow = ({ table, index, now, log, followed }: Options): Follower => {
  /** Things not indexed yet, and the time of the first change that waits. */
  const waiting = new Map<string, string>();
  const stopping = new AbortController();
  let checkpoint = "";
  let generation = "";
  let nextCatchUp = 0;
  let wakeUp = (): void => {};

  table.onCommit((partitions, at) => {
    for (const id of partitions.map(idOfPartition)) if (isSearchable(id) && !waiting.has(id)) waiting.set(id, at);
    wakeUp();
  });

  const indexWaiting = async (): Promise<void> => {
    const taken = [...waiting].slice(0, batch);
    for (const [id] of taken) waiting.delete(id);
    // After a crash the log is read from the checkpoint on, so it stays before what still waits.
    const through = earliest(latest([checkpoint, ...taken.map(([, at]) => at)]), waiting.values());
    try {
      const ids = taken.map(([id]) => id);
      await indexThings(table, index(), ids, { checkpoint: through, dueSince });
      checkpoint = through;
      followed?.();
    } catch (error) {
      for (const [id, at] of taken) waiting.set(id, at);
      throw error;
    }
  };

  /** What nobody here was told of: written by another process, or applied though the engine answered with an error. */
  const readLog = async (): Promise<void> => {
    const started = performance.now();
    const current = index();
    const until = latest([now().toISOString(), checkpoint]);
    // Another generation has a checkpoint of its own.
    const since = (current.name === generation ? checkpoint : await current.checkpoint()) ?? until;
    for (const { id, error } of await keepUp(table, current, since, until)) log("set aside", { id, error });
    generation = current.name;
    checkpoint = until;
    followed?.();
    const ended = performance.now();
    nextCatchUp = ended + Math.max(catchUpMilliseconds, catchUpShare * (ended - started));
  };

  const run = async (): Promise<void> => {
    let pause = shortestPause;
    while (!stopping.signal.aborted) {
      try {
        if (index().name !== generation || performance.now() >= nextCatchUp) await readLog();
        else if (waiting.size > 0) await indexWaiting();
        else await sleep(nextCatchUp - performance.now());
        pause = shortestPause;
      } catch (error) {
        log("index is behind", { waiting: waiting.size, cause: nameOf(error) });
        await wait(pause, undefined, { signal: stopping.signal }).catch(() => {});
        pause = Math.min(pause * 2, longestPause);
      }
    }
  };

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const running = run();
  return {
    lagSeconds: () => {
      const oldest = earliest(now().toISOString(), waiting.values());
      return Math.max(0, now().getTime() - Date.parse(oldest)) / 1000;
    },
    wake: () => wakeUp(),
    stop: async () => {
      stopping.abort();
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
