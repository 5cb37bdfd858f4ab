// Shows the owner what in his request may tell who he is, before he submits it.
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import { marksOf } from "./marks.ts";
import { ringsOf, seesField } from "./rings.ts";
import type { LeakMark } from "./schema.ts";
import { findWhole } from "./store.ts";
import { sightOf } from "./view.ts";

/** For people of its own organisation; to all others it is not there, the secretariat sees what was kept. @throws AppError `not_found`. */
export const listLeaks = async (ctx: Context, id: string): Promise<LeakMark[]> => {
  const whole = found(await findWhole(ctx.table, id));
  const sight = found(sightOf(ctx.actor, whole));
  found(sight.standing === "owner" ? sight : undefined);
  const { organisationId, facts } = whole.head;
  const marks = await marksOf(ctx.table, { organisationId, facts, parts: whole.parts });
  const ringOf = ringsOf(facts.rings ?? {});
  return marks.filter(({ field }) => seesField(sight.standing, ringOf[field]));
};
