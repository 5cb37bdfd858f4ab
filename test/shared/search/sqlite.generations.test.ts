// Generations of the SQLite index: names, swap, sweep, and what happens when a file or a thread is lost.
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SearchIndex, SearchUnavailable } from "../../../packages/shared/src/search/port.ts";
import { assertWhole, createFile, openFile } from "../../../packages/shared/src/search/sqlite/file.ts";
import {
  createGeneration,
  currentGeneration,
  generationHash,
  isOfThisMake,
  openGeneration,
  removeGeneration,
  swapGeneration,
  sweepGenerations,
} from "../../../packages/shared/src/search/sqlite/generations.ts";
import { Reader } from "../../../packages/shared/src/search/sqlite/reader.ts";
import { Thread } from "../../../packages/shared/src/search/sqlite/thread.ts";
import { Writer } from "../../../packages/shared/src/search/sqlite/writer.ts";
import { aDocument } from "./documents.ts";

let folder: string;
const opened: SearchIndex[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "search-"));
});
afterEach(async () => {
  for (const index of opened.splice(0)) await index.close();
  rmSync(folder, { recursive: true, force: true });
});

const create = async (): Promise<SearchIndex> => keep(await createGeneration(folder));
const open = async (name: string): Promise<SearchIndex> => keep(await openGeneration(folder, name));
const keep = (index: SearchIndex): SearchIndex => {
  opened.push(index);
  return index;
};
const fileOf = (name: string): string => join(folder, `${name}.sqlite`);
const everything = { q: "", audience: ["public"], limit: 10 };
const some = (count: number) => Array.from({ length: count }, () => aDocument());

/** A generation with a few documents, closed. */
async function written(documents = 40): Promise<string> {
  const index = await create();
  await index.write(some(documents), { checkpoint: "1" });
  await index.close();
  return index.name;
}

describe("generations", () => {
  it("a name says by what it was made, and none is given twice", async () => {
    const names = [(await create()).name, (await create()).name];
    expect(new Set(names).size).toBe(2);
    for (const name of names) {
      expect(name.startsWith(generationHash())).toBe(true);
      expect(isOfThisMake(name)).toBe(true);
    }
    expect(isOfThisMake("0123456789ab-1")).toBe(false);
    await swapGeneration(folder, names[1] ?? "");
    await opened[1]?.close();
    rmSync(fileOf(names[1] ?? ""));
    await sweepGenerations(folder);
    expect(names).not.toContain((await create()).name);
  });

  it("there is a current one only after a swap, and the last swap holds", async () => {
    const [one, two] = [await create(), await create()];
    expect(await currentGeneration(folder)).toBeUndefined();
    await swapGeneration(folder, one.name);
    await swapGeneration(folder, two.name);
    expect(await currentGeneration(folder)).toBe(two.name);
    expect(readdirSync(folder)).not.toContain("current.new");
  });

  it("what does not exist is not swapped in, and a spoiled pointer points nowhere", async () => {
    await expect(swapGeneration(folder, `${generationHash()}-7`)).rejects.toBeInstanceOf(SearchUnavailable);
    writeFileSync(join(folder, "current"), "../../elsewhere");
    expect(await currentGeneration(folder)).toBeUndefined();
  });

  it("two live side by side until the swap, each with its own checkpoint", async () => {
    const [one, two] = [await create(), await create()];
    await one.write(some(2), { checkpoint: "old" });
    await two.write(some(3), { checkpoint: "new" });
    expect([await one.checkpoint(), await two.checkpoint()]).toEqual(["old", "new"]);
    expect([(await one.search(everything)).total.value, (await two.search(everything)).total.value]).toEqual([2, 3]);
  });

  it("sweeping keeps the current one, newer ones under way, and files that are none of its own", async () => {
    const [left, current, underWay] = [await create(), await create(), await create()];
    await swapGeneration(folder, current.name);
    await left.close();
    writeFileSync(join(folder, "notes.txt"), "");
    await sweepGenerations(folder);
    expect([left, current, underWay].map(({ name }) => existsSync(fileOf(name)))).toEqual([false, true, true]);
    expect(existsSync(join(folder, "notes.txt"))).toBe(true);
    expect(readdirSync(folder).filter((file) => file.startsWith(`${left.name}.`))).toEqual([]);
  });

  it("one that was given up leaves no file", async () => {
    const [current, givenUp] = [await create(), await create()];
    await swapGeneration(folder, current.name);
    await givenUp.close();
    await removeGeneration(folder, givenUp.name);
    expect(readdirSync(folder).filter((file) => file.startsWith(givenUp.name))).toEqual([]);
    expect(await currentGeneration(folder)).toBe(current.name);
  });
});

