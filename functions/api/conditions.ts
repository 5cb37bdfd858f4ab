// Conditional requests (RFC 9110, 13): ETag = "<revision>.<hash of the body sent>"; If-Match compares the revision, If-None-Match all of it.
import { hash } from "node:crypto";
import { AppError } from "@lianchuang/shared/errors";
import type { Context as Request } from "hono";
import type { Door, Result } from "./door.ts";

/** Strong ones alone: a weak tag never matches in If-Match (RFC 9110, 13.1.1). */
const tag = /^"(\d{1,15})\.[\w-]{1,64}"$/;

/** The revision in If-Match, if one was sent. @throws AppError `malformed` for another form, `*` and lists among them. */
export const readIfMatch = (c: Request<Door>): number | undefined => {
  const header = c.req.header("if-match");
  if (header === undefined) return undefined;
  const revision = tag.exec(header.trim())?.[1];
  if (revision !== undefined) return Number(revision);
  const message = {
    en: `send the one ETag you read, such as "3.kq0…", not ${header.slice(0, 40)}`,
    zh: `请发送读取时得到的 ETag，例如 "3.kq0…"，而不是 ${header.slice(0, 40)}`,
  };
  throw new AppError(
    "malformed",
    { en: "If-Match cannot be read.", zh: "无法读取 If-Match。" },
    { issues: [{ pointer: "/header/If-Match", code: "format", message }] },
  );
};

const entityTag = (revision: number, body: string): string =>
  `"${revision}.${hash("sha256", body, "base64url").slice(0, 22)}"`;

const matches = (header: string, etag: string): boolean =>
  header.trim() === "*" || header.split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === etag);

interface Manner {
  status: 200 | 201;
  /** Of any kind of JSON, or of a text that the value is. */
  media: string;
  conditional: boolean;
}

/** The answer with its ETag; 304 where the caller has this very body. */
export const reply = (c: Request<Door>, { status, media, conditional }: Manner, result: Result<unknown>): Response => {
  const body = media.endsWith("json") ? JSON.stringify(result.value) : String(result.value);
  const etag = entityTag(result.revision ?? 0, body);
  const headers = {
    etag,
    "cache-control": "private, no-cache",
    vary: "Authorization, Cookie, Accept-Language, Origin",
    ...(result.location !== undefined && status === 201 && { location: result.location }),
    ...linkOf(c, result.value),
  };
  const known = c.req.header("if-none-match");
  if (conditional && known !== undefined && matches(known, etag)) return c.body(null, 304, headers);
  return c.body(body, status, { ...headers, "content-type": `${media}; charset=utf-8` });
};

/** Pages lead on by `Link: rel="next"` (RFC 8288) as well as by `next`. */
const linkOf = (c: Request<Door>, value: unknown): Record<string, string> => {
  const next = typeof value === "object" && value !== null && "next" in value ? value.next : undefined;
  if (typeof next !== "string") return {};
  const url = new URL(c.req.url);
  url.searchParams.set("cursor", next);
  return { link: `<${url.pathname}${url.search}>; rel="next"` };
};
