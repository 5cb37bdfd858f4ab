// The contract of search on SQLite: through its worker threads, and on its two sides without them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFile, openFile } from "../../../packages/shared/src/search/sqlite/file.ts";
import { createGeneration, openGeneration } from "../../../packages/shared/src/search/sqlite/generations.ts";
import { Reader } from "../../../packages/shared/src/search/sqlite/reader.ts";
import { sqliteIndex } from "../../../packages/shared/src/search/sqlite/sqlite-index.ts";
import type { Caller } from "../../../packages/shared/src/search/sqlite/thread.ts";
import { Writer } from "../../../packages/shared/src/search/sqlite/writer.ts";
import { contractSuite, type Opened } from "./contract.ts";

async function openInThreads(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "search-"));
  let index = await createGeneration(folder);
  return {
    index,
    async reopen() {
      await index.close();
      index = await openGeneration(folder, index.name);
      return index;
    },
    async remove() {
      await index.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openInPlace(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "search-"));
  const path = join(folder, "here.sqlite");
  createFile(path, "here-1");
  const open = () =>
    sqliteIndex(
      "here-1",
      inPlace(new Reader(openFile(path, "read"), "here-1")),
      inPlace(new Writer(openFile(path, "write"))),
    );
  let index = open();
  return {
    index,
    async reopen() {
      await index.close();
      index = open();
      return index;
    },
    async remove() {
      await index.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A caller without a thread between. */
function inPlace<Side extends Reader | Writer>(side: Side): Caller<Side> {
  const caller = {
    async call(method: keyof Side, ...parameters: unknown[]): Promise<unknown> {
      return (side[method] as (...parameters: unknown[]) => unknown).apply(side, parameters);
    },
    async close() {
      side.close();
    },
  };
  return caller as Caller<Side>;
}

contractSuite("sqlite in threads", openInThreads);
contractSuite("sqlite in place", openInPlace);
