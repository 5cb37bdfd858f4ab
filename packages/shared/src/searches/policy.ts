// Who may do what with saved searches: a person with his own. Who may read one may do everything with it, and nobody else may read it.
import type { Actor, Person } from "../actor.ts";

export const maySave = (actor: Actor): actor is Person => actor.kind === "person";
