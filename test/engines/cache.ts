// Where the programs of the real engines lie once they are fetched: a cache that all checkouts of this machine share.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder that `fill` made of `recipe`; quick where it is there already. It takes its place whole, so of two runs at once
 * each finds a finished one. @throws what `fill` throws.
 */
export const cached = async (recipe: string | Buffer, fill: (folder: string) => Promise<void>): Promise<string> => {
  const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "lianchuang/engines");
  const folder = join(cache, createHash("sha256").update(recipe).digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "draft-"));
  try {
    await fill(draft);
    place(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
};

const place = (draft: string, folder: string): void => {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another run was faster
  }
};
