// Takes a demonstration's organisation and its people out of the alliance. What they did stays in the log.
import * as audience from "../audience.ts";
import { type Change, commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { found } from "../head.ts";
import { key, type Place, readMany } from "../table.ts";
import type { Organisation } from "./organisation.ts";
import { Person } from "./person.ts";
import { mayRegister } from "./policy.ts";
import { onlyTheSystem } from "./register-organisation.ts";
import { creditCodeClaim, findOrganisation, pagePeople } from "./store.ts";

/**
 * Only what is marked as fictitious can be retired so; its credit code is free again. Doing it twice changes nothing, and
 * where it was interrupted it goes on. @throws AppError `forbidden`, `not_found`.
 */
export const retireFictitious = async (ctx: Context, organisationId: string): Promise<void> => {
  if (!mayRegister(ctx.actor)) throw onlyTheSystem();
  const organisation = found(await findOrganisation(ctx.table, organisationId));
  if (!organisation.fictitious) throw real();
  if (organisation.state === "withdrawn") return;
  await retirePeople(ctx, organisationId);
  const next = { ...organisation, state: "withdrawn", audience: [audience.staff] };
  await commit(ctx, {
    changes: [{ id: organisationId, from: organisation, next, event }],
    releases: held(organisation),
  });
};

const event = { action: "retire" };

/** A person takes two writes of the hundred that a transaction holds. */
const peopleAtOnce = 45;

const retirePeople = async (ctx: Context, organisationId: string): Promise<void> => {
  // The command's record belongs to the last transaction, which the organisation leaves with.
  const { command: _, ...rounds } = ctx;
  let after: Place | undefined;
  do {
    const page = await pagePeople(ctx.table, organisationId, peopleAtOnce, after);
    const items = await readMany(
      ctx.table,
      page.ids.map((id) => key(id)),
    );
    const changes = items.flatMap((item): Change[] => {
      const person = item && Person.parse(item);
      if (!person?.fictitious || person.state === "left") return [];
      return [{ id: person.id, from: person, next: { ...person, state: "left" }, event }];
    });
    if (changes.length > 0) await commit(rounds, { changes });
    after = page.last;
  } while (after);
};

const held = ({ id, creditCode }: Organisation) =>
  creditCode === undefined ? [] : [{ key: creditCodeClaim(creditCode).key, holder: id }];

const real = () => forbidden({ en: "Only demonstration data can be removed so.", zh: "只有演示数据可以这样移除。" });
