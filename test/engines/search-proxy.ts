// Stands between us and the real search engine and makes what it seldom does by itself: refusals, half-done bulks, answers that are lost or late.
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** What happens to one request. `applied` faults let the engine do it first; of a `half` bulk every other item is refused. */
export type SearchFault =
  | "pass"
  | "busy"
  | "unavailable"
  | "breaker"
  | "reset"
  | "silent"
  | "half"
  | "applied-failed"
  | "applied-reset";

export interface SearchProxy {
  url: string;
  /** Decides each request's fate; everything passes until it is set. */
  decide: (path: string) => SearchFault;
  close(): Promise<void>;
}

const failures = {
  busy: [429, "rejected_execution_exception"],
  breaker: [429, "circuit_breaking_exception"],
  unavailable: [503, "cluster_block_exception"],
  "applied-failed": [500, "exception"],
} as const satisfies Partial<Record<SearchFault, readonly [number, string]>>;

export const startSearchProxy = async (engine: string): Promise<SearchProxy> => {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => void answer(Buffer.concat(chunks).toString()).catch(() => outgoing.destroy()));
    const send = (status: number, body: string): void => {
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(body);
    };
    const answer = async (body: string): Promise<void> => {
      const path = incoming.url ?? "/";
      const isBulk = path.includes("/_bulk");
      const fault = proxy.decide(path);
      if (fault === "reset") return void outgoing.destroy();
      if (fault === "silent") return;
      if (fault === "busy" || fault === "breaker" || fault === "unavailable") return send(...refusal(fault));
      const [kept, refused] = fault === "half" && isBulk ? halved(body) : [body, []];
      const { status, text } = await pass(incoming.method ?? "GET", path, incoming.headers["content-type"], kept);
      if (fault === "applied-reset") return void outgoing.destroy();
      if (fault === "applied-failed") return send(...refusal(fault));
      send(status, refused.length > 0 ? withRefused(text, refused) : text);
    };
  });
  const pass = async (method: string, path: string, type: string | undefined, body: string) => {
    const response = await fetch(`${engine}${path}`, {
      method,
      ...(body !== "" && { body, headers: { "content-type": type ?? "application/json" } }),
    });
    return { status: response.status, text: method === "HEAD" ? "" : await response.text() };
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const proxy: SearchProxy = {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    decide: () => "pass",
    close: async () => {
      await wait(0);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  return proxy;
};

const refusal = (fault: keyof typeof failures): [number, string] => {
  const [status, type] = failures[fault];
  return [status, JSON.stringify({ error: { type, reason: "made by the fault proxy" }, status })];
};

/** The lines of every other item, and where the items stood that are left out. */
const halved = (body: string): [kept: string, refused: number[]] => {
  const lines = body.split("\n").filter((line) => line !== "");
  const kept: string[] = [];
  const refused: number[] = [];
  let item = 0;
  for (let at = 0; at < lines.length; item++) {
    const size = lines[at]?.startsWith('{"delete"') ? 1 : 2;
    if (item % 2 === 0) kept.push(...lines.slice(at, at + size));
    else refused.push(item);
    at += size;
  }
  return [`${kept.join("\n")}\n`, refused];
};

/** What a bulk answered, with refusals where items were left out. */
const withRefused = (text: string, refused: readonly number[]): string => {
  const answer = JSON.parse(text) as { items: object[] };
  const error = { type: "rejected_execution_exception", reason: "made by the fault proxy" };
  for (const at of refused) answer.items.splice(at, 0, { index: { status: 429, error } });
  return JSON.stringify({ ...answer, errors: true });
};
