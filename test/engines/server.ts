// A server process of a test: started with its words in a log, waited for until it answers, ended by its own process id.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

export interface Server {
  pid: number;
  /** Ends it as it wishes to be ended: by the end of its input; by force after 10 s. */
  stop(): Promise<void>;
  /** Ends it without warning, as a crash does. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  program: string;
  words: string[];
  /** The file that gets what it prints. */
  log: string;
  /** Whether it answers; asked until it does. A rejection is a no. */
  answers: () => Promise<boolean>;
  seconds: number;
}

/** @throws Error with the end of the log where it ends, or does not answer in time. */
export const startServer = async ({ program, words, log, answers, seconds }: ServerOptions): Promise<Server> => {
  const output = openSync(log, "a", 0o600);
  const child = spawn(program, words, { stdio: ["pipe", output, output], detached: true });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = async (): Promise<void> => {
    if (isRunning(child)) child.kill("SIGKILL");
    await ended;
  };
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await Promise.race([ended, wait(10_000, undefined, { ref: false })]);
    await kill();
  };
  child.stdin?.on("error", () => {}); // It may have ended before its input does.
  const end = performance.now() + seconds * 1000;
  while (isRunning(child) && performance.now() < end) {
    if (await answers().catch(() => false)) return { pid: child.pid ?? 0, stop, kill };
    await wait(100);
  }
  await kill();
  const said = readFileSync(log, "utf8").trim().split("\n").slice(-20).join("\n");
  throw new Error(`测试引擎无法启动。The test engine does not start (${log}):\n${said}`);
};

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;
