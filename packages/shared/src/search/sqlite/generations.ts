// Generations of the index: which files there are, which one is current, and how one takes the place of another.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type Generations, hashOfMake } from "../generations.ts";
import { type SearchIndex, SearchUnavailable } from "../port.ts";
import { createFile, pathOf } from "./file.ts";
import { make } from "./make.ts";
import type { Reader } from "./reader.ts";
import { sqliteIndex } from "./sqlite-index.ts";
import { readTexts } from "./texts.ts";
import { Thread } from "./thread.ts";
import type { Writer } from "./writer.ts";

const nameForm = /^[0-9a-f]{12}-[1-9][0-9]{0,9}$/;
const pointer = "current";

/** The generations in a folder. */
export function sqliteGenerations(folder: string): Generations {
  return {
    create: () => createGeneration(folder),
    open: (name) => openGeneration(folder, name).catch(() => undefined),
    current: () => currentGeneration(folder),
    isOfThisMake,
    swap: (name) => swapGeneration(folder, name),
    sweep: () => sweepGenerations(folder),
    remove: (name) => removeGeneration(folder, name),
    async *texts(name) {
      yield* readTexts(folder, name);
    },
  };
}

export function generationHash(): string {
  return hashOfMake(make);
}

export function isOfThisMake(name: string): boolean {
  return name.startsWith(`${generationHash()}-`);
}

/** Makes and opens a new, empty generation in `folder` (made when missing). It is not current until swapped in. Rejects with `SearchUnavailable`. */
export async function createGeneration(folder: string): Promise<SearchIndex> {
  const name = orUnavailable(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const next = `${generationHash()}-${lastCount(folder) + 1}`;
    createFile(pathOf(folder, next), next);
    return next;
  });
  return await openGeneration(folder, name);
}

/** Opens a generation and reads its file through. Rejects with `SearchUnavailable` when it is missing, cut short or damaged. */
export async function openGeneration(folder: string, name: string): Promise<SearchIndex> {
  if (!nameForm.test(name)) throw new SearchUnavailable(new Error("this is not the name of a generation"));
  const path = pathOf(folder, name);
  const reader = new Thread<Reader>({ role: "reader", path, name });
  const writer = new Thread<Writer>({ role: "writer", path, name });
  const index = sqliteIndex(name, reader, writer);
  try {
    await Promise.all([writer.call("verify"), reader.call("prepare")]);
    return index;
  } catch (error) {
    await index.close();
    throw error;
  }
}

/** The name of the generation that was last swapped in; nothing when there never was one. */
export async function currentGeneration(folder: string): Promise<string | undefined> {
  return orUnavailable(() => current(folder));
}

/** Makes a generation the current one: atomic, and durable when resolved. */
export async function swapGeneration(folder: string, name: string): Promise<void> {
  orUnavailable(() => {
    if (!existsSync(pathOf(folder, name))) throw new Error("there is no generation of this name");
    const files = filesIn(folder).filter((file) => generationOf(file) === name && !file.endsWith("-shm"));
    for (const file of files) withFile(join(folder, file), "r", fsyncSync);
    const fresh = join(folder, `${pointer}.new`);
    withFile(fresh, "w", (file) => {
      writeSync(file, name);
      fsyncSync(file);
    });
    renameSync(fresh, join(folder, pointer));
    withFile(folder, "r", fsyncSync);
  });
}

/** Removes the files of generations older than the current one; a newer one may be under way. */
export async function sweepGenerations(folder: string): Promise<void> {
  orUnavailable(() => {
    const newest = countOf(current(folder) ?? "");
    for (const file of filesIn(folder))
      if (countOf(generationOf(file)) < newest) rmSync(join(folder, file), { force: true });
  });
}

/** Removes the files of a generation that was given up. */
export async function removeGeneration(folder: string, name: string): Promise<void> {
  orUnavailable(() => {
    for (const file of filesIn(folder)) if (generationOf(file) === name) rmSync(join(folder, file), { force: true });
  });
}

function current(folder: string): string | undefined {
  const path = join(folder, pointer);
  const name = existsSync(path) ? readFileSync(path, "utf8") : "";
  return nameForm.test(name) ? name : undefined;
}

/** Files of generations, SQLite's companions (`-wal`, `-shm`) among them. */
function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((file) => nameForm.test(generationOf(file))) : [];
}

function generationOf(file: string): string {
  return file.replace(/\.sqlite(-wal|-shm|-journal)?$/, "");
}

/** The highest count of any generation known here, so that no name is used twice and an old cursor never fits a new index. */
function lastCount(folder: string): number {
  const names = [...filesIn(folder).map(generationOf), current(folder) ?? ""];
  return Math.max(0, ...names.map(countOf));
}

function countOf(name: string): number {
  return Number(name.split("-")[1] ?? 0);
}

function withFile(path: string, flags: string, work: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    work(file);
  } finally {
    closeSync(file);
  }
}

function orUnavailable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new SearchUnavailable(error);
  }
}
