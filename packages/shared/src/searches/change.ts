// Changes a search of one's own: name, query, whether it watches, up to when its alerts are seen. Alerts raised so far stay.
import type { Context } from "../context.ts";
import { invalid } from "../errors.ts";
import { actOn, type OnSearch } from "./act.ts";
import type { SavedSearch } from "./saved-search.ts";
import type { ChangeSearch } from "./schema.ts";

/** @throws AppError as `actOn`, and `invalid` (a time that has not come). */
export const changeSearch = (ctx: Context, on: OnSearch, change: ChangeSearch): Promise<SavedSearch> =>
  actOn(ctx, on, "change", (search) => {
    const now = ctx.now().toISOString();
    const seenAt = change.seenAt === undefined ? undefined : new Date(change.seenAt).toISOString();
    if (seenAt !== undefined && seenAt > now) throw notYet(seenAt, now);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return { next: { ...search, ...given, ...(seenAt !== undefined && { seenAt }) } };
  });

const notYet = (given: string, now: string) =>
  invalid("/seenAt", "too_big", {
    en: `${given} has not come yet; at most now, ${now}`,
    zh: `${given} 尚未到来，不得晚于当前时间 ${now}`,
  });
