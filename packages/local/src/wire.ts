// The HTTP server of one machine, and what it answers before the app is asked: problem details there too.
import { createServer, type Server, type ServerOptions, type ServerResponse, STATUS_CODES } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { unreadAnswer } from "@lianchuang/functions/api/problem";

/** What Node found, by its code; all else is 400. */
const statusOf: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Time to read the answer: closed at once, a connection may be reset before its peer has read it (RFC 9112, 9.6). */
const lingerMilliseconds = 1000;

type Fetch = Parameters<typeof getRequestListener>[0];

/**
 * An HTTP server for the app. Malformed requests, headers over 16 KB, a host that is none, expectations, and requests that do not
 * end (Node's bounds: 60 s for the headers, 300 s for all of it, looked at every 30 s) get a problem (RFC 9457); a second later the
 * connection is gone, though the peer keep its side open.
 */
export const createHttpServer = (fetch: Fetch, options: ServerOptions = {}): Server => {
  const listener = getRequestListener(fetch, { errorHandler: () => new Response(...partsOf(400)) });
  const server = createServer({ requireHostHeader: false, ...options }, (incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  server.on("checkExpectation", (_, outgoing: ServerResponse) => {
    const [body, { status, headers }] = partsOf(417);
    outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // Answered already: whatever else it sends is of no interest.
    if (socket.writableEnded) return;
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const timer = setTimeout(() => socket.destroy(), lingerMilliseconds);
    socket.once("close", () => clearTimeout(timer));
    socket.end(textOf(statusOf[error.code ?? ""] ?? 400));
  });
  return server;
};

/** Body, status and headers of a problem. */
const partsOf = (status: number): [body: string, rest: { status: number; headers: Record<string, string> }] => {
  const { body, headers } = unreadAnswer(status);
  return [body, { status, headers: { ...headers, connection: "close" } }];
};

const textOf = (status: number): string => {
  const [body, { headers }] = partsOf(status);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
};
