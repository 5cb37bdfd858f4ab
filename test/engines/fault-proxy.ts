// Stands between us and the real table engine and makes what it never does by itself: throttling, conflicts, failures, answers that are lost or late.
import { createServer, request as forward } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** What happens to one call. `applied` faults let the engine do it first. */
export type Fault =
  | "pass"
  | "throttled"
  | "failed"
  | "conflict"
  | "reset"
  | "late"
  | "applied-failed"
  | "applied-reset";

export interface FaultProxy {
  endpoint: string;
  /** Calls by operation, such as TransactWriteItems; counted when they arrive. */
  calls: Map<string, number>;
  /** Decides each call's fate; everything passes until it is set. */
  decide: (operation: string) => Fault;
  close(): Promise<void>;
}

const errors = {
  throttled: [400, "ThrottlingException"],
  failed: [500, "InternalServerError"],
} as const satisfies Record<string, readonly [number, string]>;

export const startFaultProxy = async (engine: string): Promise<FaultProxy> => {
  const target = new URL(engine);
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => void answer(Buffer.concat(chunks)).catch(() => outgoing.destroy()));
    const answer = async (body: Buffer): Promise<void> => {
      const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
      proxy.calls.set(operation, (proxy.calls.get(operation) ?? 0) + 1);
      const fault = proxy.decide(operation);
      const fail = (status: number, type: string, more: object = {}): void => {
        outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
        outgoing.end(
          JSON.stringify({
            __type: `com.amazonaws.dynamodb.v20120810#${type}`,
            message: "made by the fault proxy",
            ...more,
          }),
        );
      };
      if (fault === "reset") return void outgoing.destroy();
      if (fault === "throttled" || fault === "failed") {
        const [status, type] = errors[fault];
        return fail(status, type);
      }
      if (fault === "conflict" && operation === "TransactWriteItems") {
        const count = JSON.parse(body.toString()).TransactItems.length as number;
        const reasons = Array.from({ length: count }, (_, position) => ({
          Code: position === 0 ? "TransactionConflict" : "None",
        }));
        return fail(400, "TransactionCanceledException", { CancellationReasons: reasons });
      }
      const { status, headers, text } = await pass(incoming.headers, body);
      if (fault === "applied-reset") return void outgoing.destroy();
      if (fault === "applied-failed") return fail(...errors.failed);
      if (fault === "late") await wait(40);
      outgoing.writeHead(status, headers);
      outgoing.end(text);
    };
  });
  const pass = (headers: NodeJS.Dict<string | string[]>, body: Buffer) =>
    new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: Buffer }>((resolve, reject) => {
      const call = forward(
        { host: target.hostname, port: target.port, method: "POST", path: "/", headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 500, headers: response.headers, text: Buffer.concat(chunks) }),
          );
          response.on("error", reject);
        },
      );
      call.on("error", reject);
      call.end(body);
    });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    calls: new Map(),
    decide: () => "pass",
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
};
