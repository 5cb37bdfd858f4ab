// What an operation is: its contract for the OpenAPI document and its handler, joined by the rules every operation obeys.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { type CommandRecord, once } from "@lianchuang/shared/command";
import type { Context } from "@lianchuang/shared/context";
import { AppError, notFound, unauthenticated } from "@lianchuang/shared/errors";
import { issuesOf } from "@lianchuang/shared/issues";
import { hashOf } from "@lianchuang/shared/table";
import type { Context as Request } from "hono";
import * as z from "zod";
import { readJson } from "./body.ts";
import { readIfMatch, reply } from "./conditions.ts";
import type { Door, Result } from "./door.ts";
import { Problem } from "./problem.ts";

/**
 * `read`: safe. `create`: makes a thing, under an Idempotency-Key. `change`: changes a head, names its revision in If-Match;
 * as POST under an Idempotency-Key. `append`: adds an entry to a log, under an Idempotency-Key, and names no revision. `rows`: many commands in one request, each with its own record.
 */
export type Kind = "read" | "create" | "change" | "append" | "rows";

/** What an answer is written in: JSON, or a text the handler has written. */
type Media = "application/json" | "application/feed+json" | "application/atom+xml" | "text/calendar";

type Shape = z.ZodType;
interface Input<P extends Shape, Q extends Shape, B extends Shape> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** From If-Match; undefined where it was not sent. */
  revision: number | undefined;
  language: "zh" | "en";
  /** The address that was asked. */
  url: URL;
}

export interface Operation<P extends Shape, Q extends Shape, B extends Shape, A extends Shape> {
  id: string;
  kind: Kind;
  method: "get" | "post" | "patch" | "delete";
  /** In OpenAPI's form: `/cases/{id}`. */
  path: string;
  tag: string;
  summary: string;
  /** `anyone` may ask, or only a `person` who is signed in; for all but the `staff` of the secretariat some things are not there, as their verbs say. */
  access: "anyone" | "person" | "staff";
  /** The thing whose log an `append` of no other thing goes to. */
  log?: string;
  params?: P;
  query?: Q;
  body?: B;
  maxBytes?: number;
  /** JSON where it is not said. */
  media?: Media;
  answer: A;
  handle(ctx: Context, input: Input<P, Q, B>): Promise<Result<z.output<A>>>;
  /** The answer to a repeated command: the thing as it is now for this actor. */
  replay?(ctx: Context, record: CommandRecord, input: Input<P, Q, B>): Promise<Result<z.output<A>>>;
}

const defaultMaxBytes = 1_048_576;
/** An operation without a query refuses any: a parameter that is not known is a mistake. */
const noQuery = z.strictObject({});
const keyPattern = /^[\x21-\x7e]{8,200}$/;

/** Adds an operation to the app and to its OpenAPI document. */
export const operation = <P extends Shape, Q extends Shape, B extends Shape, A extends Shape>(
  app: OpenAPIHono<Door>,
  spec: Operation<P, Q, B, A>,
): void => {
  app.openAPIRegistry.registerPath(describe(spec));
  app.on(spec.method.toUpperCase(), spec.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (c) => {
    c.set("operation", spec.id);
    const ctx = c.get("ctx");
    if (spec.access !== "anyone" && ctx.actor.kind !== "person") throw unauthenticated();
    const raw = spec.body && (await readJson(c.req, spec.maxBytes ?? defaultMaxBytes, spec.kind === "rows"));
    const key = readKey(c, spec);
    const params = parse(spec.params, c.req.param(), "path");
    const query = parse(spec.query ?? noQuery, queryOf(c), "query") as z.output<Q>;
    const body = parse(spec.body, raw, "body");
    const language = c.get("language");
    const input: Input<P, Q, B> = { params, query, body, revision: readIfMatch(c), language, url: new URL(c.req.url) };
    // Rows have fingerprints of their own, and no bound of depth yet.
    const whole = spec.kind === "rows" ? undefined : raw;
    const command = key === undefined ? {} : { command: { key, fingerprint: fingerprint(c, whole) } };
    const [status, result] = await run(spec, { ...ctx, ...command }, input);
    return reply(c, { status, media: mediaOf(spec), conditional: spec.method === "get" }, result);
  });
};

