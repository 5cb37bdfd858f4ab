// The product as a newcomer has it: the real commands in processes of their own, a data folder, kill -9 included.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { openFolder, readLock } from "../../packages/local/src/folder.ts";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** Runs a command of the repository and gives what it printed; does not throw on another exit code. */
export const command = async (
  script: string,
  ...words: string[]
): Promise<{ code: number; out: string; err: string }> => {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(root, script), ...words], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
};

export interface Running {
  url: string;
  /** The lines it printed until it was ready. */
  said: string[];
  child: ChildProcess;
  /** Ends the process without warning, and with it its engine where that is asked. */
  kill(withEngine?: boolean): Promise<void>;
  /** Ends it as an operator does, and says with which exit code. */
  stop(): Promise<number>;
}

/** Starts the product on a data folder and waits for its `ready` line. */
export const startProduct = async (data: string, ...flags: string[]): Promise<Running> => {
  const child = spawn(
    process.execPath,
    [join(root, "packages/local/src/start.ts"), "--port", "0", "--data", data, ...flags],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, "exit");
  const said: string[] = [];
  const url = await Promise.race([
    (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        said.push(line);
        if (line.startsWith("ready ")) return line.slice(6);
      }
      throw new Error(`it ended before it was ready: ${errors}`);
    })(),
    wait(30_000).then(() => {
      throw new Error(`not ready after 30 s: ${errors}`);
    }),
  ]);
  return {
    url,
    said,
    child,
    async kill(withEngine = false) {
      const enginePid = withEngine ? readLock(openFolder(data))?.enginePid : undefined;
      child.kill("SIGKILL");
      if (enginePid !== undefined) process.kill(enginePid, "SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      const [code] = (await exited) as [number];
      return code;
    },
  };
};

export const newFolder = (): { data: string; remove: () => void } => {
  const parent = mkdtempSync(join(tmpdir(), "lianchuang-"));
  return { data: join(parent, "data"), remove: () => rmSync(parent, { recursive: true, force: true }) };
};

export const tokenFor = async (data: string, as: string): Promise<string> => {
  const { code, out, err } = await command("packages/local/src/token.ts", "--as", as, "--data", data);
  if (code !== 0) throw new Error(err);
  return out.trim();
};

/** Waits until a condition holds, asking again and again; never longer than `seconds`. */
export const until = async (what: string, condition: () => Promise<boolean>, seconds = 20): Promise<void> => {
  const end = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await wait(50);
  }
};
