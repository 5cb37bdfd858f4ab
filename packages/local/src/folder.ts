// The data folder: what lies where, who may read it, and the lock that lets one process serve it.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CursorKeys, newCursorKey } from "@lianchuang/shared/page";
import * as z from "zod";
import { endOrphan } from "./engine.ts";

export interface Folder {
  path: string;
  tableFile: string;
  indexFolder: string;
  lockFile: string;
}

/** Opens or creates a data folder that only its owner may read. */
export const openFolder = (path: string): Folder => {
  const root = resolve(path);
  mkdirSync(join(root, "table"), { recursive: true, mode: 0o700 });
  mkdirSync(join(root, "index"), { recursive: true, mode: 0o700 });
  mkdirSync(join(root, "keys"), { recursive: true, mode: 0o700 });
  chmodSync(root, 0o700);
  return {
    path: root,
    tableFile: join(root, "table", "table.db"),
    indexFolder: join(root, "index"),
    lockFile: join(root, "lock"),
  };
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
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(folder.lockFile, JSON.stringify(lock), { flag: "wx", mode: 0o600 });
      break;
    } catch (cause) {
      const holder = readLock(folder);
      if (holder)
        throw new Error(
          `${folder.path} is served already by process ${holder.pid}${holder.url ? ` at ${holder.url}` : ""}. Stop it first, or choose another folder with --data.`,
          { cause },
        );
      if (attempt === 3) throw new Error(`${folder.lockFile} cannot be taken.`, { cause });
      const stale = parseLock(folder.lockFile);
      if (stale?.enginePid !== undefined) await endOrphan(stale.enginePid, folder.tableFile);
      moveAside(folder.lockFile);
    }
  }
  return {
    note(more) {
      lock = { ...lock, ...more };
      const draft = `${folder.lockFile}.new`;
      writeFileSync(draft, JSON.stringify(lock), { mode: 0o600 });
      renameSync(draft, folder.lockFile);
    },
    release: () => rmSync(folder.lockFile, { force: true }),
  };
};

/** Removes a lock that nobody holds; one that somebody took at this very moment is put back. */
const moveAside = (file: string): void => {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Another start was faster.
  }
  const lock = parseLock(aside);
  if (lock && isHeld(lock)) renameSync(aside, file);
  else rmSync(aside);
};

/** A secret of the folder: read, or made on first use; only its owner may read it. */
export const secret = <T>(folder: Folder, name: string, schema: z.ZodType<T>, make: () => T): T => {
  const file = join(folder.path, "keys", `${name}.json`);
  if (existsSync(file)) return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  const made = make();
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(made), { mode: 0o600, flush: true });
  renameSync(draft, file);
  return made;
};

export const cursorKeys = (folder: Folder): CursorKeys => secret(folder, "cursors", CursorKeys, () => [newCursorKey()]);
