// `npm run backup`: a copy of a data folder while it serves: the table as of one moment, and the keys. The index is rebuilt from the table.
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openFolder } from "./folder.ts";
import { assertUsed } from "./operator.ts";
import { command, readOptions, tableEndpoint, UsageError } from "./options.ts";
import { inWords, say } from "./words.ts";

/** What a backup holds: each file with its SHA-256, so that a restore knows whether it is whole. */
export const Manifest = z.object({
  format: z.literal("lianchuang-backup-1"),
  takenAt: z.iso.datetime(),
  files: z.record(z.string().regex(/^(table|keys)\/[\w-]+\.(db|json)$/), z.string().regex(/^[0-9a-f]{64}$/)),
});

export const manifestName = "backup.json";

export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
};

/** Writes a whole backup to `target`, or nothing: it is put together beside it and renamed at the end. */
export const backUp = async (data: string, target: string): Promise<{ files: number }> => {
  const folder = openFolder(data);
  assertUsed(folder);
  if (existsSync(target))
    throw new UsageError(
      inWords({
        en: `${target} exists already. Name a folder that does not exist yet with --to.`,
        zh: `${target} 已存在。请用 --to 指定一个尚不存在的目录。`,
      }),
    );
  const draft = `${target}.unfinished`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(draft, "table"), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(folder.tableFile, { readOnly: true, timeout: 10_000 });
  try {
    database.prepare("VACUUM INTO ?").run(join(draft, "table", "table.db"));
  } finally {
    database.close();
  }
  cpSync(folder.keyFolder, join(draft, "keys"), { recursive: true });
  const files: Record<string, string> = {};
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isFile() ? 0o600 : 0o700);
    if (entry.isFile()) files[relative(draft, path)] = await hashFile(path);
  }
  const manifest: z.infer<typeof Manifest> = {
    format: "lianchuang-backup-1",
    takenAt: new Date().toISOString(),
    files,
  };
  writeFileSync(join(draft, manifestName), JSON.stringify(manifest, null, 2), { mode: 0o600, flush: true });
  renameSync(draft, target);
  return { files: Object.keys(files).length };
};

if (import.meta.main)
  await command(async () => {
    const { values } = readOptions({ to: { type: "string" } }, "npm run backup -- --to DIR [--data data]");
    if (typeof values.to !== "string")
      throw new UsageError(
        inWords({ en: "--to is needed: a folder that does not exist yet.", zh: "--to：必填，一个尚不存在的目录。" }),
      );
    if (tableEndpoint() !== undefined)
      throw new UsageError(
        inWords({
          en: "DYNAMODB_ENDPOINT is set: that table service has backups of its own; this command copies the embedded engine's data folder.",
          zh: "已设置 DYNAMODB_ENDPOINT：该数据表服务有自己的备份；此命令只复制内置引擎的数据目录。",
        }),
      );
    const target = resolve(values.to);
    const { files } = await backUp(values.data, target);
    say({
      en: `backed up ${files} files to ${target}\nrestore with: npm run restore -- --from ${target} --data NEW_FOLDER\nit holds keys and everything written: keep it as safe as the data folder`,
      zh: `已备份 ${files} 个文件到 ${target}\n恢复：npm run restore -- --from ${target} --data 新目录\n其中有密钥和全部数据，请像数据目录一样妥善保管`,
    });
  });
