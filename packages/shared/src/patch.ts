// Shapes of what is begun and changed: fields that may be missing, and merge patches (RFC 7396). Browser-safe.
import * as z from "zod";

/** Each field may be missing. */
export const optional = <T extends z.ZodRawShape>(shape: T) => z.object(shape).partial().shape;

/** Each field may be missing, which leaves it as it is, or `null`, which removes it. */
export const clearable = <T extends z.ZodRawShape>(shape: T) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, (schema as z.ZodType).nullable().optional()]),
  ) as unknown as {
    [K in keyof T]: z.ZodOptional<z.ZodNullable<T[K]>>;
  };
