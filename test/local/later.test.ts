// Work left for later on one machine: never in the way of an answer, bounded, and finished before the machine stops.
import { describe, expect, it } from "vitest";
import { openChores } from "../../packages/local/src/later.ts";

/** Work that ends when it is told to. */
const held = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
};

describe("what is left for later", () => {
  it("begins after whoever left it has gone on, a little at a time, in order", async () => {
    const { later, finish } = openChores(() => {});
    const begun: number[] = [];
    const all = Array.from({ length: 5 }, held);
    for (const [at, { work }] of all.entries())
      later(() => {
        begun.push(at);
        return work();
      });
    expect(begun).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([0, 1]);
    for (const { end } of all) end();
    await finish();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it("is finished before the end, also what fails, which is logged by its name alone", async () => {
    const logged: unknown[] = [];
    const { later, finish } = openChores((message, fields) => logged.push([message, fields]));
    const done: string[] = [];
    later(() => Promise.reject(new TypeError("数控 secret")));
    later(async () => void done.push("after it"));
    await finish();
    expect([done, logged]).toEqual([["after it"], [["a chore failed", { cause: "TypeError" }]]]);
    later(async () => void done.push("too late"));
    await finish();
    expect(done).toEqual(["after it"]);
  });

  it("is dropped where too much waits already", async () => {
    const { later, finish } = openChores(() => {});
    const { work, end } = held();
    let done = 0;
    for (let at = 0; at < 500; at++)
      later(async () => {
        await work();
        done++;
      });
    end();
    await finish();
    expect(done).toBe(100);
  });
});
