// The worker thread of one generation: takes calls for its reader or its writer and answers them one by one.
import { parentPort, workerData } from "node:worker_threads";
import { openFile } from "./file.ts";
import { Reader } from "./reader.ts";
import type { Call, Reply, ThreadStart } from "./thread.ts";
import { Writer } from "./writer.ts";

const { role, path, name } = workerData as ThreadStart;
let side: Reader | Writer | undefined;
/** The file first opened: reader and writer of an index never work on two files, the one's log would be taken for the other's. */
let inode: number | undefined;

function answer({ id, method, parameters }: Call): Reply {
  try {
    side ??= open();
    return { id, result: methodOf(side, method)(...parameters) };
  } catch (error) {
    // The next call opens the file anew: what was wrong may have passed.
    side?.close();
    side = undefined;
    return { id, error };
  }
}

function open(): Reader | Writer {
  const file = openFile(path, role === "reader" ? "read" : "write", inode);
  ({ inode } = file);
  return role === "reader" ? new Reader(file, name) : new Writer(file);
}

/** A cast, because a call arrives as plain data; `Thread.call` has checked its types on the other side. */
function methodOf(target: Reader | Writer, method: string): (...parameters: readonly unknown[]) => unknown {
  return (target as unknown as Record<string, (...parameters: readonly unknown[]) => unknown>)[method]?.bind(
    target,
  ) as (...parameters: readonly unknown[]) => unknown;
}

parentPort?.on("message", (call: Call) => parentPort?.postMessage(answer(call), []));
