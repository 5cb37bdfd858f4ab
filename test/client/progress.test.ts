import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProgress } from "../../packages/client/src/import/progress.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

const watch = (redraws: boolean, totalBytes?: number) => {
  const said: string[] = [];
  const terminal = {
    out: () => {},
    err: (text: string) => void said.push(text),
    input: () => Readable.from([]),
    redraws,
    stop: new AbortController().signal,
  };
  return { said, progress: createProgress(terminal, (rows, seconds) => `${rows} in ${seconds}`, totalBytes) };
};

describe("progress", () => {
  it("off a terminal is a line every five seconds, with a share only where the total is known", () => {
    const known = watch(false, 1200);
    const unknown = watch(false);
    for (let step = 1; step <= 12; step++) {
      vi.advanceTimersByTime(1000);
      known.progress.show(step * 50, step * 100);
      unknown.progress.show(step * 50);
    }
    known.progress.end();
    unknown.progress.end();
    expect(known.said).toEqual(["41 %  250 in 5\n", "83 %  500 in 10\n"]);
    expect(unknown.said).toEqual(["250 in 5\n", "500 in 10\n"]);
  });

  it("on a terminal redraws one line, at most ten times a second, and clears it", () => {
    const known = watch(true, 1200);
    const unknown = watch(true);
    for (let step = 1; step <= 4; step++) {
      vi.advanceTimersByTime(50);
      known.progress.show(step, step * 300);
      unknown.progress.show(step);
    }
    known.progress.end();
    unknown.progress.end();
    expect(known.said).toEqual([
      `\r${"█".repeat(6)}${"░".repeat(18)} 25 %  1 in 0\u001b[K`,
      `\r${"█".repeat(18)}${"░".repeat(6)} 75 %  3 in 0\u001b[K`,
      "\r\u001b[K",
    ]);
    expect(unknown.said).toEqual(["\r1 in 0\u001b[K", "\r3 in 0\u001b[K", "\r\u001b[K"]);
  });
});
