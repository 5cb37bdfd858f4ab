// Who may look after the index. Pure: actor in, yes or no out.
import { type Actor, isStaff } from "../../actor.ts";

export const mayOperate = (actor: Actor): boolean =>
  isStaff(actor) || (actor.kind === "system" && actor.name === "operator");
