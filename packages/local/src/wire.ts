// What Node's HTTP server answers before the app is asked: problem details there too.
import { randomUUID } from "node:crypto";
import { type Server, STATUS_CODES } from "node:http";

const statusOf: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Malformed requests, headers over 16 KB and requests that never end get a problem (RFC 9457), then the connection closes. */
export const answerBrokenRequests = (server: Server): void => {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return;
    const status = statusOf[error.code ?? ""] ?? 400;
    const reason = status === 431 ? "headers_too_large" : status === 408 ? "timeout" : "malformed";
    const title = `请求无法读取。The request cannot be read: ${STATUS_CODES[status] ?? ""}.`;
    const body = JSON.stringify({
      type: `/problems/${reason}`,
      title,
      status,
      code: "invalid",
      reason,
      requestId: randomUUID(),
    });
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
        `cache-control: no-store\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
};
