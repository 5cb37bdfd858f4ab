// `npm run rebuild`: a new generation of the search index from the table, while the folder serves or not; it is audited, then swapped in.
import { auditPatiently } from "@lianchuang/functions/indexer/audit";
import { fill } from "@lianchuang/functions/indexer/rebuild";
import type { Generations } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import { openFolder } from "./folder.ts";
import { withGenerations, withTable } from "./operator.ts";
import { command, readOptions } from "./options.ts";
import { inWords, say } from "./words.ts";

const now = () => new Date();

/** Shows how many things were read, where somebody watches. */
const progress = (count: number): void => {
  if (process.stderr.isTTY)
    process.stderr.write(`\r${inWords({ en: `${count} things read`, zh: `已读取 ${count} 项` })}\u001b[K`);
};

const rebuild = async (table: Table, generations: Generations): Promise<void> => {
  const index = await generations.create();
  try {
    const things = await fill(table, index, now, { progress });
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    const { documents, differences } = await auditPatiently(table, index, now);
    const setAside = await index.setAside();
    await generations.swap(index.name);
    say({
      en: `generation ${index.name}: ${things} things, ${documents} documents, ${differences.length} differences, ${setAside.length} set aside`,
      zh: `第 ${index.name} 代索引：${things} 项，${documents} 份文档，差异 ${differences.length}，搁置 ${setAside.length}`,
    });
    for (const { key, what } of differences.slice(0, 20)) say({ en: `  ${what} ${key}`, zh: `  ${what} ${key}` });
    for (const { id, error } of setAside.slice(0, 20))
      say({ en: `  set aside ${id}: ${error}`, zh: `  搁置 ${id}：${error}` });
    if (differences.length + setAside.length > 0) process.exitCode = 1;
  } catch (error) {
    // The swap may have been done, though nobody said so.
    if ((await generations.current()) !== index.name) await generations.remove(index.name);
    throw error;
  } finally {
    await index.close();
  }
};

await command(async () => {
  const { values } = readOptions({}, "npm run rebuild -- [--data data]");
  const folder = openFolder(values.data);
  await withTable(folder, (table) => withGenerations(folder, (generations) => rebuild(table, generations)));
});
