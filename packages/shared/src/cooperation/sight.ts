// Who saw which inner field when: written before the field is sent, read by the owner.
import * as z from "zod";
import { actorId } from "../actor.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { found } from "../head.ts";
import { newRequestId } from "../ids.ts";
import { type Page, Position } from "../page.ts";
import { appendLog, readRange } from "../table.ts";
import { sightKey, sightsOf } from "./keys.ts";
import { type RequestView, type Ring, type RingField, ringFields, rings, type SightView } from "./schema.ts";
import { findWhole } from "./store.ts";
import { sightOf } from "./view.ts";

const StoredSight = z.object({
  sk: z.string(),
  at: z.iso.datetime(),
  personId: z.string(),
  organisationIds: z.array(z.string()),
  ring: z.enum(rings),
  fields: z.array(z.enum(ringFields)),
  revision: z.int(),
});

/** @throws AppError `unavailable`: then nothing may be shown. */
export const writeSight = async (
  ctx: Context,
  { id, revision }: Pick<RequestView, "id" | "revision">,
  ring: Ring,
  fields: readonly RingField[],
): Promise<void> => {
  const at = ctx.now().toISOString();
  const organisationIds =
    ctx.actor.kind === "person" ? ctx.actor.memberships.map(({ organisationId }) => organisationId) : [];
  const sight = { at, personId: actorId(ctx.actor), organisationIds, ring, fields: [...fields], revision };
  await appendLog(ctx.table, { ...sightKey(id, at, newRequestId()), ...sight });
};

/** Newest first; for people of its own organisation. @throws AppError `not_found`, `forbidden`, `cursor`. */
export const listSights = async (
  ctx: Context,
  id: string,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<SightView>> => {
  const whole = found(await findWhole(ctx.table, id));
  const sight = found(sightOf(ctx.actor, whole));
  if (sight.standing !== "owner") throw forOwners();
  const binding = ["sights", id, actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const range = { prefix: "", newestFirst: true, limit: input.limit + 1, ...(after && { after: after["sk"] ?? "" }) };
  const read = (await readRange(ctx.table, sightsOf(id), range)).map((item) => StoredSight.parse(item));
  const items = read.slice(0, input.limit);
  const last = read.length > items.length ? items.at(-1) : undefined;
  const views = items.map(({ sk: _, ...each }) => each);
  return last ? { items: views, next: ctx.cursors.seal({ sk: last.sk }, binding) } : { items: views };
};

const forOwners = () =>
  forbidden({
    en: "Only people of the organisation whose request it is read who saw its inner fields.",
    zh: "只有该需求所属单位的人员可以查看谁看过内圈信息。",
  });
