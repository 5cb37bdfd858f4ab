// Founds the alliance in an empty table: its own organisation, its secretariat, one secretary.
import type { Context } from "../context.ts";
import { allianceId, secretariatId } from "./body.ts";
import { findSecretary } from "./read.ts";
import { registerBody } from "./register-body.ts";
import { registerOrganisation } from "./register-organisation.ts";
import { registerPerson } from "./register-person.ts";
import { findBody, findOrganisation } from "./store.ts";

interface Founded {
  /** Whether there was nothing before. */
  isNew: boolean;
  /** Someone who speaks for the secretariat. */
  secretaryId: string;
}

/** Registers what is missing; repeating it changes nothing. @throws AppError `forbidden`. */
export const foundAlliance = async (ctx: Context, secretary = "秘书"): Promise<Founded> => {
  const isNew = !(await findOrganisation(ctx.table, allianceId));
  if (isNew) {
    const alliance = { name: "中国制造企业双创发展联盟", kind: "alliance", region: "11" } as const;
    await registerOrganisation(ctx, alliance, allianceId);
  }
  if (!(await findBody(ctx.table, secretariatId)))
    await registerBody(ctx, { name: "秘书处", kind: "secretariat" }, secretariatId);
  const there = await findSecretary(ctx.table, ctx.now());
  if (there !== undefined) return { isNew, secretaryId: there };
  const { id } = await registerPerson(
    ctx,
    { name: secretary, organisationId: allianceId, role: "member" },
    { bodyId: secretariatId, role: "secretary" },
  );
  return { isNew, secretaryId: id };
};
