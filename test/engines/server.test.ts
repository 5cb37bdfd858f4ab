// How a server of a test begins and ends, on small programs of our own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startServer } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "server-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (code: string, answers: () => Promise<boolean>, seconds = 10) =>
  startServer({ program: process.execPath, words: ["-e", code], log: join(folder, "log"), answers, seconds });
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const untilInputEnds = "process.stdin.on('end', () => process.exit(0)).resume()";

it("ends with its input, or at once without warning", async () => {
  const polite = await start(untilInputEnds, () => Promise.resolve(true));
  const killed = await start(untilInputEnds, () => Promise.resolve(true));
  expect([isThere(polite.pid), isThere(killed.pid)]).toEqual([true, true]);
  await polite.stop();
  await killed.kill();
  expect([isThere(polite.pid), isThere(killed.pid)]).toEqual([false, false]);
});

it("says with its own last words why it did not start", async () => {
  const never = () => Promise.reject(new Error("nobody listens"));
  await expect(start("console.error('no such disk'); process.exit(1)", never)).rejects.toThrow(/no such disk/);
});

it("leaves nothing behind where it does not answer in time", async () => {
  const silent = start(`console.log('pid', process.pid); ${untilInputEnds}`, () => Promise.resolve(false), 1);
  await expect(silent).rejects.toThrow(/pid \d+/);
  const pid = await silent.catch((error: Error) => Number(/pid (\d+)/.exec(error.message)?.[1]));
  expect(isThere(Number(pid))).toBe(false);
});
