// A rebuild of some hundred cases while eight writers write; `npm run bench -- rebuild` takes twenty thousand and twenty.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importRows, openImport } from "@lianchuang/shared/cases";
import { describe, expect, it } from "vitest";
import { newWorld } from "../support/world.ts";
import { rebuildUnderWrites } from "./rebuild.ts";

describe("a rebuild under eight writers", () => {
  it("fails no search, and ends with an index equal to the table", async () => {
    const world = await newWorld();
    const author = world.as(world.engineer);
    const options = { kind: "case", audience: "members", publish: false, dryRun: false } as const;
    const batch = await openImport(author, options);
    const ids: string[] = [];
    for (let start = 0; start < 500; start += 50) {
      const rows = Array.from({ length: 50 }, (_, at) => ({
        line: start + at + 1,
        record: {
          externalId: `r-${start + at}`,
          title: `热补偿 ${start + at}`,
          body: "定位误差由十八微米降到六微米。",
        },
      }));
      const command = { key: `${batch.id}-${start}`, fingerprint: "" };
      for (const { id } of await importRows({ ...author, command }, batch.id, { rows }))
        if (id !== undefined) ids.push(id);
    }
    expect(ids.length).toBe(500);
    const indexFolder = mkdtempSync(join(tmpdir(), "home-"));
    const secretary = world.as(world.secretary);
    const queries = ["热补偿", "", "定位误差", "重建之中", "没有这个词"];
    const scene = {
      table: world.table,
      indexFolder,
      author,
      secretary,
      ids,
      writers: 8,
      restMilliseconds: 60,
      searchers: 4,
      queries,
    };
    const { audited, failed, searches, writes } = await rebuildUnderWrites(scene);
    rmSync(indexFolder, { recursive: true });
    expect(failed).toEqual([]);
    expect(audited.differences).toEqual([]);
    expect(searches.length).toBeGreaterThan(5);
    expect(writes).toBeGreaterThan(20);
    expect(audited.documents).toBeGreaterThan(1000);
  }, 60_000);
});
