// What is measured and what it is measured against: the product in its own processes, and a bare server beside it on the same engine and index.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findMember, findSecretary } from "@lianchuang/shared/members";
import { openTable, type Table } from "@lianchuang/shared/table";
import { clientFor } from "../../packages/local/src/engine.ts";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";
import { localIssuer } from "../../packages/local/src/issuer.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { newFolder, startProduct } from "../support/machine.ts";
import type { SearchEngine } from "./engines.ts";

export interface Site {
  url: string;
  serverPid: number;
  enginePid: number;
  /** Of the search engine, where it has a process of its own. */
  searchPid: number | undefined;
  endpoint: string;
  table: Table;
  secretary: { id: string; token: string };
  member: { id: string; token: string };
}

/** Serves a filled folder by the product for as long as `work` takes, on the embedded search engine where none is named. */
export const withProduct = async <T>(
  data: string,
  work: (site: Site) => Promise<T>,
  { url, pid }: Pick<SearchEngine, "url" | "pid"> = {},
): Promise<T> => {
  process.env["OPENSEARCH_URL"] = url ?? "";
  const product = await startProduct(data, "--no-demo");
  try {
    const folder = openFolder(data);
    const { endpoint = "", enginePid = 0 } = readLock(folder) ?? {};
    const table = openTable({ name: tableName, client: clientFor(endpoint) });
    const person = async (id = "") => ({ id, token: await localIssuer(folder).sign(id, 1) });
    return await work({
      url: product.url,
      serverPid: product.child.pid ?? 0,
      enginePid,
      searchPid: pid,
      endpoint,
      table,
      secretary: await person(await findSecretary(table, new Date())),
      member: await person(await findMember(table, new Date())),
    });
  } finally {
    await product.stop();
  }
};

export interface Bare {
  url: string;
  pid: number;
}

/** The bare server on the same folder, engine and index for as long as `work` takes. */
export const withBare = async <T>(
  data: string,
  endpoint: string,
  work: (bare: Bare) => Promise<T>,
  search: Pick<SearchEngine, "url"> = {},
): Promise<T> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare.ts"), data, endpoint, search.url ?? ""], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  try {
    for await (const url of createInterface({ input: child.stdout })) return await work({ url, pid: child.pid ?? 0 });
    throw new Error("the bare server ended before it was ready");
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
};

/** A new data folder for as long as `work` takes. */
export const withFolder = async <T>(work: (data: string) => Promise<T>): Promise<T> => {
  const { data, remove } = newFolder();
  try {
    return await work(data);
  } finally {
    remove();
  }
};
