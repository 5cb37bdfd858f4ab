// `npm run doctor`: looks at everything a data folder needs, compares table and index, and says what to do about what is wrong.
import { existsSync, statfsSync, statSync } from "node:fs";
import { audit } from "@lianchuang/functions/indexer/audit";
import { allianceId, findOrganisation, findSecretary } from "@lianchuang/shared/members";
import { currentGeneration, isOfThisMake, openGeneration } from "@lianchuang/shared/search/sqlite";
import type { Table } from "@lianchuang/shared/table";
import { type Folder, openFolder, readLock } from "./folder.ts";
import { withTable } from "./operator.ts";
import { command, readOptions, tableEndpoint } from "./options.ts";

interface Finding {
  part: string;
  ok: boolean;
  text: string;
}

const checkMachine = (folder: Folder): Finding[] => {
  const { bavail, bsize } = statfsSync(folder.path);
  const free = Math.round((bavail * bsize) / 1_048_576);
  const mode = statSync(folder.path).mode & 0o777;
  const [major = 0] = process.versions.node.split(".").map(Number);
  const lock = readLock(folder);
  return [
    {
      part: "Node",
      ok: major === 24,
      text: `${process.versions.node}${major === 24 ? "" : "; the project runs on 24: start it through npm"}`,
    },
    {
      part: "folder",
      ok: mode === 0o700,
      text: `${folder.path}, mode ${mode.toString(8)}${mode === 0o700 ? "" : "; others may read it: chmod 700"}`,
    },
    { part: "disk", ok: free > 500, text: `${free} MB free${free > 500 ? "" : "; make room before writes fail"}` },
    {
      part: "served",
      ok: true,
      text: lock ? `by process ${lock.pid} at ${lock.url ?? "(starting)"}` : "by nobody now",
    },
    { part: "engine", ok: true, text: tableEndpoint() ?? "embedded" },
  ];
};

const checkTable = async (table: Table): Promise<Finding[]> => {
  const alliance = await findOrganisation(table, allianceId);
  const secretary = await findSecretary(table, new Date());
  return [
    {
      part: "table",
      ok: alliance !== undefined,
      text: alliance ? `holds ${alliance.name}` : "holds no alliance yet; run npm start once",
    },
    {
      part: "secretary",
      ok: secretary !== undefined,
      text: secretary ?? "nobody speaks for the secretariat; run npm start once",
    },
  ];
};

const checkIndex = async (folder: Folder, table: Table): Promise<Finding[]> => {
  const name = await currentGeneration(folder.indexFolder);
  if (name === undefined)
    return [{ part: "index", ok: false, text: "none yet; npm start or npm run rebuild builds it" }];
  if (!isOfThisMake(name))
    return [
      { part: "index", ok: false, text: `${name} was made by other code; npm start or npm run rebuild renews it` },
    ];
  try {
    const index = await openGeneration(folder.indexFolder, name);
    try {
      const { documents, differences } = await audit(table, index);
      const ok = differences.length === 0;
      const first = differences.slice(0, 5).map(({ key, what }) => `${what} ${key}`);
      return [
        {
          part: "index",
          ok,
          text: `${name}: ${documents} documents, ${differences.length} differences from the table${ok ? "" : ` (${first.join(", ")}); if it stays so: npm run rebuild`}`,
        },
      ];
    } finally {
      await index.close();
    }
  } catch {
    return [
      {
        part: "index",
        ok: false,
        text: `${name} cannot be read; a running server mends it by itself, else: npm run rebuild`,
      },
    ];
  }
};

await command(async () => {
  const { values } = readOptions({}, "npm run doctor -- [--data data]");
  const folder = openFolder(values.data);
  const findings = checkMachine(folder);
  if (existsSync(folder.tableFile) || tableEndpoint() !== undefined)
    await withTable(folder, async (table) => {
      findings.push(...(await checkTable(table)), ...(await checkIndex(folder, table)));
    });
  else findings.push({ part: "table", ok: false, text: "nothing here yet; run npm start" });
  for (const { part, ok, text } of findings)
    process.stdout.write(`${ok ? "ok   " : "WRONG"} ${part.padEnd(10)} ${text}\n`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
});
