// The data folder: what lies where, who may read it, and the lock that lets one process serve it.
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CursorKeys, newCursorKey } from "@lianchuang/shared/page";
import * as z from "zod";
import { endOrphans } from "./engine.ts";
import { inWords } from "./words.ts";

export interface Folder {
  path: string;
  tableFile: string;
  indexFolder: string;
  keyFolder: string;
  lockFile: string;
}

/** Where things lie in a data folder; nothing is made. */
export const openFolder = (path: string): Folder => {
  const root = resolve(path);
  return {
    path: root,
    tableFile: join(root, "table", "table.db"),
    indexFolder: join(root, "index"),
    keyFolder: join(root, "keys"),
    lockFile: join(root, "lock"),
  };
};

/** Opens a data folder that only its owner may read; what is missing is made. */
export const makeFolder = (path: string): Folder => {
  const folder = openFolder(path);
  for (const part of [dirname(folder.tableFile), folder.indexFolder, folder.keyFolder])
    mkdirSync(part, { recursive: true, mode: 0o700 });
  chmodSync(folder.path, 0o700);
  return folder;
};

const Lock = z.object({
  pid: z.int(),
  /** When the process began, in clock ticks since boot (proc(5), field 22): a pid may be used again. */
  began: z.string(),
  url: z.string().optional(),
  endpoint: z.string().optional(),
  enginePid: z.int().optional(),
});
export type Lock = z.infer<typeof Lock>;

const began = (pid: number): string | undefined => {
  try {
    if (existsSync("/proc/self/stat"))
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
    // Elsewhere it is enough that there is such a process.
    process.kill(pid, 0);
    return "";
  } catch {
    return undefined;
  }
};

/** Who serves the folder now, if anybody does. */
export const readLock = (folder: Folder): Lock | undefined => {
  const lock = parseLock(folder.lockFile);
  return lock && isHeld(lock) ? lock : undefined;
};

const isHeld = ({ pid, began: then }: Lock): boolean => began(pid) === then;

const parseLock = (file: string): Lock | undefined => {
  if (!existsSync(file)) return undefined;
  try {
    return Lock.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
};

/** Takes the folder for this process; ends an engine that a crashed start left behind. @throws Error that says who has it. */
export const takeFolder = async (folder: Folder): Promise<{ note(more: Partial<Lock>): void; release(): void }> => {
  let lock: Lock = { pid: process.pid, began: began(process.pid) ?? "" };
  const draft = `${folder.lockFile}.${process.pid}`;
  const write = (): void => writeFileSync(draft, JSON.stringify(lock), { mode: 0o600 });
  write();
  try {
    for (let attempt = 0; !placed(draft, folder.lockFile); attempt++) {
      const holder = readLock(folder);
      if (holder) throw servedAlready(folder, holder);
      if (attempt === 3) throw new Error(`${folder.lockFile} cannot be taken.`);
      moveAside(folder.lockFile);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  await endOrphans(folder.tableFile);
  return {
    note(more) {
      lock = { ...lock, ...more };
      try {
        write();
        renameSync(draft, folder.lockFile);
      } catch {
        // A full disk: the lock still says who holds the folder, which is what it is for.
        rmSync(draft, { force: true });
      }
    },
    release: () => rmSync(folder.lockFile, { force: true }),
  };
};

const servedAlready = (folder: Folder, { pid, url }: Lock): Error => {
  const at = url === undefined ? "" : ` at ${url}`;
  return new Error(
    inWords({
      en: `${folder.path} is served already by process ${pid}${at}. Stop it first, or choose another folder with --data.`,
      zh: `${folder.path} 已由进程 ${pid} 提供服务${url === undefined ? "" : `（${url}）`}。请先停止它，或用 --data 指定另一个目录。`,
    }),
  );
};

/** Puts a finished file in a place that is free: whole or not at all. */
const placed = (file: string, place: string): boolean => {
  try {
    linkSync(file, place);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

/** Removes a lock that nobody holds; one that somebody took at this very moment is put back. */
const moveAside = (file: string): void => {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Another start was faster.
  }
  const lock = parseLock(aside);
  if (lock && isHeld(lock)) placed(aside, file);
  rmSync(aside);
};

/** A secret of the folder: read, or made on first use; only its owner may read it. */
export const secret = <T>(folder: Folder, name: string, schema: z.ZodType<T>, make: () => T): T => {
  const file = join(folder.keyFolder, `${name}.json`);
  if (existsSync(file)) return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  const made = make();
  mkdirSync(folder.keyFolder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(made), { mode: 0o600, flush: true });
  renameSync(draft, file);
  return made;
};

export const cursorKeys = (folder: Folder): CursorKeys => secret(folder, "cursors", CursorKeys, () => [newCursorKey()]);
