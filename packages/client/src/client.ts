// The typed client of the door: one call per operation, safe to repeat, patient with a busy server. Runs in browsers and in Node.
import { type Operations, operations, type Problem } from "./paths.ts";

export type OperationId = keyof Operations;
export type Input<Id extends OperationId> = Operations[Id]["input"] & { signal?: AbortSignal | undefined };

export interface Answer<Id extends OperationId> {
  status: number;
  body: Operations[Id]["answer"];
  /** Send it in `ifMatch` of the next change. */
  etag: string | undefined;
  location: string | undefined;
}

export interface ClientOptions {
  /** Where the door is, such as `http://127.0.0.1:3000`. */
  url: string;
  /** An access token; without one you are a visitor. */
  token?: string | undefined;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** The language of problems and of faults; zh-CN where none is named. */
  language?: "zh-CN" | "en" | undefined;
}

export interface Client {
  /**
   * Calls one operation. A command carries an Idempotency-Key (`key`, or a new one), the same in every attempt, so it has its
   * effect once. Busy (429, 502, 503, 504) and unreachable servers are tried again, at most 6 times and 60 seconds in all.
   * @throws ApiProblem when the door refuses; Unreachable when no answer came; the signal's reason when it aborts.
   */
  call<Id extends OperationId>(id: Id, ...input: Optional<Input<Id>>): Promise<Answer<Id>>;
}

type Optional<T> = Partial<T> extends T ? [input?: T] : [input: T];

/** A refusal of the door; `problem` says what was wrong and what is allowed. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super([problem.title, ...(problem.issues ?? []).map((issue) => `${issue.pointer} ${issue.message}`)].join(" · "));
    this.problem = problem;
  }
}

/** No answer came, or none that can be read; whether a command had its effect is not known, repeat it with the same key. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  constructor(url: string, cause: unknown) {
    super(`no answer from ${url}`, { cause });
  }
}

const attempts = 6;
const patienceMs = 60_000;
const attemptMs = 35_000;
const busy = [429, 502, 503, 504];

/** What any call may carry, whatever its operation takes. */
interface Carried {
  params?: Record<string, string>;
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: unknown;
  ifMatch?: string;
  key?: string;
  signal?: AbortSignal;
}

export const createClient = (options: ClientOptions): Client => {
  const base = options.url.replace(/\/+$/, "");
  const send = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));

  return {
    async call<Id extends OperationId>(id: Id, ...[given]: Optional<Input<Id>>): Promise<Answer<Id>> {
      const route = operations[id];
      const input = (given ?? {}) as Carried;
      const url = base + addressOf(route.path, input);
      const headers = headersOf(options, input, route.kind !== "read");
      const init = {
        method: route.method,
        headers,
        ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
      };
      const response = await patiently((signal) => send(url, { ...init, signal }), url, input.signal);
      if (!response.ok) throw new ApiProblem(problemOf(response));
      return {
        status: response.status,
        body: response.body as Operations[Id]["answer"],
        etag: response.headers.get("etag") ?? undefined,
        location: response.headers.get("location") ?? undefined,
      };
    },
  };
};

const addressOf = (path: string, { params = {}, query = {} }: Carried): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of [value ?? []].flat()) search.append(name, String(each));
  return search.size > 0 ? `${filled}?${search.toString()}` : filled;
};

/** @throws TypeError for a token, key or ETag that no header can hold. */
const headersOf = (options: ClientOptions, input: Carried, command: boolean): Headers => {
  const headers = new Headers({ accept: "application/json", "accept-language": options.language ?? "zh-CN" });
  if (options.token !== undefined) headers.set("authorization", `Bearer ${options.token}`);
  if (input.body !== undefined) headers.set("content-type", "application/json");
  if (input.ifMatch !== undefined) headers.set("if-match", input.ifMatch);
  if (command) headers.set("idempotency-key", input.key ?? crypto.randomUUID());
  return headers;
};

/** An answer read to its end. */
interface Whole {
  ok: boolean;
  status: number;
  headers: Headers;
  body: unknown;
}

const patiently = async (
  send: (signal: AbortSignal) => Promise<Response>,
  url: string,
  stop: AbortSignal | undefined,
): Promise<Whole> => {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(send, stop);
    stop?.throwIfAborted();
    if ("status" in outcome && !busy.includes(outcome.status)) return outcome;
    const delay = delayOf("status" in outcome ? outcome.headers.get("retry-after") : null, attempt);
    const spent = performance.now() - started + delay;
    if (attempt < attempts && spent < patienceMs) await pause(delay, stop);
    else if ("status" in outcome) return outcome;
    else throw new Unreachable(new URL(url).origin, outcome.cause);
  }
};

const attemptOnce = async (
  send: (signal: AbortSignal) => Promise<Response>,
  stop: AbortSignal | undefined,
): Promise<Whole | { cause: unknown }> => {
  const patience = AbortSignal.timeout(attemptMs);
  try {
    const response = await send(stop ? AbortSignal.any([stop, patience]) : patience);
    const { ok, status, headers } = response;
    const text = await response.text();
    return { ok: ok && isJson(headers), status, headers, body: isJson(headers) ? JSON.parse(text) : text };
  } catch (cause) {
    return { cause };
  }
};

const isJson = (headers: Headers): boolean => /[/+]json\b/i.test(headers.get("content-type") ?? "");

/** Retry-After in seconds (RFC 9110, 10.2.3) where the server names it, else doubling from 200 ms; scattered, so that many clients do not return at once. */
const delayOf = (retryAfter: string | null, attempt: number): number => {
  const asked = retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
  return asked === undefined ? 200 * 2 ** (attempt - 1) * (0.5 + Math.random() / 2) : asked * (1 + Math.random() / 4);
};

const pause = (milliseconds: number, stop: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    const onAbort = () => {
      clearTimeout(timer);
      reject(stop?.reason instanceof Error ? stop.reason : new Error("aborted"));
    };
    stop?.addEventListener("abort", onAbort, { once: true });
  });

/** The problem in an answer; what is not ours (a proxy's page, another server) is named as such. */
const problemOf = ({ status, headers, body }: Whole): Problem => {
  if (typeof body === "object" && body !== null && "reason" in body && "title" in body) return body as Problem;
  const type = headers.get("content-type") ?? "no content type";
  const title = `HTTP ${status}, ${type}: this is no answer of the alliance's server; check the address`;
  return {
    type: "about:blank",
    title,
    status,
    code: "unexpected",
    reason: "unexpected",
    requestId: headers.get("x-request-id") ?? "",
  };
};
