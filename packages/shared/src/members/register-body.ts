// Enters a body of the alliance.
import type { bodyKinds } from "../actor.ts";
import * as audience from "../audience.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { newId } from "../ids.ts";
import { Body } from "./body.ts";
import { mayRegister } from "./policy.ts";
import { onlyTheSystem } from "./register-organisation.ts";

/** @throws AppError `forbidden`. */
export const registerBody = async (
  ctx: Context,
  input: { name: string; kind: (typeof bodyKinds)[number] },
  id = newId("body", ctx.now()),
): Promise<Body> => {
  if (!mayRegister(ctx.actor)) throw onlyTheSystem();
  const next = { ...input, state: "standing", audience: [audience.members] };
  const [head] = await commit(ctx, { changes: [{ id, next, event: { action: "establish" } }] });
  return Body.parse(head);
};
