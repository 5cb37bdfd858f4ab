// `npm run demo -- add|remove`: the demonstration into a folder, or out of it, while it serves or not.
import { demonstrate, removeDemonstration } from "./demo.ts";
import { openFolder } from "./folder.ts";
import { systemContext, withTable } from "./operator.ts";
import { command, readOptions, UsageError } from "./options.ts";

const usage = "npm run demo -- add|remove [--data data]";

await command(async () => {
  const { values, positionals } = readOptions({}, usage);
  const [what] = positionals;
  if (what !== "add" && what !== "remove") throw new UsageError(usage);
  const folder = openFolder(values.data);
  await withTable(folder, async (table) => {
    const ctx = systemContext(table, folder);
    if (what === "add") await demonstrate(ctx);
    const removed = what === "remove" ? await removeDemonstration(ctx) : 0;
    process.stdout.write(
      what === "add"
        ? "the demonstration was added\n"
        : `${removed} demonstration organisations were retired, their cases withdrawn\n`,
    );
  });
});
