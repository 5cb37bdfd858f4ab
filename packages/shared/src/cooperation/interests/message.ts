// The conversation of the two sides: each message is appended, and nobody else reads it.
import { actorId } from "../../actor.ts";
import { mayRead } from "../../audience.ts";
import type { Context } from "../../context.ts";
import { found } from "../../head.ts";
import { type Page, Position } from "../../page.ts";
import { actOn, type OnInterest } from "./act.ts";
import { type Interest, sideOf } from "./interest.ts";
import type { MessageView, SendMessage } from "./schema.ts";
import { tellAbout } from "./show.ts";
import { findInterest, messageKey, readMessages } from "./store.ts";

/** @throws AppError `not_found`, `forbidden`, `state`. */
export const sendMessage = (ctx: Context, on: OnInterest, { text }: SendMessage): Promise<Interest> =>
  actOn(ctx, on, "message", (next, _, side) => {
    const number = next.messages + 1;
    const message = { number, at: ctx.now().toISOString(), side, personId: actorId(ctx.actor), text };
    return { next: { ...next, messages: number }, appends: { [messageKey(number)]: message }, data: { number } };
  });

/** Oldest first, for people of the two sides; to all others they are not there. @throws AppError `not_found`, `cursor`. */
export const listMessages = async (
  ctx: Context,
  id: string,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<MessageView>> => {
  const interest = found(await findInterest(ctx.table, id));
  found(mayRead(ctx.actor, interest) ? sideOf(ctx.actor, interest) : undefined);
  const binding = ["interest-messages", id, actorId(ctx.actor)];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const messages = await readMessages(ctx.table, id, input.limit + 1, Number(after?.["number"] ?? 0));
  const { owner } = await tellAbout(ctx, interest);
  // A person's name leads to the organisation.
  const items = messages
    .slice(0, input.limit)
    .map(({ personId, ...each }) => (each.side === "owner" && owner === "hidden" ? each : { ...each, personId }));
  const last = messages.length > items.length ? items.at(-1) : undefined;
  return last ? { items, next: ctx.cursors.seal({ number: String(last.number) }, binding) } : { items };
};
