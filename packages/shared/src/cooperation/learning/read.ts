// Reads what was learned about suggestions, for the secretariat.
import { isStaff } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { invalid } from "../../errors.ts";
import { found } from "../../head.ts";
import { type Learned, readLearned } from "./log.ts";
import { reportOf } from "./report.ts";
import type { LearningReport } from "./schema.ts";

const mostDays = 92;
const usualDays = 30;

/** Of some days (UTC, inclusive, at most 92); to all others it is not there. @throws AppError `not_found`, `invalid`. */
export const getLearning = async (
  ctx: Context,
  input: { from?: string | undefined; to?: string | undefined },
): Promise<LearningReport> => {
  found(isStaff(ctx.actor) ? ctx.actor : undefined);
  const to = input.to ?? ctx.now().toISOString().slice(0, 10);
  const from = input.from ?? new Date(Date.parse(to) - usualDays * 86_400_000).toISOString().slice(0, 10);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (days < 1 || days > mostDays) throw wrongDays();
  const lines: Learned[] = [];
  for await (const line of readLearned(ctx.table, from, to)) lines.push(line);
  return reportOf(lines);
};

const wrongDays = () =>
  invalid("/query/to", "range", {
    en: `from and to are at most ${mostDays} days apart, from first`,
    zh: `起止日期最多相隔 ${mostDays} 天，且起始日期在前`,
  });
