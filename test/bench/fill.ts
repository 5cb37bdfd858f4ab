// Fills a data folder that nobody serves: the items `commit` would write in bulk, and the index through its own writer.
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { importRows, openImport } from "@lianchuang/shared/cases";
import type { Context } from "@lianchuang/shared/context";
import {
  allianceId,
  findActor,
  findMember,
  findSecretary,
  foundAlliance,
  registerOrganisation,
  registerPerson,
} from "@lianchuang/shared/members";
import { idOfPartition, openTable, type Table } from "@lianchuang/shared/table";
import { ensureTable } from "@lianchuang/shared/upkeep";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { clientFor, startEngine } from "../../packages/local/src/engine.ts";
import { makeFolder } from "../../packages/local/src/folder.ts";
import { systemContext, tableName } from "../../packages/local/src/operator.ts";
import { embedded, type SearchEngine, withIndex } from "./engines.ts";
import { inParallel } from "./load.ts";
import { itemsOf, newRecorder, type Recorder, type Transaction } from "./recorder.ts";
import { recordAt } from "./texts.ts";

export interface Filling {
  data: string;
  /** The records from `from` to below `to` of the endless list of records. */
  from: number;
  to: number;
  /** Only so many of them go into the table: a search reads nothing there but its actor. */
  inTable?: number;
  /** Other tables of the same engine that get the same items. */
  alsoIn?: string[];
  /** The embedded one where it is not said. */
  search?: SearchEngine;
  /** Imported cases where it is not said. */
  record?: Recording;
}

/** Gets ready to record, never to write, what would be written: one transaction a record. */
export type Recording = (
  ctx: Context,
  recorder: Recorder,
) => Promise<(from: number, to: number) => Promise<Transaction[]>>;

const step = 1_000;

/** Leaves the folder as a stopped machine would, with the alliance's secretary and one member. Gives the ids of what was filled in. */
export const fill = async (filling: Filling): Promise<string[]> => {
  const { data, from, to, inTable = to, alsoIn = [], search = embedded, record = recordedImport } = filling;
  const folder = makeFolder(data);
  const engine = await startEngine(folder.tableFile);
  try {
    const tables = [tableName, ...alsoIn].map((name) => openTable({ name, client: clientFor(engine.endpoint) }));
    for (const table of tables) await ensureTable(table);
    // Long ago, so that no follower takes what is filled for new.
    const ctx: Context = {
      ...systemContext(tables[0] as Table, folder),
      now: () => new Date(Date.now() - 172_800_000),
    };
    await enterPeople(ctx);
    const recorder = newRecorder(ctx.table);
    const recorded = await record(await actingAs(ctx, await findSecretary(ctx.table, ctx.now())), recorder);
    return await withIndex(data, search, async (index) => {
      const ids: string[] = [];
      for (let start = from; start < to; start += step) {
        const transactions = await recorded(start, Math.min(start + step, to));
        const things = transactions.map(([first]) => idOfPartition(String(first?.Put?.Item?.["pk"])));
        await Promise.all([
          indexThings(recorder.table, index, things),
          ...(start < inTable ? tables : []).map((table) => writeInBulk(table, transactions)),
        ]);
        ids.push(...things);
        recorder.empty();
      }
      return ids;
    });
  } finally {
    await engine.stop();
  }
};

const enterPeople = async (ctx: Context): Promise<void> => {
  await foundAlliance(ctx);
  if ((await findMember(ctx.table, ctx.now())) !== undefined) return;
  const { id } = await registerOrganisation(ctx, {
    name: "示例机床厂",
    creditCode: "91210200MA0000001M",
    kind: "manufacturer",
    region: "21",
    fictitious: true,
  });
  await registerPerson(ctx, { name: "示例工程师", organisationId: id, role: "member" });
};

export const actingAs = async (ctx: Context, personId: string | undefined): Promise<Context> => {
  const actor = personId === undefined ? undefined : await findActor(ctx.table, personId, ctx.now());
  if (!actor) throw new Error("the person is not in this table");
  return { ...ctx, actor };
};

/** Opens an import and records the transactions of its rows. */
export const recordedImport: Recording = async (ctx, recorder) => {
  const options = {
    kind: "case",
    organisationId: allianceId,
    audience: "members",
    publish: true,
    dryRun: false,
  } as const;
  const batch = await openImport(ctx, options);
  return async (from, to) => {
    for (let start = from; start < to; start += 50) {
      const rows = rowsOf(start, Math.min(start + 50, to));
      const command = { key: `${batch.id}-${start}`, fingerprint: "" };
      await importRows({ ...ctx, table: recorder.table, command }, batch.id, { rows });
    }
    return [...recorder.transactions];
  };
};

export const rowsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => ({ line: from + at + 1, record: recordAt(from + at) }));

/** A hundred items a transaction: the embedded engine takes twice as many a second that way as by BatchWriteItem. */
const writeInBulk = async (table: Table, transactions: readonly Transaction[]): Promise<void> => {
  const items = itemsOf(transactions);
  const groups = Array.from({ length: Math.ceil(items.length / 100) }, (_, at) =>
    items.slice(at * 100, at * 100 + 100),
  );
  await inParallel(2, groups, (group) =>
    table.client.send(
      new TransactWriteCommand({ TransactItems: group.map((Item) => ({ Put: { TableName: table.name, Item } })) }),
    ),
  );
};
