// What can go wrong, in the alliance's words: a code, a reason that refines it, and a message in both languages. No wire format here.

/** A sentence people see, in both languages. */
export interface Text {
  en: string;
  zh: string;
}

const codes = {
  malformed: "invalid",
  invalid: "invalid",
  key_missing: "invalid",
  key_reused: "invalid",
  cursor: "invalid",
  unauthenticated: "unauthenticated",
  forbidden: "forbidden",
  not_found: "not_found",
  state: "conflict",
  taken: "conflict",
  stale: "conflict",
  revision_missing: "conflict",
  too_many: "too_many",
  unavailable: "unavailable",
} as const;

export type Reason = keyof typeof codes;
export type Code = (typeof codes)[Reason];

/** One fault of an input: where (JSON pointer, RFC 6901), which rule, and what is allowed. */
export interface Issue {
  pointer: string;
  code: string;
  message: Text;
}

/** A refusal the alliance itself decided; doors turn it into their wire format. */
export class AppError extends Error {
  readonly code: Code;
  readonly reason: Reason;
  readonly text: Text;
  readonly issues: readonly Issue[];

  constructor(reason: Reason, text: Text, options: { issues?: readonly Issue[]; cause?: unknown } = {}) {
    super(text.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = codes[reason];
    this.reason = reason;
    this.text = text;
    this.issues = options.issues ?? [];
  }
}

/** What to tell a log or a list of faults of an error: its cause's name alone, because a message may hold what was in a thing. */
export const nameOf = (error: unknown): string => {
  const own = error instanceof AppError ? (error.cause ?? error) : error;
  return own instanceof Error ? own.name : typeof own;
};

/** What one may not read does not exist: the text names neither the thing nor why. */
export const notFound = (): AppError =>
  new AppError("not_found", {
    en: "There is nothing here that you may read. Check the address, or sign in.",
    zh: "此处没有您可以查看的内容。请核对地址，或先登录。",
  });

export const forbidden = (text: Text): AppError => new AppError("forbidden", text);

export const unauthenticated = (
  text: Text = { en: "Sign in first: send a bearer token.", zh: "请先登录：需要提供访问令牌。" },
): AppError => new AppError("unauthenticated", text);

export const invalid = (pointer: string, code: string, message: Text): AppError =>
  new AppError(
    "invalid",
    { en: "The request has a fault; see issues.", zh: "请求有误，请看 issues。" },
    { issues: [{ pointer, code, message }] },
  );

export const staleRevision = (current: number): AppError =>
  new AppError("stale", {
    en: `This was changed after you read it: it is at revision ${current} now. Read it again, then repeat your change.`,
    zh: `此内容在您读取之后已被修改，当前为第 ${current} 版。请重新读取后再提交修改。`,
  });

export const revisionMissing = (): AppError =>
  new AppError("revision_missing", {
    en: 'Say which revision you read: send its ETag in If-Match, such as If-Match: "3.…".',
    zh: '请说明您读取的版本：在 If-Match 中带上 ETag，例如 If-Match: "3.…"。',
  });

export const unavailable = (cause?: unknown): AppError =>
  new AppError(
    "unavailable",
    {
      en: "This cannot be answered right now; nothing was lost. Try again shortly, with the same Idempotency-Key.",
      zh: "暂时无法处理，没有丢失任何内容。请稍后用相同的 Idempotency-Key 重试。",
    },
    { cause },
  );
