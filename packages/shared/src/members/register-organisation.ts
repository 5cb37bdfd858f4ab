// Enters an organisation in the register.

import * as audience from "../audience.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { forbidden, invalid } from "../errors.ts";
import { newId } from "../ids.ts";
import { isIndustry, notAnIndustry } from "../industry.ts";
import { Organisation } from "./organisation.ts";
import { mayRegister } from "./policy.ts";
import { RegisterOrganisation } from "./schema.ts";
import { creditCodeClaim, inOrganisations } from "./store.ts";

/** Only the system registers so far. The credit code is unique. @throws AppError `invalid`, `taken`, `forbidden`. */
export const registerOrganisation = async (
  ctx: Context,
  input: RegisterOrganisation,
  id = newId("org", ctx.now()),
): Promise<Organisation> => {
  if (!mayRegister(ctx.actor)) throw onlyTheSystem();
  const given = RegisterOrganisation.parse(input);
  if (given.creditCode === undefined && given.kind !== "alliance") throw codeNeeded();
  if (given.industry !== undefined && !isIndustry(given.industry)) throw unknownIndustry("/industry", given.industry);
  const [head] = await commit(ctx, {
    changes: [
      {
        id,
        next: { ...given, state: "member", audience: [audience.everyone], ...inOrganisations(given.name, id) },
        event: { action: "register" },
      },
    ],
    claims: given.creditCode === undefined ? [] : [creditCodeClaim(given.creditCode)],
  });
  return Organisation.parse(head);
};

const codeNeeded = () =>
  invalid("/creditCode", "required", { en: "needed: the unified social credit code", zh: "必填：统一社会信用代码" });

export const onlyTheSystem = () =>
  forbidden({ en: "Only the alliance's own set-up registers members so far.", zh: "目前只有联盟系统可以登记成员。" });

export const unknownIndustry = (pointer: string, code: string) => invalid(pointer, "industry", notAnIndustry(code));
