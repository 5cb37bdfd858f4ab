// `npm run rebuild`: a new generation of the search index from the table, while the folder serves or not; it is audited, then swapped in.
import { audit } from "@lianchuang/functions/indexer/audit";
import { catchUp, fill } from "@lianchuang/functions/indexer/rebuild";
import { createGeneration, swapGeneration } from "@lianchuang/shared/search/sqlite";
import { openFolder } from "./folder.ts";
import { withTable } from "./operator.ts";
import { command, readOptions } from "./options.ts";

await command(async () => {
  const { values } = readOptions({}, "npm run rebuild -- [--data data]");
  const folder = openFolder(values.data);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  await withTable(folder, async (table) => {
    const now = () => new Date();
    const index = await createGeneration(folder.indexFolder);
    try {
      const things = await fill(table, index, now, (count) => process.stderr.write(`\r${count} things`));
      process.stderr.write("\n");
      let result = await audit(table, index);
      // What was written meanwhile is followed before a difference is believed.
      for (let attempt = 0; result.differences.length > 0 && attempt < 5; attempt++) {
        await catchUp(table, index, (await index.checkpoint()) ?? "", now().toISOString());
        result = await audit(table, index);
      }
      const setAside = await index.setAside();
      await swapGeneration(folder.indexFolder, index.name);
      say(
        `generation ${index.name}: ${things} things, ${result.documents} documents, ${result.differences.length} differences, ${setAside.length} set aside`,
      );
      for (const { key, what } of result.differences.slice(0, 20)) say(`  ${what} ${key}`);
      for (const { id, error } of setAside.slice(0, 20)) say(`  set aside ${id}: ${error}`);
      if (result.differences.length + setAside.length > 0) process.exitCode = 1;
    } finally {
      await index.close();
    }
  });
});
