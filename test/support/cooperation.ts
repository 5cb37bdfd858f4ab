// What tests of cooperation begin with: another member, a request that is open, an interest in it.
import type { Actor } from "@lianchuang/shared/actor";
import type { Context } from "@lianchuang/shared/context";
import { draftRequest, openRequest, submitRequest } from "@lianchuang/shared/cooperation";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { findActor, registerOrganisation, registerPerson } from "@lianchuang/shared/members";
import { creditCode, system, type World } from "./world.ts";

/** The three answers of an interest. */
export const answers = { fit: "做过同类铝件。", brings: "试模线一条。", next: "下月到厂交流。" };

/** Someone of an organisation of its own. */
export const newMember = async (world: World, name: string): Promise<{ actor: Actor; organisationId: string }> => {
  const ctx = world.as(system);
  const organisation = { name: `示例${name}所`, creditCode: creditCode(), kind: "institute" } as const;
  const { id: organisationId } = await registerOrganisation(ctx, organisation);
  const person = await registerPerson(ctx, { name: `示例${name}`, organisationId, role: "representative" });
  const actor = await findActor(world.table, person.id, new Date());
  if (!actor) throw new Error("a registered person is an actor");
  return { actor, organisationId };
};

/** Drafts a request, has it screened and opened, at revision 3; `over` replaces parts of both contexts. */
export const openedRequest = async (
  world: World,
  actor: Actor,
  draft: DraftRequest,
  over: Partial<Context> = {},
): Promise<string> => {
  const owner = world.as(actor, over);
  const { head } = await draftRequest(owner, draft);
  await submitRequest(owner, { id: head.id, revision: 1 }, { accept: [] });
  await openRequest(world.as(world.secretary, over), { id: head.id, revision: 2 });
  return head.id;
};
