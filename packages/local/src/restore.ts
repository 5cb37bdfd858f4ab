// `npm run restore`: a data folder from a backup, into an empty one; the next start builds a new index generation from the table.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hashFile, Manifest, manifestName } from "./backup.ts";
import { openFolder, readLock } from "./folder.ts";
import { command, readOptions, UsageError } from "./options.ts";

/** Checks every file against the manifest before the first is copied. @throws UsageError for a folder in use or a backup that is not whole. */
export const restore = async (source: string, data: string): Promise<{ takenAt: string }> => {
  if (!existsSync(join(source, manifestName)))
    throw new UsageError(`${source} is no backup: ${manifestName} is missing.`);
  const { files, takenAt } = Manifest.parse(JSON.parse(readFileSync(join(source, manifestName), "utf8")));
  for (const [name, expected] of Object.entries(files)) {
    const path = join(source, name);
    if (!existsSync(path) || (await hashFile(path)) !== expected)
      throw new UsageError(`The backup is damaged: ${name} is missing or not what was backed up.`);
  }
  const target = resolve(data);
  if (existsSync(target) && readdirSync(target).length > 0) {
    const lock = readLock(openFolder(target));
    throw new UsageError(
      `${target} is not empty${lock ? ` and served by process ${lock.pid}` : ""}. Restore into an empty folder; move this one away first.`,
    );
  }
  const folder = openFolder(target);
  for (const name of Object.keys(files)) {
    const path = join(folder.path, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    cpSync(join(source, name), path);
    chmodSync(path, 0o600);
  }
  return { takenAt };
};

if (import.meta.main)
  await command(async () => {
    const { values } = readOptions({ from: { type: "string" } }, "npm run restore -- --from BACKUP [--data data]");
    if (typeof values.from !== "string") throw new UsageError("--from is needed: the folder of a backup.");
    const { takenAt } = await restore(resolve(values.from), values.data);
    process.stdout.write(
      `restored ${resolve(values.data)} as it was at ${takenAt}\nnpm start builds its search index anew\n`,
    );
  });
