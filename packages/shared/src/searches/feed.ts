// The feed link of a search: made, replaced and revoked by its owner; who has it reads with the owner's rights of now.
import type { Actor } from "../actor.ts";
import { Raced } from "../command.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { found } from "../head.ts";
import { newToken } from "../ids.ts";
import { findActor } from "../members/index.ts";
import { actOn, type OnSearch } from "./act.ts";
import type { SavedSearch } from "./saved-search.ts";
import { FeedToken } from "./schema.ts";
import { feedKey, findByToken, getOwn, hashOfToken } from "./store.ts";

export interface WithToken {
  search: SavedSearch;
  token: string;
}

/** Makes a new link; one made before ends. Only the token's hash is kept, and for repeats of the command the token, sealed. @throws AppError as `actOn`. */
export const makeFeed = async (ctx: Context, on: OnSearch): Promise<WithToken> => {
  const token = newToken();
  const hash = hashOfToken(token);
  const search = await actOn(ctx, on, "make-feed", (before) => ({
    next: { ...before, feed: { hash, madeAt: ctx.now().toISOString() } },
    claims: [{ key: feedKey(hash), taken: () => new Raced() }],
    releases: released(before),
    answer: { token: ctx.cursors.seal(token, bindingOf(on.id)) },
  }));
  return { search, token };
};

/** The link that a command made before. @throws AppError `not_found`, `state` when it was replaced or revoked since. */
export const repeatFeed = async (ctx: Context, id: string, answer: unknown): Promise<WithToken> => {
  const search = await getOwn(ctx, id);
  const token = ctx.cursors.open(String((answer as { token?: unknown }).token), bindingOf(id), FeedToken);
  if (search.feed?.hash !== hashOfToken(token)) throw replaced();
  return { search, token };
};

/** Without a link nothing changes but the revision. @throws AppError as `actOn`. */
export const revokeFeed = (ctx: Context, on: OnSearch): Promise<SavedSearch> =>
  actOn(ctx, on, "revoke-feed", (before) => {
    const { feed: _, ...next } = before;
    return { next, releases: released(before) };
  });

/** The search a token leads to, and its owner as he is now. @throws AppError `not_found`, whatever is wrong with the token. */
export const openFeed = async (ctx: Context, token: string): Promise<{ search: SavedSearch; owner: Actor }> => {
  const search = found(await findByToken(ctx.table, token));
  const owner = found(await findActor(ctx.table, search.personId, ctx.now()));
  return { search, owner };
};

const bindingOf = (id: string) => ["search-feed", id];

const released = ({ id, feed }: SavedSearch) => (feed ? [{ key: feedKey(feed.hash), holder: id }] : []);

const replaced = () =>
  new AppError("state", {
    en: "The feed link this command made was replaced or revoked since. Make a new one, with a new Idempotency-Key.",
    zh: "此命令生成的订阅链接已被更换或撤销。请使用新的 Idempotency-Key 重新生成。",
  });
