// Lets the first secretary of a new alliance sign in; everybody after him is invited.
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { found } from "../head.ts";
import { foundAlliance } from "./found-alliance.ts";
import { type Identity, isLinked, linkIdentity } from "./link-identity.ts";
import { findPerson } from "./store.ts";

/**
 * Founds the alliance where there is none, and lets its secretary sign in under an identity. Repeating it changes nothing.
 * @throws AppError `forbidden`, `taken`: the identity is another person's, or the secretary signs in under another already.
 */
export const admitFirstSecretary = async (
  ctx: Context,
  { name, ...identity }: Identity & { name: string },
): Promise<{ secretaryId: string }> => {
  const { secretaryId } = await foundAlliance(ctx, name);
  const secretary = found(await findPerson(ctx.table, secretaryId));
  if (secretary.identities.length > 0 && !isLinked(secretary, identity)) throw notTheFirst();
  await linkIdentity(ctx, secretaryId, identity);
  return { secretaryId };
};

const notTheFirst = () =>
  new AppError("taken", {
    en: "There is a secretary who can sign in already; others are invited by the secretariat.",
    zh: "已有可以登录的秘书处人员；其他人员由秘书处邀请。",
  });
