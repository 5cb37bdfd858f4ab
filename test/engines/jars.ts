// The programs of the real engines: what pom.xml names, resolved once by Maven into a cache that all checkouts share.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const pom = join(import.meta.dirname, "pom.xml");
const mostMinutes = 5;

/**
 * The folder with all jars of pom.xml; quick where it is there already. It takes its place whole, so of two runs at once
 * each finds a finished one. @throws Error with the end of what Maven said.
 */
export const fetchJars = async (): Promise<string> => {
  const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "lianchuang/engines");
  const folder = join(cache, createHash("sha256").update(readFileSync(pom)).digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "draft-"));
  try {
    await copyJars(draft);
    place(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
};

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

const place = (draft: string, folder: string): void => {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another run was faster
  }
};
