// A second table engine on loopback, in memory: another implementation of DynamoDB than the embedded one, so that no suite leans on the habits of either.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../packages/local/src/engine.ts";
import { fetchPackages, findPython, missingPython } from "./python.ts";
import { type Server, startServer } from "./server.ts";

export interface TableEngine extends Server {
  endpoint: string;
}

/** Starts the engine, with its own files in `folder`, and waits until it answers. @throws Error that says what is missing. */
export const startMinistack = async (folder: string): Promise<TableEngine> => {
  const python = findPython();
  if (python === undefined) throw new Error(missingPython());
  const packages = await fetchPackages();
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await startServer({
    program: python.program,
    words: ["-I", join(import.meta.dirname, "ministack_table.py"), packages, folder, String(port)],
    log: join(folder, "output.log"),
    answers: async () => {
      const headers = { "x-amz-target": "DynamoDB_20120810.ListTables", "content-type": "application/x-amz-json-1.0" };
      return (await fetch(endpoint, { method: "POST", headers, body: "{}" })).ok;
    },
    seconds: 60,
  });
  return { ...server, endpoint };
};
