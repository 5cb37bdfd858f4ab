// What functions in the cloud stand on: table, search cluster, clock and log. Opened once a process, as it starts.
import type { Context } from "@lianchuang/shared/context";
import type { Settings } from "@lianchuang/shared/env";
import { createCursors, newCursorKey } from "@lianchuang/shared/page";
import { type Generations, SearchUnavailable } from "@lianchuang/shared/search";
import type { Cluster } from "@lianchuang/shared/search/opensearch";
import { openTable, type Table } from "@lianchuang/shared/table";
import type { Log } from "./api/door.ts";

export const now = (): Date => new Date();

/** A JSON object a line, which Lambda's JSON log format leaves as it is; ids and durations, never texts or tokens. */
export const log: Log = (message, fields = {}) => {
  process.stdout.write(`${JSON.stringify({ timestamp: now().toISOString(), level: "INFO", message, ...fields })}\n`);
};

export const openCloudTable = (name: string): Table => openTable({ name, client: {} });

type Where = Pick<Settings<"api">, "OPENSEARCH_URL" | "SEARCH_PREFIX">;

interface CloudSearch {
  cluster: () => Promise<Cluster>;
  generations: () => Promise<Generations>;
}

/** Its code is loaded with the first question: what is answered from the table does not wait for it. `replicas`: of each index that is made. */
export const openCloudSearch = (where: Where, replicas = 0): CloudSearch => {
  let opening: Promise<{ cluster: Cluster; generations: Generations }> | undefined;
  const open = () => {
    opening ??= connect(where, replicas).catch((error: unknown) => {
      opening = undefined;
      throw new SearchUnavailable(error);
    });
    return opening;
  };
  return { cluster: async () => (await open()).cluster, generations: async () => (await open()).generations };
};

const connect = async ({ OPENSEARCH_URL: url, SEARCH_PREFIX: prefix }: Where, replicas: number) => {
  const { openCluster, openSearchGenerations, singleNode } = await import("@lianchuang/shared/search/opensearch");
  const cluster = await openCluster({ url });
  const profile = { ...singleNode, replicas };
  return { cluster, generations: openSearchGenerations(cluster, { prefix, profile, now }) };
};

/** What a function does by itself it does under its own name; it seals no cursors. */
export const systemContext = (table: Table, name: string): Context => ({
  actor: { kind: "system", name },
  table,
  cursors: createCursors([newCursorKey()]),
  now,
  requestId: name,
});
