// The programs of the engines in Java: what pom.xml names, resolved once by Maven.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cached } from "./cache.ts";

const pom = join(import.meta.dirname, "pom.xml");
const mostMinutes = 5;

/** The folder with all jars of pom.xml. @throws Error with the end of what Maven said. */
export const fetchJars = (): Promise<string> => cached(readFileSync(pom), copyJars);

const copyJars = async (folder: string): Promise<void> => {
  const words = ["-q", "-B", "-f", pom, "dependency:copy-dependencies", "-DincludeScope=runtime"];
  try {
    await promisify(execFile)("mvn", [...words, `-DoutputDirectory=${folder}`], { timeout: mostMinutes * 60_000 });
  } catch (cause) {
    const { stdout = "" } = cause as { stdout?: string };
    const end = stdout.trim().split("\n").slice(-5).join("\n");
    throw new Error(`Maven 无法取得测试引擎。Maven cannot fetch the test engines:\n${end}`, { cause });
  }
};
