// A small demonstration in an empty folder: fictitious organisations and cases, marked 示例, brought in through the verbs everyone uses.

import { draftCase, listCases, publishCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import { DraftCase } from "@lianchuang/shared/cases/schema";
import type { Context } from "@lianchuang/shared/context";
import {
  findActor,
  findSecretary,
  listOrganisations,
  registerOrganisation,
  registerPerson,
  retireFictitious,
} from "@lianchuang/shared/members";
import { RegisterOrganisation } from "@lianchuang/shared/members/schema";
import content from "./demo.json" with { type: "json" };

/** Registers the demonstration's organisations and people and publishes their cases; one stays a draft, one waits for the secretariat. */
export const demonstrate = async (ctx: Context): Promise<void> => {
  const secretary = await actAs(ctx, (await findSecretary(ctx.table, ctx.now())) ?? "");
  for (const { cases, people, ...organisation } of content) {
    const { id } = await registerOrganisation(ctx, RegisterOrganisation.parse({ ...organisation, fictitious: true }));
    const registered = [];
    for (const [position, name] of people.entries())
      registered.push(
        await registerPerson(ctx, {
          name,
          organisationId: id,
          role: position === 0 ? "representative" : "member",
          fictitious: true,
        }),
      );
    const author = await actAs(ctx, registered.at(-1)?.id ?? "");
    for (const { upTo, ...draft } of cases) {
      const { head } = await draftCase(author, DraftCase.parse(draft));
      if (upTo === "draft") continue;
      await submitCase(author, { id: head.id, revision: 1 });
      if (upTo === "published") await publishCase(secretary, { id: head.id, revision: 2 });
    }
  }
};

/** Withdraws the demonstration's cases and retires its organisations and people; says how many organisations. */
export const removeDemonstration = async (ctx: Context): Promise<number> => {
  const secretary = await actAs(ctx, (await findSecretary(ctx.table, ctx.now())) ?? "");
  const ids = await listFictitious(secretary);
  for (const id of ids) {
    for (let page = await listCases(secretary, { organisation: id, limit: 100 }); ; ) {
      for (const { id: caseId, revision, state } of page.items)
        if (state !== "withdrawn") await withdrawCase(secretary, { id: caseId, revision }, {});
      if (page.next === undefined) break;
      page = await listCases(secretary, { organisation: id, limit: 100, cursor: page.next });
    }
    await retireFictitious(ctx, id);
  }
  return ids.length;
};

/** Ids of the fictitious organisations that are still members. */
const listFictitious = async (ctx: Context): Promise<string[]> => {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await listOrganisations(ctx, { limit: 100, cursor });
    for (const { id, fictitious, state } of items) if (fictitious && state !== "withdrawn") ids.push(id);
    if (next === undefined) return ids;
    cursor = next;
  }
};

const actAs = async (ctx: Context, personId: string): Promise<Context> => {
  const actor = await findActor(ctx.table, personId, ctx.now());
  if (!actor) throw new Error(`the demonstration needs the person ${personId}`);
  return { ...ctx, actor };
};
