// Work that an answer does not wait for: a little at a time, never much waiting, and none of it lost when the machine stops in order.
import type { Later, Log } from "@lianchuang/functions/api/door";
import { nameOf } from "@lianchuang/shared/errors";

const atOnce = 2;
/** With so much waiting, what comes is dropped: it is work that may be. */
const mostWaiting = 100;

export interface Chores {
  later: Later;
  /** Takes no more, and waits for what was taken. */
  finish: () => Promise<void>;
}

export const openChores = (log: Log): Chores => {
  const waiting: (() => Promise<void>)[] = [];
  const running = new Set<Promise<void>>();
  let dropped = 0;
  let finished = false;
  const next = (): void => {
    while (running.size < atOnce) {
      const work = waiting.shift();
      if (!work) return;
      const run: Promise<void> = work()
        .catch((error: unknown) => log("a chore failed", { cause: nameOf(error) }))
        .finally(() => {
          running.delete(run);
          next();
        });
      running.add(run);
    }
  };
  return {
    later(work) {
      if (finished || waiting.length >= mostWaiting) {
        if (dropped++ % mostWaiting === 0) log("chores are dropped", { dropped });
        return;
      }
      waiting.push(work);
      // Once the answer is on its way.
      setImmediate(next);
    },
    async finish() {
      finished = true;
      while (waiting.length + running.size > 0) {
        next();
        await Promise.all(running);
      }
    },
  };
};
