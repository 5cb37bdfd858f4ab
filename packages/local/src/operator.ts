// What an operator's command works on: the table of a data folder, whether or not it is being served.
import { existsSync } from "node:fs";
import type { Context } from "@lianchuang/shared/context";
import { createCursors } from "@lianchuang/shared/page";
import type { Generations } from "@lianchuang/shared/search";
import { openTable, type Table } from "@lianchuang/shared/table";
import { clientFor, startEngine } from "./engine.ts";
import { cursorKeys, type Folder, readLock, takeFolder } from "./folder.ts";
import { searchUrl, tableEndpoint, UsageError } from "./options.ts";
import { openSearchStore } from "./search-store.ts";
import { inWords } from "./words.ts";

export const tableName = "lianchuang";

/** @throws UsageError where the folder holds nothing yet. */
export const assertUsed = (folder: Folder): void => {
  if (!existsSync(folder.tableFile) && tableEndpoint() === undefined)
    throw new UsageError(
      inWords({
        en: `There is nothing in ${folder.path} yet. Run npm start first, or name the folder with --data.`,
        zh: `${folder.path} 中还没有数据。请先运行 npm start，或用 --data 指定目录。`,
      }),
    );
};

/** Runs with the table of the process that serves the folder, of the service set, or of an engine started for the moment. */
export const withTable = async <T>(folder: Folder, work: (table: Table) => Promise<T>): Promise<T> => {
  const open = (endpoint: string) => openTable({ name: tableName, client: clientFor(endpoint) });
  const endpoint = tableEndpoint() ?? readLock(folder)?.endpoint;
  if (endpoint !== undefined) return work(open(endpoint));
  assertUsed(folder);
  const lock = await takeFolder(folder);
  const engine = await startEngine(folder.tableFile);
  lock.note({ enginePid: engine.pid, endpoint: engine.endpoint });
  try {
    return await work(open(engine.endpoint));
  } finally {
    await engine.stop();
    lock.release();
  }
};

/** Runs with the generations of the folder's index. */
export const withGenerations = async <T>(
  folder: Folder,
  work: (generations: Generations) => Promise<T>,
): Promise<T> => {
  const endpoint = tableEndpoint();
  const store = await openSearchStore({ folder, url: searchUrl(), endpoint, now: () => new Date() });
  try {
    return await work(store.generations);
  } finally {
    await store.close();
  }
};

/** The operator's own context: what set-up and demonstration are done in. */
export const systemContext = (table: Table, folder: Folder): Context => ({
  actor: { kind: "system", name: "operator" },
  table,
  cursors: createCursors(cursorKeys(folder)),
  now: () => new Date(),
  requestId: "operator",
});
