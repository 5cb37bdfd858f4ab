// AWS Lambda on this machine: a bundled function in a fresh process of its own, invoked through the Runtime API (2018-06-01) and nothing else.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { json } from "node:stream/consumers";
import type { FunctionName } from "@lianchuang/shared/env";
import { type Bundle, bundle } from "../../infra/bundle.ts";

export interface LambdaOptions {
  /** The function's settings, and where its AWS services are. */
  variables: Readonly<Record<string, string>>;
  /** Of one invocation, as the function's configuration has it. */
  timeoutSeconds?: number;
  /** What time it is there, for as long as it runs; else what it is. */
  stoppedAt?: Date | undefined;
}

/** A function that could not start, or ended with an error: its type and its message. */
export class FunctionError extends Error {
  readonly type: string;
  constructor({ errorType, errorMessage }: { errorType: string; errorMessage: string }) {
    super(errorMessage);
    this.type = errorType;
  }
}

export interface LambdaFunction {
  /** One after the other, as one execution environment takes them. @throws FunctionError */
  invoke<T>(event: unknown): Promise<T>;
  /** What it printed. */
  said(): string;
  stop(): Promise<void>;
}

interface Invocation {
  id: string;
  event: unknown;
  settle: PromiseWithResolvers<unknown>;
}

const bundles = new Map<FunctionName, Bundle>();
process.once("exit", () => {
  for (const { folder } of bundles.values()) rmSync(folder, { recursive: true, force: true });
});

/** Bundled once a process, by what deploys it. */
export const bundleOf = (name: FunctionName): Bundle => {
  const made = bundles.get(name) ?? bundle(name);
  bundles.set(name, made);
  return made;
};

const runtime = resolve(import.meta.dirname, "lambda-runtime.mjs");
const stoppedClock = resolve(import.meta.dirname, "stopped-clock.mjs");

/** Starts an execution environment: nothing of this process' environment but its PATH is in it. */
export const startFunction = async (
  name: FunctionName,
  { variables, timeoutSeconds = 30, stoppedAt }: LambdaOptions,
  { folder, handler } = bundleOf(name),
): Promise<LambdaFunction> => {
  const queue: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let arrived = Promise.withResolvers<void>();
  let failed: FunctionError | undefined;
  let count = 0;

  const fail = (error: FunctionError): void => {
    failed ??= error;
    for (const { settle } of [...queue.splice(0), ...running.values()]) settle.reject(error);
    running.clear();
  };

  const next = async (answer: ServerResponse): Promise<void> => {
    while (queue.length === 0) {
      await arrived.promise;
      arrived = Promise.withResolvers();
    }
    const [invocation] = queue.splice(0, 1);
    if (!invocation) return;
    running.set(invocation.id, invocation);
    answer.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": invocation.id,
      "lambda-runtime-deadline-ms": String((stoppedAt?.getTime() ?? Date.now()) + timeoutSeconds * 1_000),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:local:000000000000:function:${name}`,
    });
    answer.end(JSON.stringify(invocation.event));
  };

  const serve = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const [, id = "", what] = /\/runtime\/invocation\/([^/]+)(?:\/(response|error))?$/.exec(request.url ?? "") ?? [];
    if (id === "next") return next(answer);
    const said = await json(request);
    answer.writeHead(202).end("{}");
    if (what === undefined) return fail(new FunctionError(said as ConstructorParameters<typeof FunctionError>[0]));
    const invocation = running.get(id);
    running.delete(id);
    if (what === "response") invocation?.settle.resolve(said);
    else invocation?.settle.reject(new FunctionError(said as ConstructorParameters<typeof FunctionError>[0]));
  };

  const server = createServer((request, answer) => void serve(request, answer));
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const child = spawn(process.execPath, [...(stoppedAt ? ["--import", stoppedClock] : []), runtime], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      TZ: ":UTC",
      AWS_REGION: "local",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
      ...(stoppedAt && { STOPPED_AT: stoppedAt.toISOString() }),
      ...variables,
    },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  const exited = once(child, "exit").then(([code]) =>
    fail(new FunctionError({ errorType: "Runtime.ExitError", errorMessage: `ended with ${code}: ${printed}` })),
  );

  return {
    invoke: <T>(event: unknown): Promise<T> => {
      if (failed) return Promise.reject(failed);
      const settle = Promise.withResolvers<unknown>();
      queue.push({ id: `invocation-${++count}`, event, settle });
      arrived.resolve();
      return settle.promise as Promise<T>;
    },
    said: () => printed,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
      server.closeAllConnections();
      server.close();
    },
  };
};
