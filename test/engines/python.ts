// Which Python tools of the tests run on, and their packages: what a file of requirements names, installed once by pip.
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cached } from "./cache.ts";

/** The second table engine, and the linter of templates. */
export type Packages = "requirements.txt" | "cfn-lint.txt";

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

/** The folder with all packages of a file of requirements. @throws Error that says what is missing, or with the end of what pip said. */
export const fetchPackages = (packages: Packages = "requirements.txt"): Promise<string> => {
  const requirements = join(import.meta.dirname, packages);
  const python = findPython();
  if (python === undefined) throw new Error(missingPython());
  const recipe = `${readFileSync(requirements, "utf8")}\n${python.build}`;
  return cached(recipe, (folder) => install(python.program, requirements, folder));
};

const install = async (program: string, requirements: string, folder: string): Promise<void> => {
  const words = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
  try {
    await promisify(execFile)(program, [...words, "--target", folder, "-r", requirements], {
      timeout: mostMinutes * 60_000,
    });
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    const end = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Error(`pip 无法取得测试所需的 Python 包。pip cannot fetch Python packages that tests need:\n${end}`, {
      cause,
    });
  }
};
