// What a terminal does to the product: Ctrl-C reaches its whole process group, closing the window hangs it up.
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { newFolder, type Running, startProduct, until } from "../support/machine.ts";

let data: string;
let remove: () => void;
let running: Running;
beforeEach(async () => {
  ({ data, remove } = newFolder());
  running = await startProduct(data, "--no-demo");
});
afterEach(() => remove());

/** Processes that have the folder's table in their command line. */
const enginesOf = (folder: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(openFolder(folder).tableFile);
      } catch {
        return false;
      }
    })
    .map(Number);

describe("a signal to the whole process group", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    it(`${signal} drains, ends with exit code 0 and leaves no engine and no lock`, async () => {
      const ended = new Promise<number | null>((resolve) => running.child.once("exit", resolve));
      process.kill(-(running.child.pid ?? 0), signal);
      expect(await ended).toBe(0);
      expect([enginesOf(data), readLock(openFolder(data))]).toEqual([[], undefined]);
      expect(readFileSync(`${data}/server.jsonl`, "utf8")).not.toContain("the table engine ended");
    });
});

describe("an engine that nobody owns any more", () => {
  it("is ended by the next start, though the lock does not name it", async () => {
    const [orphan = 0] = enginesOf(data);
    await running.kill();
    expect(enginesOf(data)).toEqual([orphan]);
    running = await startProduct(data, "--no-demo");
    await until("one engine serves", async () => enginesOf(data).length === 1);
    expect(enginesOf(data)).not.toContain(orphan);
    expect(await running.stop()).toBe(0);
    expect(enginesOf(data)).toEqual([]);
  });
});
