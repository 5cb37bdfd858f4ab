// What Node's HTTP server answers before the app is asked: problem details there too.
import { type Server, STATUS_CODES } from "node:http";
import { unreadProblem } from "@lianchuang/functions/api/problem";
import { newRequestId } from "@lianchuang/shared/ids";

/** What Node found, by its code; all else is 400. */
const statusOf: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Time to read the answer: closed at once, a connection may be reset before its peer has read it (RFC 9112, 9.6). */
const lingerMilliseconds = 1000;

/**
 * Malformed requests, headers over 16 KB and requests that do not end (Node's bounds: 60 s for the headers, 300 s for all of it,
 * looked at every 30 s) get a problem (RFC 9457); a second later the connection is gone, though the peer keep its side open.
 */
export const answerBrokenRequests = (server: Server): void => {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // Answered already: whatever else it sends is of no interest.
    if (socket.writableEnded) return;
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const timer = setTimeout(() => socket.destroy(), lingerMilliseconds);
    socket.once("close", () => clearTimeout(timer));
    socket.end(answerOf(statusOf[error.code ?? ""] ?? 400));
  });
};

const answerOf = (status: number): string => {
  const requestId = newRequestId();
  const body = JSON.stringify(unreadProblem(status, requestId));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "content-type: application/problem+json; charset=utf-8",
    "content-language: zh-CN, en",
    "cache-control: no-store",
    `x-request-id: ${requestId}`,
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
};
