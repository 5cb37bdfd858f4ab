// Ids: a prefix that says what the thing is, then a ULID, so ids sort by time and fit any key. The only source of random ids; browser-safe.
import { ulid } from "ulid";
import * as z from "zod";

/** One row per kind of thing that has an id. */
export const prefixes = ["org", "person", "body", "search", "case", "imp", "coop", "int", "evt"] as const;
export type Prefix = (typeof prefixes)[number];

const ulidPattern = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

/** A new id such as `case_01JD…`; `now` is its time part. */
export const newId = (prefix: Prefix, now: Date): string => `${prefix}_${ulid(now.getTime())}`;

const schemas = Object.fromEntries(
  prefixes.map((prefix) => [prefix, z.string().regex(new RegExp(`^${prefix}_${ulidPattern}$`), `${prefix}_01J…`)]),
) as Record<Prefix, z.ZodString>;

/** The schema of an id of one kind. */
export const idOf = (prefix: Prefix): z.ZodString => schemas[prefix];

const anyId = new RegExp(`^(${prefixes.join("|")})_${ulidPattern}$`);
export const isId = (text: string): boolean => anyId.test(text);

/** A secret of 128 random bits, in 32 hex digits. */
export const newToken = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** An opaque id for a request or a trace; carries no time. */
export const newRequestId = (): string => crypto.randomUUID();
