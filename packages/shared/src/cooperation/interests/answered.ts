// That an interest was answered, for the log that suggestions are learned from: written with the answer.
import { Raced } from "../../command.ts";
import type { Transaction } from "../../commit.ts";
import type { Context } from "../../context.ts";
import { learnedItem } from "../learning/log.ts";
import type { Interest } from "./interest.ts";

export const answered = (
  ctx: Context,
  { id, requestId, from, createdAt }: Interest,
  answer: "accept" | "decline",
  reason?: string,
): NonNullable<Transaction["extras"]>[number] => {
  const at = ctx.now().toISOString();
  const hours = Math.max(0, (Date.parse(at) - Date.parse(createdAt)) / 3_600_000);
  const line = { kind: "answer", at, from, id: requestId, answer, hours, ...(reason && { reason }) } as const;
  return { item: learnedItem(line, `${id}#answer`), taken: () => new Raced() };
};
