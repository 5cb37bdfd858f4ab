// `npm run token`: a bearer token from whoever holds the data folder, for the secretariat, a member, or a person by id.
import { findActor, findMember, findSecretary } from "@lianchuang/shared/members";
import type { Table } from "@lianchuang/shared/table";
import { openFolder } from "./folder.ts";
import { localIssuer } from "./issuer.ts";
import { withTable } from "./operator.ts";
import { command, readOptions, UsageError, wholeNumber } from "./options.ts";
import { inWords } from "./words.ts";

const usage = "npm run -s token -- --as secretariat|member|person_… [--hours 12] [--data data]";

const findPerson = async (table: Table, as: string): Promise<string> => {
  const now = new Date();
  const id =
    as === "secretariat" ? await findSecretary(table, now) : as === "member" ? await findMember(table, now) : as;
  if (id !== undefined && (await findActor(table, id, now))) return id;
  throw new UsageError(
    inWords(
      as === "member"
        ? {
            en: "There is no member yet besides the secretariat: the demonstration brings some (npm run demo -- add); joining comes later.",
            zh: "除秘书处外还没有成员：可加入演示数据（npm run demo -- add）；成员加入功能稍后提供。",
          }
        : {
            en: `There is no ${as} here. Use --as secretariat, --as member, or the id of a person (person_…).`,
            zh: `这里没有 ${as}。请用 --as secretariat、--as member 或人员编号（person_…）。`,
          },
    ),
  );
};

await command(async () => {
  const { values } = readOptions({ as: { type: "string" }, hours: { type: "string", default: "12" } }, usage);
  if (typeof values.as !== "string")
    throw new UsageError(`${inWords({ en: "--as is needed.", zh: "--as：必填。" })}\n${usage}`);
  const { as } = values;
  const hours = wholeNumber("hours", values.hours, 1, 24 * 30);
  const folder = openFolder(values.data);
  const person = await withTable(folder, (table) => findPerson(table, as));
  process.stdout.write(`${await localIssuer(folder).sign(person, hours)}\n`);
});
