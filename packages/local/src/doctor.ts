// `npm run doctor`: looks at everything a data folder needs, compares table and index, and says what to do about what is wrong.
import { statfsSync, statSync } from "node:fs";
import { audit } from "@lianchuang/functions/indexer/audit";
import type { Text } from "@lianchuang/shared/errors";
import { allianceId, findOrganisation, findSecretary } from "@lianchuang/shared/members";
import type { Generations, SearchIndex } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import { type Folder, openFolder, readLock } from "./folder.ts";
import { assertUsed, withGenerations, withTable } from "./operator.ts";
import { command, readOptions, searchUrl, tableEndpoint } from "./options.ts";
import { inWords } from "./words.ts";

interface Finding {
  part: string;
  ok: boolean;
  text: Text;
}

/** A text without words of either language. */
const same = (text: string): Text => ({ en: text, zh: text });

/** Without user and password. */
const searchName = (): string => {
  const url = searchUrl();
  return url === undefined ? "SQLite" : new URL(url).origin;
};

const checkMachine = (folder: Folder): Finding[] => {
  const { bavail, bsize } = statfsSync(folder.path);
  const free = Math.round((bavail * bsize) / 1_048_576);
  const mode = (statSync(folder.path).mode & 0o777).toString(8);
  const [major = 0] = process.versions.node.split(".").map(Number);
  const lock = readLock(folder);
  const node = process.versions.node;
  return [
    major === 24
      ? { part: "Node", ok: true, text: same(node) }
      : {
          part: "Node",
          ok: false,
          text: { en: `${node}; the project runs on 24: start it through npm`, zh: `${node}；须为 24，请用 npm 启动` },
        },
    mode === "700"
      ? { part: "folder", ok: true, text: same(folder.path) }
      : {
          part: "folder",
          ok: false,
          text: {
            en: `${folder.path} has mode ${mode}, others may read it: chmod 700`,
            zh: `${folder.path} 的权限为 ${mode}，他人可读：请执行 chmod 700`,
          },
        },
    {
      part: "disk",
      ok: free > 500,
      text: {
        en: `${free} MB free${free > 500 ? "" : "; make room before writes fail"}`,
        zh: `剩余 ${free} MB${free > 500 ? "" : "；请清理空间，以免无法写入"}`,
      },
    },
    {
      part: "served",
      ok: true,
      text: lock
        ? {
            en: `by process ${lock.pid} at ${lock.url ?? "(starting)"}`,
            zh: `由进程 ${lock.pid} 提供服务：${lock.url ?? "（正在启动）"}`,
          }
        : { en: "by nobody now", zh: "目前未提供服务" },
    },
    { part: "engine", ok: true, text: same(tableEndpoint() ?? "dynoxide") },
    { part: "search", ok: true, text: same(searchName()) },
  ];
};

const checkTable = async (table: Table): Promise<Finding[]> => {
  const alliance = await findOrganisation(table, allianceId);
  const secretary = await findSecretary(table, new Date());
  return [
    {
      part: "table",
      ok: alliance !== undefined,
      text: alliance
        ? { en: `holds ${alliance.name}`, zh: alliance.name }
        : { en: "holds no alliance yet; run npm start once", zh: "还没有联盟数据；请先运行一次 npm start" },
    },
    {
      part: "secretary",
      ok: secretary !== undefined,
      text: secretary
        ? same(secretary)
        : { en: "nobody speaks for the secretariat; run npm start once", zh: "没有秘书处人员；请先运行一次 npm start" },
    },
  ];
};

const checkIndex = async (folder: Folder, table: Table, generations: Generations): Promise<Finding> => {
  const wrong = (text: Text): Finding => ({ part: "index", ok: false, text });
  const mends: Text =
    readLock(folder)?.url === undefined
      ? { en: "npm start mends it", zh: "运行 npm start 会修复" }
      : { en: "the running server is mending it; look again shortly", zh: "正在运行的服务会修复它，请稍后再看" };
  let name: string | undefined;
  try {
    name = await generations.current();
    if (name === undefined) return wrong({ en: `none yet; ${mends.en}`, zh: `尚未建立；${mends.zh}` });
    if (!generations.isOfThisMake(name))
      return wrong({
        en: `${name} was made by other code; ${mends.en}`,
        zh: `${name} 由其他版本的程序建立；${mends.zh}`,
      });
    const index = await generations.open(name);
    if (index === undefined) return wrong(unreadable(name, mends));
    try {
      return await compareIndex(table, index, mends);
    } finally {
      await index.close();
    }
  } catch {
    if (searchUrl() === undefined) return wrong(unreadable(name ?? "", mends));
    const cluster = searchName();
    return wrong({ en: `${cluster} does not answer`, zh: `${cluster} 没有应答` });
  }
};

const unreadable = (name: string, mends: Text): Text => ({
  en: `${name} cannot be read; ${mends.en}`.trim(),
  zh: `${name} 无法读取；${mends.zh}`.trim(),
});

const compareIndex = async (table: Table, index: SearchIndex, mends: Text): Promise<Finding> => {
  const { name } = index;
  const { documents, differences } = await audit(table, index);
  if (differences.length === 0)
    return {
      part: "index",
      ok: true,
      text: {
        en: `${name}: ${documents} documents, as the table has them`,
        zh: `${name}：${documents} 份文档，与数据表一致`,
      },
    };
  const first = differences.slice(0, 5).map(({ key, what }) => `${what} ${key}`);
  return {
    part: "index",
    ok: false,
    text: {
      en: `${name}: ${differences.length} of ${documents} documents differ from the table (${first.join(", ")}); ${mends.en}; if it stays so: npm run rebuild`,
      zh: `${name}：${documents} 份文档中有 ${differences.length} 份与数据表不一致（${first.join("、")}）；${mends.zh}；如仍不一致：npm run rebuild`,
    },
  };
};

await command(async () => {
  const { values } = readOptions({}, "npm run doctor -- [--data data]");
  const folder = openFolder(values.data);
  assertUsed(folder);
  const findings = checkMachine(folder);
  await withTable(folder, async (table) => {
    const index = await withGenerations(folder, (generations) => checkIndex(folder, table, generations));
    findings.push(...(await checkTable(table)), index);
  });
  for (const { part, ok, text } of findings)
    process.stdout.write(`${ok ? "ok   " : "WRONG"} ${part.padEnd(10)} ${inWords(text)}\n`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
});
