// Which Python the second table engine runs on, and its packages: what requirements.txt names, installed once by pip.
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cached } from "./cache.ts";

const requirements = join(import.meta.dirname, "requirements.txt");
const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];
const mostMinutes = 5;

export interface Python {
  /** The interpreter itself, whatever stands before it on PATH. */
  program: string;
  /** What compiled packages must fit: implementation, version, platform. */
  build: string;
}

/** Prints what a Python with pip is, where it is new enough; else it fails. */
const inspection =
  "import pip, sys, sysconfig; assert sys.version_info >= (3, 11); " +
  "print(sys.executable, sys.implementation.cache_tag, sysconfig.get_platform(), sep='\\n')";

/** The first Python 3.11 or newer of PATH that has pip, if there is one. */
export const findPython = (): Python | undefined => {
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ["-c", inspection], { encoding: "utf8" });
    const [program = "", ...build] = status === 0 ? stdout.trim().split("\n") : [];
    if (program !== "") return { program, build: build.join(" ") };
  }
  return undefined;
};

/** What this machine lacks for the second table engine, in a line a person can act on; undefined where nothing is missing. */
export const missingPython = (): string | undefined =>
  findPython()
    ? undefined
    : "第二个数据表引擎上的测试未运行：缺少带 pip 的 Python 3.11+。" +
      "The tests on a second table engine do not run: missing Python 3.11+ with pip.";

/** The folder with all packages of requirements.txt. @throws Error that says what is missing, or with the end of what pip said. */
export const fetchPackages = (): Promise<string> => {
  const python = findPython();
  if (python === undefined) throw new Error(missingPython());
  const recipe = `${readFileSync(requirements, "utf8")}\n${python.build}`;
  return cached(recipe, (folder) => install(python.program, folder));
};

const install = async (program: string, folder: string): Promise<void> => {
  const words = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
  try {
    await promisify(execFile)(program, [...words, "--target", folder, "-r", requirements], {
      timeout: mostMinutes * 60_000,
    });
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    const end = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Error(`pip 无法取得第二个数据表引擎。pip cannot fetch the second table engine:\n${end}`, { cause });
  }
};
