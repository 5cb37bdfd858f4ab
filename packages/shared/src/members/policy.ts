// Who may do what with members. Joining and admission come with their own verbs; until then only the system registers.
import type { Actor } from "../actor.ts";

export const mayRegister = (actor: Actor): boolean => actor.kind === "system";
