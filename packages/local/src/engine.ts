// The embedded table engine: a child process on a random loopback port that keeps its data in one file of the data folder.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export interface Engine {
  endpoint: string;
  pid: number;
  /** Resolves when the process has ended, however it ended. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Where the engine's program is. @throws Error that names the ways on where there is no build for this platform. */
const program = (): string => {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), "dynoxide");
  } catch (cause) {
    throw new Error(
      `内置数据表引擎不支持 ${process.platform}-${process.arch}。The embedded table engine has no build for ${process.platform}-${process.arch} (package ${name}). Ways on: ` +
        "set DYNAMODB_ENDPOINT to any DynamoDB-compatible endpoint you have, such as http://127.0.0.1:8000; " +
        "or run this on Linux x64.",
      { cause },
    );
  }
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/**
 * Starts the engine on `file`, or in memory where none is given, on `samePort` or a free one, and waits until it answers.
 * It has a process group of its own: a Ctrl-C at the terminal reaches the server alone, which ends it when all is done.
 */
export const startEngine = async (file?: string, samePort?: number): Promise<Engine> => {
  const binary = program();
  for (let attempt = 0; ; attempt++) {
    const port = samePort ?? (await freePort());
    const child = spawn(binary, ["serve", "--port", String(port), ...(file === undefined ? [] : ["--db-path", file])], {
      stdio: "ignore",
      detached: true,
    });
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    const endpoint = `http://127.0.0.1:${port}`;
    if (await answers(endpoint, child)) return { endpoint, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
    await stop(child, ended);
    if (attempt === 2)
      throw new Error(`数据表引擎无法启动。The table engine does not start${file === undefined ? "" : ` on ${file}`}.`);
  }
};

const answers = async (endpoint: string, child: ChildProcess): Promise<boolean> => {
  for (let attempt = 0; attempt < 200 && child.exitCode === null && child.signalCode === null; attempt++) {
    try {
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: { "x-amz-target": "DynamoDB_20120810.ListTables", "content-type": "application/x-amz-json-1.0" },
        body: "{}",
        signal: AbortSignal.timeout(1000),
      });
      await answer.arrayBuffer();
      return true;
    } catch {
      await wait(25);
    }
  }
  return false;
};

const stop = async (child: ChildProcess, ended: Promise<void>): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
};

/** Ends engines on `file` whose server has gone: only for who holds the folder, so that no other server can own one. */
export const endOrphans = async (file: string): Promise<void> => {
  for (const pid of enginesOn(file)) {
    process.kill(pid, "SIGTERM");
    for (let attempt = 0; attempt < 100 && isEngineOn(pid, file); attempt++) await wait(50);
    if (isEngineOn(pid, file)) process.kill(pid, "SIGKILL");
  }
};

const enginesOn = (file: string): number[] =>
  existsSync("/proc/self/cmdline")
    ? readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .filter((pid) => isEngineOn(pid, file))
    : [];

const isEngineOn = (pid: number, file: string): boolean => {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return words.some((word) => word.endsWith("dynoxide")) && words.includes(file);
  } catch {
    return false;
  }
};

/** What a client of the embedded engine is configured with; the engine checks no signatures. */
export const clientFor = (endpoint: string) => ({
  endpoint,
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
