// `npm run demo -- add|remove`: the demonstration into a folder, or out of it, while it serves or not.
import { demonstrate, removeDemonstration } from "./demo.ts";
import { openFolder } from "./folder.ts";
import { systemContext, withTable } from "./operator.ts";
import { command, readOptions, UsageError } from "./options.ts";
import { say } from "./words.ts";

const usage = "npm run demo -- add|remove [--data data]";

await command(async () => {
  const { values, positionals } = readOptions({}, usage, 1);
  const [what] = positionals;
  if (what !== "add" && what !== "remove") throw new UsageError(usage);
  const folder = openFolder(values.data);
  await withTable(folder, async (table) => {
    const ctx = systemContext(table, folder);
    if (what === "add") await demonstrate(ctx);
    const removed = what === "remove" ? await removeDemonstration(ctx) : 0;
    say(
      what === "add"
        ? { en: "the demonstration was added", zh: "已加入演示数据" }
        : {
            en: `${removed} demonstration organisations were retired, their cases, needs and offers withdrawn; search follows within seconds`,
            zh: `已退出 ${removed} 个演示单位并撤回其案例、需求和供给；搜索会在几秒内更新`,
          },
    );
  });
});
