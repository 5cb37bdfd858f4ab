// The one table from what went wrong to the wire: problem details (RFC 9457) in the asked language.
import { AppError, type Reason, type Text } from "@lianchuang/shared/errors";
import { newRequestId } from "@lianchuang/shared/ids";
import type { Context as Request } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod";
import type { Door } from "./door.ts";

const statusOf: Record<Reason, number> = {
  malformed: 400,
  invalid: 422,
  key_missing: 400,
  key_reused: 422,
  cursor: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  state: 409,
  taken: 409,
  stale: 412,
  revision_missing: 428,
  too_many: 429,
  unavailable: 503,
};

/** What only the wire knows: refusals of HTTP itself. */
const wire: Record<number, { code: string; title: Text }> = {
  400: { code: "malformed", title: { en: "The request cannot be read.", zh: "无法读取请求。" } },
  404: { code: "not_found", title: { en: "There is nothing at this address.", zh: "此地址没有内容。" } },
  405: {
    code: "method",
    title: { en: "This address does not take this method; see Allow.", zh: "此地址不支持该方法，见 Allow。" },
  },
  408: {
    code: "timeout",
    title: { en: "The request did not come to its end in time.", zh: "请求未在规定时间内发送完毕。" },
  },
  413: {
    code: "too_large",
    title: {
      en: "The body is too large: at most 1 MiB, 5 MiB for rows of an import.",
      zh: "请求体过大：不得超过 1 MiB，导入数据行不得超过 5 MiB。",
    },
  },
  415: {
    code: "media_type",
    title: { en: "Send JSON: Content-Type: application/json.", zh: "请发送 JSON：Content-Type: application/json。" },
  },
  417: {
    code: "expectation",
    title: { en: "No such expectation is met here; leave Expect out.", zh: "不支持该 Expect 要求，请去掉 Expect 头。" },
  },
  431: {
    code: "headers_too_large",
    title: {
      en: "The address and headers are too large: at most 16 KiB together.",
      zh: "地址和请求头过大：合计不得超过 16 KiB。",
    },
  },
  503: {
    code: "late",
    title: {
      en: "This took too long. It may have been done nevertheless: repeat a command with the same Idempotency-Key.",
      zh: "处理超时，但操作可能已经完成：请用相同的 Idempotency-Key 重试。",
    },
  },
  500: {
    code: "internal",
    title: {
      en: "Something went wrong on our side. It has been logged; quote the requestId.",
      zh: "服务器内部错误，已记录。请提供 requestId。",
    },
  },
};

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    reason: z.string(),
    requestId: z.string(),
    issues: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

interface Parts {
  status: number;
  code: string;
  reason: string;
  title: Text;
  issues?: AppError["issues"];
}

const problemOf = (
  { status, code, reason, title, issues = [] }: Parts,
  requestId: string,
  say: (text: Text) => string,
): z.infer<typeof Problem> => ({
  type: `/problems/${reason}`,
  title: say(title),
  status,
  code,
  reason,
  requestId,
  ...(issues.length > 0 && { issues: issues.map((issue) => ({ ...issue, message: say(issue.message) })) }),
});

const answer = (c: Request<Door>, parts: Parts, headers: Record<string, string> = {}) => {
  const { status } = parts;
  const language = c.get("language") ?? "zh";
  const body = problemOf(parts, c.get("requestId"), (text) => text[language]);
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    "content-type": "application/problem+json; charset=utf-8",
    "content-language": language === "en" ? "en" : "zh-CN",
    "cache-control": "no-store",
    ...(status === 401 && { "www-authenticate": 'Bearer realm="lianchuang"' }),
    ...(status === 503 && { "retry-after": "2" }),
    ...headers,
  });
};

/** Every error ends here; one we did not write is logged whole, once, and answered with a fixed sentence. */
export const onError = (error: Error, c: Request<Door>): Response => {
  if (error instanceof AppError) {
    if (error.code === "unavailable") c.get("log")("unavailable", { cause: describeCause(error.cause) });
    return answer(c, {
      status: statusOf[error.reason],
      code: error.code,
      reason: error.reason,
      title: error.text,
      issues: error.issues,
    });
  }
  if (error instanceof HTTPException) return refuse(c, error.status);
  c.get("log")("unexpected", { error: error.stack ?? String(error) });
  return refuse(c, 500);
};

const codeOf: Record<number, string> = { 404: "not_found", 503: "unavailable" };

const partsOf = (status: number): Parts => {
  const known = wire[status] ?? wire[status < 500 ? 400 : 500];
  const { code: reason, title } = known ?? { code: "internal", title: { en: "", zh: "" } };
  return { status, code: codeOf[status] ?? (status < 500 ? "invalid" : "internal"), reason, title };
};

/** A refusal of HTTP itself, by status. */
export const refuse = (c: Request<Door>, status: number, headers: Record<string, string> = {}): Response =>
  answer(c, partsOf(status), headers);

/** The answer to a request of which nothing is known, nor the language it asks for: a problem in both. */
export const unreadAnswer = (status: number): { body: string; headers: Record<string, string> } => {
  const requestId = newRequestId();
  return {
    body: JSON.stringify(problemOf(partsOf(status), requestId, ({ en, zh }) => `${zh} ${en}`)),
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "content-language": "zh-CN, en",
      "cache-control": "no-store",
      "x-request-id": requestId,
    },
  };
};

/** The name of what failed underneath; never its text, which may echo the request. */
const describeCause = (cause: unknown): string =>
  cause instanceof Error
    ? `${cause.name}${cause.cause instanceof Error ? ` < ${cause.cause.name}` : ""}`
    : typeof cause;

/** The problem every unmatched address gets. */
export const notFoundAnswer = (c: Request<Door>): Response => refuse(c, 404);
