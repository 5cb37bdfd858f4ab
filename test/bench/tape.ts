// A tape between an adapter and its cluster: keeps the requests that pass, byte for byte, to send them again with nothing else to do.
import { Agent, createServer, request } from "node:http";

export interface Sent {
  method: string;
  path: string;
  type: string;
  body: Buffer;
}

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

export interface Tape {
  /** What stands for the cluster's address: whatever is sent there passes and is kept. */
  url: string;
  /** What passed since it was last taken. */
  take(): Sent[];
  close(): void;
}

const defaultType = "application/json";

/** Sends by nothing but kept connections. */
export const senderTo = (cluster: string): ((sent: Sent) => Promise<Answer>) => {
  const agent = new Agent({ keepAlive: true });
  return ({ method, path, type, body }) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": type, "content-length": body.length };
      const call = request(new URL(path, cluster), { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers["content-type"] ?? defaultType,
            body: Buffer.concat(chunks),
          }),
        );
      });
      call.on("error", reject);
      call.end(body);
    });
};

export const openTape = async (cluster: string): Promise<Tape> => {
  const send = senderTo(cluster);
  const kept: Sent[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "GET", url = "/", headers } = incoming;
      const sent = { method, path: url, type: headers["content-type"] ?? defaultType, body: Buffer.concat(chunks) };
      kept.push(sent);
      send(sent).then(
        ({ status, type, body }) => outgoing.writeHead(status, { "content-type": type }).end(body),
        () => outgoing.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    take: () => kept.splice(0),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};
