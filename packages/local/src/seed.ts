// What every data folder holds: the alliance's own organisation, its secretariat, one secretary.
import type { Context } from "@lianchuang/shared/context";
import {
  allianceId,
  findBody,
  findOrganisation,
  findSecretary,
  registerBody,
  registerOrganisation,
  registerPerson,
  secretariatId,
} from "@lianchuang/shared/members";

/** Registers what is missing; says whether the folder was empty. */
export const seed = async (ctx: Context): Promise<boolean> => {
  const isNew = !(await findOrganisation(ctx.table, allianceId));
  if (isNew) {
    const alliance = { name: "中国制造企业双创发展联盟", kind: "alliance", region: "11" } as const;
    await registerOrganisation(ctx, alliance, allianceId);
  }
  if (!(await findBody(ctx.table, secretariatId)))
    await registerBody(ctx, { name: "秘书处", kind: "secretariat" }, secretariatId);
  if ((await findSecretary(ctx.table, ctx.now())) === undefined)
    await registerPerson(
      ctx,
      { name: "秘书", organisationId: allianceId, role: "member" },
      { bodyId: secretariatId, role: "secretary" },
    );
  return isNew;
};
