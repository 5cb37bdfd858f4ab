// Logs of one machine: a JSON object a line, ids and durations, never texts or tokens.
import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "@lianchuang/functions/api/door";

const flushMilliseconds = 100;
/** At this size a log becomes `server.1.jsonl`, in the place of an older one. */
const mostBytes = 32 * 1_048_576;

/** Writes to `server.jsonl` of the data folder, in one go for all lines of a tenth of a second; a full disk costs lines, never the server. */
export const logTo = (folder: string): Log => {
  const path = join(folder, "server.jsonl");
  const open = () => openSync(path, "a", 0o600);
  let file = open();
  let bytes = fstatSync(file).size;
  let lines = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    try {
      bytes += writeSync(file, lines);
      if (bytes > mostBytes) {
        renameSync(path, join(folder, "server.1.jsonl"));
        closeSync(file);
        file = open();
        bytes = 0;
      }
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
