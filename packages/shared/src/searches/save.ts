// Saves a search of one's own; from then on it watches.
import * as audience from "../audience.ts";
import { Raced } from "../command.ts";
import { commit } from "../commit.ts";
import type { Context } from "../context.ts";
import { AppError, unauthenticated } from "../errors.ts";
import { newId } from "../ids.ts";
import { maySave } from "./policy.ts";
import { SavedSearch } from "./saved-search.ts";
import { mostSearches, type SaveSearch } from "./schema.ts";
import { readSlots, slotKey } from "./store.ts";

/** @throws AppError `unauthenticated`, `state` when the person has as many as there may be. */
export const saveSearch = async (ctx: Context, input: SaveSearch): Promise<SavedSearch> => {
  if (!maySave(ctx.actor)) throw unauthenticated();
  const personId = ctx.actor.id;
  const slot = (await readSlots(ctx.table, personId)).indexOf(undefined);
  if (slot === -1) throw tooMany();
  const id = newId("search", ctx.now());
  const next = { ...input, personId, slot, audience: [audience.person(personId)] };
  const [head] = await commit(ctx, {
    changes: [{ id, next, event: { action: "save" } }],
    claims: [{ key: slotKey(personId, slot), taken: () => new Raced() }],
  });
  return SavedSearch.parse(head);
};

const tooMany = () =>
  new AppError("state", {
    en: `You have ${mostSearches} saved searches; there can be no more. Delete one, or change one.`,
    zh: `您已保存 ${mostSearches} 个搜索，已达上限。请先删除或修改其中一个。`,
  });
