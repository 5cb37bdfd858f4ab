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

interface Start {
  /** A free one where none is given. */
  readonly port?: number;
  /** In megabytes. */
  readonly heap?: number;
  /** Compiles little: a node of a few minutes costs half the time, one that is measured is slower than it can be. */
  readonly brief?: boolean;
}

/** Starts a node on `folder` and waits until its cluster is whole. @throws Error that says what is missing. */
export const startOpenSearch = async (
  folder: string,
  { brief = false, heap = 512, ...on }: Start = {},
): Promise<OpenSearch> => {
  const java = findJava();
  if (java === undefined) throw new Error(missingTools());
  const jars = await fetchJars();
  mkdirSync(folder, { recursive: true });
  const port = on.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const source = join(import.meta.dirname, "OpenSearchNode.java");
  const flags = ["-Xms256m", `-Xmx${heap}m`, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"];
  if (brief) flags.push("-XX:TieredStopAtLevel=1");
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