describe("a file that is not whole", () => {
  it("missing: not opened, and not made", async () => {
    const name = `${generationHash()}-1`;
    await expect(open(name)).rejects.toBeInstanceOf(SearchUnavailable);
    expect(() => openFile(fileOf(name), "write")).toThrow("missing");
    expect(existsSync(fileOf(name))).toBe(false);
  });

  it.each(["../current", "", "a-1", `${"0".repeat(12)}-0`])("a name such as %j reaches no file", async (name) => {
    await expect(open(name)).rejects.toBeInstanceOf(SearchUnavailable);
  });

  it("cut short: not opened", async () => {
    const name = await written();
    truncateSync(fileOf(name), Math.floor(statSync(fileOf(name)).size / 8192) * 4096);
    await expect(open(name)).rejects.toBeInstanceOf(SearchUnavailable);
  });

  it.each([
    ["emptied", () => Buffer.alloc(0), "not a search index"],
    ["something else", () => Buffer.from("{}".repeat(9_000)), "not a database"],
  ])("%s: not opened", async (_what, content, why) => {
    const name = await written();
    writeFileSync(fileOf(name), content());
    await expect(open(name)).rejects.toBeInstanceOf(SearchUnavailable);
    expect(() => openFile(fileOf(name), "read")).toThrow(why);
  });

  it("damaged in its middle: not opened", async () => {
    const name = await written();
    const file = openSync(fileOf(name), "r+");
    writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, 4096 * 2);
    closeSync(file);
    await expect(open(name)).rejects.toBeInstanceOf(SearchUnavailable);
  });

  it("removed while open: searching and writing are refused, and another generation can take over", async () => {
    const index = await create();
    await index.write(some(1));
    rmSync(fileOf(index.name));
    await expect(index.search(everything)).rejects.toBeInstanceOf(SearchUnavailable);
    await expect(index.write(some(1))).rejects.toBeInstanceOf(SearchUnavailable);
    await expect(index.checkpoint()).rejects.toBeInstanceOf(SearchUnavailable);
    await expect(index.versions("", 1)).rejects.toBeInstanceOf(SearchUnavailable);
    expect((await (await create()).search(everything)).total.value).toBe(0);
  });

  it("damaged while open: refused, and the message tells nothing of the engine", async () => {
    const name = await written(400);
    const index = await open(name);
    truncateSync(fileOf(name), 4096 * 2);
    const refusal: unknown = await index.search(everything).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SearchUnavailable);
    expect((refusal as SearchUnavailable).message).not.toMatch(/sql|disk|malformed|image/i);
    expect((refusal as SearchUnavailable).cause).toBeInstanceOf(Error);
  });

  it("full: the write leaves nothing, what was there is still found, and it goes on when there is room", () => {
    const path = join(folder, "full.sqlite");
    createFile(path, "full-1");
    const file = openFile(path, "write");
    const writer = new Writer(file);
    const reader = new Reader(openFile(path, "read"), "full-1");
    writer.write([aDocument({ id: "case_1" })], { checkpoint: "1" });
    file.database.exec("PRAGMA max_page_count=1");
    expect(() => writer.write(some(500), { checkpoint: "2" })).toThrow(/full/);
    expect(reader.search(everything).total.value).toBe(1);
    expect(reader.checkpoint()).toBe("1");
    file.database.exec("PRAGMA max_page_count=1000000");
    expect(writer.write(some(1), { checkpoint: "3" })).toMatchObject([{ result: "applied" }]);
    expect(reader.search(everything).total.value).toBe(2);
    reader.close();
    writer.close();
    expect(() => assertWhole(openFile(path, "read"))).not.toThrow();
  });

  it("locked by another process: refused, and answered again once it is free", async () => {
    const index = await create();
    const other = new DatabaseSync(fileOf(index.name));
    other.exec("BEGIN IMMEDIATE");
    await expect(index.write(some(1))).rejects.toBeInstanceOf(SearchUnavailable);
    expect((await index.search(everything)).total.value).toBe(0);
    other.exec("ROLLBACK");
    other.close();
    expect(await index.write(some(1))).toMatchObject([{ result: "applied" }]);
  });
});

describe("threads", () => {
  it("a process killed while it writes leaves whole documents and their checkpoint", async () => {
    const script = new URL("./writer-process.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    let told = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      told = Number(line);
      if (told === 20) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    const [file = ""] = readdirSync(folder).filter((each) => each.endsWith(".sqlite"));
    const index = await open(file.replace(".sqlite", ""));
    const checkpoint = Number(await index.checkpoint());
    expect(checkpoint).toBeGreaterThanOrEqual(told);
    expect((await index.search(everything)).total.value).toBe(2 * checkpoint);
    expect((await index.versions("", 10_000)).length).toBe(2 * checkpoint);
  });

  it("closed: every call is refused, and closing again is allowed", async () => {
    const index = await create();
    await index.close();
    await index.close();
    await expect(index.search(everything)).rejects.toBeInstanceOf(SearchUnavailable);
    await expect(index.write([])).rejects.toBeInstanceOf(SearchUnavailable);
  });

  it("closing waits for what was asked before", async () => {
    const index = await create();
    await index.write(some(1));
    const asked = index.write(some(30));
    const searched = Promise.all(Array.from({ length: 50 }, () => index.search(everything)));
    await index.close();
    expect((await asked).every(({ result }) => result === "applied")).toBe(true);
    for (const { total } of await searched) expect(total.value).toBeGreaterThanOrEqual(1);
  });

  it("the queue is bounded: what does not fit is refused at once, what fits is answered", async () => {
    const index = await create();
    const answers = await Promise.allSettled(Array.from({ length: 300 }, () => index.search(everything)));
    const refused = answers.filter(({ status }) => status === "rejected");
    expect(refused.length).toBe(300 - 256 - 1);
    for (const answer of refused) expect((answer as PromiseRejectedResult).reason).toBeInstanceOf(SearchUnavailable);
    expect((await index.search(everything)).total.value).toBe(0);
  });

  it("a thread that dies refuses what it was doing, and another one answers what was waiting", async () => {
    const name = await written();
    const thread = new Thread<Reader>({ role: "reader", path: fileOf(name), name });
    expect(await thread.call("checkpoint")).toBe("1");
    // An answer that is a function cannot leave the thread: it dies of it.
    const deadly = (thread as unknown as Thread<Record<string, (name: string) => unknown>>).call(
      "__lookupGetter__",
      "__proto__",
    );
    const waiting = thread.call("checkpoint");
    await expect(deadly).rejects.toBeInstanceOf(SearchUnavailable);
    expect(await waiting).toBe("1");
    expect(await thread.call("checkpoint")).toBe("1");
    await thread.close();
  });
});
