// What lists and single things share at the door: ids in paths, pages in queries.
import { idOf, type Prefix } from "@lianchuang/shared/ids";
import { defaultLimit, maxLimit } from "@lianchuang/shared/page";
import * as z from "zod";

export const idParams = (prefix: Prefix) => z.object({ id: idOf(prefix) });

const whole = z
  .string()
  .regex(/^\d{1,9}$/, "0, 1, 2 …")
  .transform(Number);

/** How many a list shall give at most: 1 to `maximum`, `common` where it is not said. */
export const limitUpTo = (maximum: number, common: number) =>
  whole
    .pipe(z.int().min(1).max(maximum))
    .default(common)
    .meta({ type: "integer", minimum: 1, maximum, default: common });

export const paging = {
  limit: limitUpTo(maxLimit, defaultLimit),
  cursor: z.string().min(1).max(2000).optional().meta({ description: "`next` of the page before" }),
};

/** A strict query: an unknown parameter is a mistake, not a wish to ignore. */
export const queryOf = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape);

/** A parameter that may be given up to 20 times, with one value each time. */
export const repeatable = <T extends z.ZodType<string, string>>(value: T) =>
  z.preprocess((given) => (typeof given === "string" ? [given] : given), z.array(value).max(20)).optional();

/** What a list that is given whole answers with. */
export const listOf = <T extends z.ZodType>(item: T, id: string) => z.object({ items: z.array(item) }).meta({ id });

/** What a page of a list answers with. */
export const pageOf = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), next: z.string().optional() }).meta({ id });