const run = async <P extends Shape, Q extends Shape, B extends Shape, A extends Shape>(
  spec: Operation<P, Q, B, A>,
  ctx: Context,
  input: Input<P, Q, B>,
): Promise<[200 | 201, Result<unknown>]> => {
  const success = spec.kind === "create" ? 201 : 200;
  if (spec.kind === "read" || spec.kind === "rows") return [success, await spec.handle(ctx, input)];
  const outcome = await once(ctx, () => spec.handle(ctx, input));
  if (outcome.kind === "done") return [success, outcome.value];
  if (!spec.replay) throw new Error(`operation ${spec.id} has no replay`);
  return [success, await spec.replay(ctx, outcome.record, input)];
};

/** @throws AppError `not_found` for an id that cannot be one, `malformed` for a query, `invalid` for a body. */
const parse = <T extends Shape>(
  schema: T | undefined,
  value: unknown,
  where: "path" | "query" | "body",
): z.output<T> => {
  if (!schema) return undefined as z.output<T>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (where === "path") throw notFound();
  const issues = issuesOf(parsed.error, value, where === "query" ? "/query" : "");
  const text = { en: "The request has faults; see issues.", zh: "请求有误，请看 issues。" };
  throw new AppError(where === "query" ? "malformed" : "invalid", text, { issues });
};

/** A parameter given twice stays a list, so that its schema refuses it. */
const queryOf = (c: Request<Door>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );

const readKey = (c: Request<Door>, spec: { kind: Kind; method: string }): string | undefined => {
  const key = c.req.header("idempotency-key");
  if (spec.kind === "read") return undefined;
  if (key === undefined && spec.method !== "post") return undefined;
  if (key !== undefined && keyPattern.test(key)) return key;
  const message = {
    en: "send Idempotency-Key: 8 to 200 visible ASCII characters, new for each command, the same when you repeat it",
    zh: "请发送 Idempotency-Key：8 至 200 个可见 ASCII 字符，每个新命令用新键，重试时用原键",
  };
  throw new AppError(
    "key_missing",
    {
      en: "This command needs an Idempotency-Key of 8 to 200 characters.",
      zh: "此命令需要 8 至 200 个字符的 Idempotency-Key。",
    },
    { issues: [{ pointer: "/header/Idempotency-Key", code: key === undefined ? "required" : "format", message }] },
  );
};

const fingerprint = (c: Request<Door>, body: unknown): string =>
  hashOf(c.req.method, c.req.path, c.req.header("if-match") ?? "", JSON.stringify(body ?? null));

const mediaOf = ({ media = "application/json" }: { media?: Media }): Media => media;

const json = (schema: Shape) => ({ "application/json": { schema } });
const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

const describe = <P extends Shape, Q extends Shape, B extends Shape, A extends Shape>(spec: Operation<P, Q, B, A>) => ({
  method: spec.method,
  path: spec.path,
  operationId: spec.id,
  tags: [spec.tag],
  summary: spec.summary,
  "x-kind": spec.kind,
  "x-access": spec.access,
  ...(spec.log !== undefined && { "x-log": spec.log }),
  security: spec.access === "anyone" ? [{ bearer: [] }, {}] : [{ bearer: [] }],
  request: {
    ...(spec.params && { params: spec.params as unknown as z.ZodObject }),
    ...(spec.query && { query: spec.query as unknown as z.ZodObject }),
    ...(spec.body && { body: { required: true, content: json(spec.body) } }),
    headers: headersOf(spec),
  },
  responses: {
    [spec.kind === "create" ? 201 : 200]: {
      description: "Done",
      content: { [mediaOf(spec)]: { schema: spec.answer } },
    },
    400: problem("The request cannot be read"),
    401: problem("Sign in first"),
    ...((spec.params || spec.access === "staff") && { 404: problem("Nothing here that you may read") }),
    ...(spec.kind !== "read" && {
      403: problem("You may not do this"),
      409: problem("Not possible as things stand"),
      422: problem("The body has faults"),
    }),
    ...(spec.kind === "change" && {
      412: problem("Somebody changed it meanwhile"),
      428: problem("If-Match is needed"),
    }),
    503: problem("Not now; try again as Retry-After says"),
  },
});

const commandKey = z
  .string()
  .regex(keyPattern)
  .meta({ description: "New for each command, the same when repeated; kept seven days" });

const headersOf = (spec: { kind: Kind; method: string }): z.ZodObject =>
  z.object({
    ...(spec.kind !== "read" && { "Idempotency-Key": spec.method === "post" ? commandKey : commandKey.optional() }),
    ...(spec.kind === "change" && {
      "If-Match": z.string().meta({ description: "The ETag you read", example: '"3.kq0…"' }),
    }),
  });
