// A real OpenSearch node on loopback, in a folder that outlives it: it can be killed and started again on the same data and port.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../packages/local/src/engine.ts";
import { fetchJars } from "./jars.ts";
import { findJava, missingTools } from "./java.ts";
import { type Server, startServer } from "./server.ts";

export interface OpenSearch extends Server {
  url: string;
}

/**
 * Starts a node on `folder`, on `samePort` or a free one, with a heap of so many megabytes, and waits until its cluster is
 * whole. @throws Error that says what is missing.
 */
export const startOpenSearch = async (folder: string, samePort?: number, heap = 512): Promise<OpenSearch> => {
  const java = findJava();
  if (java === undefined) throw new Error(missingTools());
  const jars = await fetchJars();
  mkdirSync(folder, { recursive: true });
  const port = samePort ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const source = join(import.meta.dirname, "OpenSearchNode.java");
  const flags = ["-Xms256m", `-Xmx${heap}m`, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"];
  const server = await startServer({
    program: java,
    words: [...flags, "-cp", join(jars, "*"), source, folder, String(port), String(await freePort())],
    log: join(folder, "output.log"),
    answers: async () => {
      const answer = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`);
      return ((await answer.json()) as { timed_out?: boolean }).timed_out === false;
    },
    seconds: 90,
  });
  return { ...server, url };
};
