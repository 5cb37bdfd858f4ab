// The contract of search on SQLite: through its worker threads, and on its two sides without them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFile, openFile } from "../../../packages/shared/src/search/sqlite/file.ts";
import { createGeneration, openGeneration } from "../../../packages/shared/src/search/sqlite/generations.ts";
import { Reader } from "../../../packages/shared/src/search/sqlite/reader.ts";
import { sqliteIndex } from "../../../packages/shared/src/search/sqlite/sqlite-index.ts";
import type { Caller } from "../../../packages/shared/src/search/sqlite/thread.ts";
import { Writer } from "../../../packages/shared/src/search/sqlite/writer.ts";
import { contractSuite, type Opened } from "./contract.ts";
import { aDocument } from "./documents.ts";

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

describe("sqlite in threads", () => {
  // Each opens two threads; what is asked of them is tried with many in place.
  contractSuite(openInThreads, 5);
});

describe("sqlite in place", () => {
  contractSuite(openInPlace);

  it("counts to ten thousand and says that there are more; pages end there", async () => {
    const opened = await openInPlace();
    const { index } = opened;
    const many = Array.from({ length: 10_050 }, (_, at) => aDocument({ id: `case_${at}`, title: "主轴", text: "" }));
    const rare = aDocument({ title: "主轴铸造", text: "" });
    await index.write([...many, rare]);
    const find = (q: string, offset: number) =>
      index.search({ q, audience: ["public"], limit: 10, after: { generation: index.name, offset } });
    for (const q of ["主轴", ""]) {
      const last = await find(q, 9_995);
      expect(last.total).toEqual({ value: 10_000, relation: "gte" });
      expect(last.items.length).toBe(5);
      expect(last.next).toBeUndefined();
      expect(await find(q, 20_000)).toMatchObject({ items: [], total: { value: 10_000 } });
    }
    // Beside a rarer word that finds little a common one counts, too; beside one that finds enough it is not looked at.
    const beside = await find("主轴 铸造", 0);
    expect([beside.items[0]?.id, beside.total]).toEqual([rare.id, { value: 10_000, relation: "gte" }]);
    const more = Array.from({ length: 19 }, () => aDocument({ title: "主轴铸造", text: "" }));
    await index.write(more);
    for (let round = 0; round < 2; round++) {
      const answer = await find("主轴 铸造", 0);
      expect([answer.items.length, answer.total]).toEqual([10, { value: 20, relation: "eq" }]);
    }
    await opened.remove();
  });
});
