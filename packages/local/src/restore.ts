// `npm run restore`: a data folder from a backup, whole or not at all; the next start builds a new index generation from the table.
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hashFile, Manifest, manifestName } from "./backup.ts";
import { openFolder, readLock } from "./folder.ts";
import { command, readOptions, UsageError } from "./options.ts";
import { inWords, say } from "./words.ts";

/** Checks every file against the manifest, puts the folder together beside its place and renames it. @throws UsageError for a folder in use or a backup that is not whole. */
export const restore = async (source: string, data: string): Promise<{ takenAt: string }> => {
  const { files, takenAt } = readManifest(source);
  for (const [name, expected] of Object.entries(files)) {
    const path = join(source, name);
    if (!existsSync(path) || (await hashFile(path)) !== expected) throw damaged(name);
  }
  const target = resolve(data);
  const isThere = existsSync(target);
  if (isThere && readdirSync(target).length > 0) throw notEmpty(target);
  const draft = `${target}.unfinished`;
  rmSync(draft, { recursive: true, force: true });
  for (const name of Object.keys(files)) {
    const path = join(draft, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    cpSync(join(source, name), path);
    sync(path);
  }
  if (isThere) rmdirSync(target);
  renameSync(draft, target);
  sync(dirname(target));
  return { takenAt };
};

const readManifest = (source: string) => {
  const file = join(source, manifestName);
  if (!existsSync(file))
    throw new UsageError(
      inWords({
        en: `${source} is no backup: ${manifestName} is missing.`,
        zh: `${source} 不是备份：缺少 ${manifestName}。`,
      }),
    );
  const { data } = Manifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!data) throw damaged(manifestName);
  return data;
};

const damaged = (name: string): UsageError =>
  new UsageError(
    inWords({
      en: `The backup is damaged: ${name} is missing or not what was backed up.`,
      zh: `备份已损坏：${name} 缺失或与备份时不一致。`,
    }),
  );

const notEmpty = (target: string): UsageError => {
  const lock = readLock(openFolder(target));
  return new UsageError(
    inWords({
      en: `${target} is not empty${lock ? ` and served by process ${lock.pid}` : ""}. Restore into an empty folder; move this one away first.`,
      zh: `${target} 不是空目录${lock ? `，并由进程 ${lock.pid} 提供服务` : ""}。请恢复到空目录，先把此目录移走。`,
    }),
  );
};

const sync = (path: string): void => {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
};

if (import.meta.main)
  await command(async () => {
    const { values } = readOptions({ from: { type: "string" } }, "npm run restore -- --from BACKUP [--data data]");
    if (typeof values.from !== "string")
      throw new UsageError(
        inWords({ en: "--from is needed: the folder of a backup.", zh: "--from：必填，备份所在的目录。" }),
      );
    const { takenAt } = await restore(resolve(values.from), values.data);
    say({
      en: `restored ${resolve(values.data)} as it was at ${takenAt}\nnpm start builds its search index anew`,
      zh: `已恢复 ${resolve(values.data)}，为 ${takenAt} 时的状态\nnpm start 会重新建立搜索索引`,
    });
  });
