// Takes a demonstration's organisation and its people out of the alliance. What they did stays in the log.
import * as audience from "../audience.ts";
import { type Change, commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { found } from "../head.ts";
import { key, readMany } from "../table.ts";
import { Person } from "./person.ts";
import { mayRegister } from "./policy.ts";
import { onlyTheSystem } from "./register-organisation.ts";
import { findOrganisation, pagePeople } from "./store.ts";

/** Only what is marked as fictitious can be retired so; doing it twice changes nothing. @throws AppError `forbidden`, `not_found`. */
export const retireFictitious = async (ctx: Context, organisationId: string): Promise<void> => {
  if (!mayRegister(ctx.actor)) throw onlyTheSystem();
  const organisation = found(await findOrganisation(ctx.table, organisationId));
  if (!organisation.fictitious) throw real();
  if (organisation.state === "withdrawn") return;
  const people = await readMany(
    ctx.table,
    (await pagePeople(ctx.table, organisationId, 90)).map((id) => key(id)),
  );
  const event = { action: "retire" };
  const leaving = people.flatMap((item): Change[] => {
    const person = item && Person.parse(item);
    return person?.fictitious ? [{ id: person.id, from: person, next: { ...person, state: "left" }, event }] : [];
  });
  const next = { ...organisation, state: "withdrawn", audience: [audience.staff] };
  await commit(ctx, { changes: [{ id: organisationId, from: organisation, next, event }, ...leaving] });
};

const real = () => forbidden({ en: "Only demonstration data can be removed so.", zh: "只有演示数据可以这样移除。" });
