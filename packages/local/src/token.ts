// `npm run token`: a bearer token from whoever holds the data folder, for the secretariat, a member, or a person by id.
import { existsSync } from "node:fs";
import { findActor, findMember, findSecretary } from "@lianchuang/shared/members";
import { openTable, type Table } from "@lianchuang/shared/table";
import { clientFor, startEngine } from "./engine.ts";
import { type Folder, openFolder, readLock, takeFolder } from "./folder.ts";
import { localIssuer } from "./issuer.ts";
import { command, readOptions, tableEndpoint, UsageError, wholeNumber } from "./options.ts";

const usage = "npm run -s token -- --as secretariat|member|person_… [--hours 12] [--data data]";

/** The table of a folder: of the process that serves it, of the service set, or of an engine started for the moment. */
const withTable = async <T>(folder: Folder, work: (table: Table) => Promise<T>): Promise<T> => {
  const open = (endpoint: string) => openTable({ name: "lianchuang", client: clientFor(endpoint) });
  const endpoint = tableEndpoint() ?? readLock(folder)?.endpoint;
  if (endpoint !== undefined) return work(open(endpoint));
  if (!existsSync(folder.tableFile))
    throw new UsageError(
      `There is nothing in ${folder.path} yet. Run npm start first, or name the folder with --data.`,
    );
  const lock = await takeFolder(folder);
  const engine = await startEngine(folder.tableFile);
  try {
    return await work(open(engine.endpoint));
  } finally {
    await engine.stop();
    lock.release();
  }
};

const findPerson = async (table: Table, as: string): Promise<string> => {
  const now = new Date();
  const id =
    as === "secretariat" ? await findSecretary(table, now) : as === "member" ? await findMember(table, now) : as;
  if (id !== undefined && (await findActor(table, id, now))) return id;
  throw new UsageError(
    as === "member"
      ? "There is no member yet besides the secretariat; start once without --no-demo in a new folder, or register one."
      : `There is no ${as} here. Use --as secretariat, --as member, or the id of a person (person_…).`,
  );
};

await command(async () => {
  const { values } = readOptions({ as: { type: "string" }, hours: { type: "string", default: "12" } }, usage);
  if (typeof values.as !== "string") throw new UsageError(`--as is needed.\n${usage}`);
  const { as } = values;
  const hours = wholeNumber("hours", values.hours as string, 1, 24 * 30);
  const folder = openFolder(values.data as string);
  const person = await withTable(folder, (table) => findPerson(table, as));
  process.stdout.write(`${await localIssuer(folder).sign(person, hours)}\n`);
});
