// The restore drill on this machine: a backup of a data folder is taken, put back elsewhere, indexed anew and compared, as after a loss.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { audit } from "@lianchuang/functions/indexer/audit";
import { fill } from "@lianchuang/functions/indexer/rebuild";
import { backUp } from "@lianchuang/local/backup";
import { openFolder } from "@lianchuang/local/folder";
import { withGenerations, withTable } from "@lianchuang/local/operator";
import { restore } from "@lianchuang/local/restore";

export interface Rehearsal {
  takenAt: string;
  /** Whether the table put back is byte by byte the one backed up. */
  isSame: boolean;
  things: number;
  documents: number;
  differences: number;
  seconds: number;
}

/** Touches nothing of the data folder, which may be served meanwhile. @throws UsageError */
export const rehearse = async (data: string, now: () => Date): Promise<Rehearsal> => {
  const place = mkdtempSync(join(tmpdir(), "drill-"));
  const began = performance.now();
  try {
    const [backup, target] = [join(place, "backup"), join(place, "data")];
    await backUp(data, backup);
    const { takenAt } = await restore(backup, target);
    const isSame = digest(join(backup, "table/table.db")) === digest(join(target, "table/table.db"));
    const folder = openFolder(target);
    const found = await withTable(folder, (table) =>
      withGenerations(folder, async (generations) => {
        const index = await generations.create();
        const things = await fill(table, index, now);
        const { documents, differences } = await audit(table, index);
        await index.close();
        return { things, documents, differences: differences.length };
      }),
    );
    return { takenAt, isSame, ...found, seconds: Math.round((performance.now() - began) / 100) / 10 };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

/** Of all that the tables of a database hold, whatever its file looks like. */
const digest = (file: string): string => {
  const database = new DatabaseSync(file, { readOnly: true });
  const hash = createHash("sha256");
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
  for (const { name } of tables)
    for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).iterate()) hash.update(JSON.stringify(row));
  database.close();
  return hash.digest("hex");
};
