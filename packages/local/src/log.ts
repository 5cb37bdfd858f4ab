// Logs of one machine: a JSON object a line, ids and durations, never texts or tokens.
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "@lianchuang/functions/api/door";

const flushMilliseconds = 100;

/** Writes to `server.jsonl` of the data folder, in one go for all lines of a tenth of a second; a full disk costs lines, never the server. */
export const logTo = (folder: string): Log => {
  const file = openSync(join(folder, "server.jsonl"), "a", 0o600);
  let lines = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    try {
      writeSync(file, lines);
    } catch {
      // Nowhere to say so: what failed is the place where it would be said.
    }
    lines = "";
  };
  process.on("exit", flush);
  return (message, fields = {}) => {
    lines += `${JSON.stringify({ at: new Date().toISOString(), message, ...fields })}\n`;
    timer ??= setTimeout(flush, flushMilliseconds).unref();
  };
};
