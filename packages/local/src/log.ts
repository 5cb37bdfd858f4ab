// Logs of one machine: a JSON object a line, ids and durations, never texts or tokens.
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Log } from "@lianchuang/functions/api/door";

/** Writes to `log/server.jsonl` of the data folder. */
export const logTo = (folder: string): Log => {
  const stream = createWriteStream(join(folder, "server.jsonl"), { flags: "a", mode: 0o600 });
  return (message, fields = {}) => {
    stream.write(`${JSON.stringify({ at: new Date().toISOString(), message, ...fields })}\n`);
  };
};
