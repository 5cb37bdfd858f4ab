// Opens an import batch: who imports what, for whom, under which conditions.
import { actorId } from "../../actor.ts";
import * as audience from "../../audience.ts";
import { commit } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { AppError, forbidden } from "../../errors.ts";
import { newId } from "../../ids.ts";
import { onlyOrganisation } from "../../members/index.ts";
import { indexed } from "../../table.ts";
import { mayImport } from "../policy.ts";
import { Batch } from "./batch.ts";
import type { OpenImport } from "./schema.ts";

/** @throws AppError `forbidden`, `invalid` (organisation). */
export const openImport = async (ctx: Context, input: OpenImport): Promise<Batch> => {
  const organisationId = input.organisationId ?? onlyOrganisation(ctx.actor);
  if (!mayImport(ctx.actor, organisationId, input.publish)) throw notAllowed();
  const id = newId("imp", ctx.now());
  const createdBy = actorId(ctx.actor);
  const { audience: reader, ...rest } = input;
  const next = {
    ...rest,
    reader,
    organisationId,
    createdBy,
    state: "open",
    audience: [audience.organisation(organisationId), audience.staff],
    ...indexed("byPerson", `imp#${createdBy}`, id),
  };
  const [head] = await commit(ctx, { changes: [{ id, next, event: { action: "open" } }] });
  return Batch.parse(head);
};

export const notAllowed = () =>
  forbidden({
    en: "You import for your own organisation; only the secretariat may import as published.",
    zh: "只能为本单位导入；只有秘书处可以导入为已发布。",
  });

export const notOpen = (batch: Batch) =>
  batch.state === "open"
    ? notAllowed()
    : new AppError("state", {
        en: `This import is ${batch.state}; it takes no more rows. Open a new one.`,
        zh: `此次导入${batch.state === "undone" ? "已撤销" : "正在撤销"}，不再接受数据。请新建导入。`,
      });
