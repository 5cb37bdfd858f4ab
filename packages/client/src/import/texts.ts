// Everything the import command says, in both languages.
import type { ImportView, RowResult, UndoStep } from "@lianchuang/shared/cases/import/schema";

export type Language = "zh-CN" | "en";

/** Where the product serves on this machine unless it is told otherwise. */
export const productUrl = "http://127.0.0.1:8787";

type Outcome = RowResult["outcome"];
type Kept = UndoStep["kept"][number];

const zh = {
  usage: `用法：
  npm run import -- --token T --kind case [选项] FILE
  npm run import -- --token T --undo imp_…
FILE 为 JSON Lines：每行一个 JSON 对象，UTF-8 编码；- 表示标准输入。选项：
  --url URL              服务器地址，默认 ${productUrl}
  --map 字段=源字段,…    例如 externalId=id,body=abstract；其余同名字段照常导入，不认识的字段不导入，最后列出；不用 --map 时，有不认识的字段的行有误
  --publish              导入为已发布（仅秘书处）
  --audience members|public   发布后谁可以看，默认 members
  --organisation org_…   为哪个单位导入（仅当您属于多个单位）
  --dry-run              只检查并说明将会发生什么
  --resume imp_…         继续中断的导入
  --undo imp_…           撤销一次导入；之后又有改动的行保留不动
  --errors FILE          把所有有问题的行写入 FILE（JSON Lines）
  --language zh|en       提示语言，默认 zh
`,
  optionUnknown: (option: string) => `${option}：没有此选项。用 --help 查看可用选项。`,
  optionBare: (option: string) => `${option}：缺少取值，或此选项不带取值。用 --help 查看用法。`,
  optionNeeded: (option: string, allowed: string) => `${option}：必填；${allowed}。`,
  optionWrong: (option: string, value: string, allowed: string) => `${option}：不能为 ${value}；${allowed}。`,
  optionsClash: (option: string, other: string) => `${option}：不能与 ${other} 同时使用。`,
  optionsDisagree: (option: string, other: string) =>
    `${option}：与 ${other} 打开时的设置不同；请去掉 ${option}，按原设置继续。`,
  takesNoMore: (id: string) => `--resume：${id} 已撤销或正在撤销，不再接受数据；请去掉 --resume，作为新的导入运行。`,
  fileDiffers: (id: string, opened: string, given: string) =>
    `FILE：${id} 打开时用的是 ${opened}，现在给出的是 ${given}；请给出 ${opened}，或去掉 --resume，作为新的导入运行。`,
  standardInput: "标准输入",
  oneOf: (values: readonly string[]) => `可选：${values.join("、")}`,
  url: `形如 ${productUrl}`,
  token: "访问令牌；在本机可用 npm run -s token -- --as secretariat 取得",
  id: (prefix: string) => `形如 ${prefix}_01J…`,
  files: "只能给一个 FILE（JSON Lines 文件，- 表示标准输入）",
  map: "形如 externalId=id,body=abstract，每个字段只出现一次",
  fileUnreadable: (option: string, file: string, reason: string) =>
    `${option}：无法打开 ${file}（${reason}）。请核对路径与权限。`,
  fileUtf16: (file: string) => `FILE：${file} 是 UTF-16 编码；请另存为 UTF-8。`,
  notUtf8: "不是 UTF-8 编码；GBK 文件可先用 iconv -f GB18030 -t UTF-8 转换",
  notJson: (column: number) => `第 ${column} 列起不是有效的 JSON；每行应为一个 JSON 对象`,
  tooLong: (maximum: number) => `本行超过 ${maximum} 字节`,
  duplicate: (externalId: string, line: number) => `${externalId} 已出现在第 ${line} 行`,
  outcome: { new: "新增", changed: "变更", same: "相同", invalid: "有误", conflict: "冲突" } satisfies Record<
    Outcome,
    string
  >,
  colon: "：",
  comma: "、",
  semicolon: "；",
  progress: (rows: number, seconds: number) => `已处理 ${rows} 行，用时 ${seconds} 秒`,
  undoing: (rows: number, seconds: number) => `已撤销 ${rows} 行，用时 ${seconds} 秒`,
  finished: (rows: number, batch: ImportView) => `完成：共 ${rows} 行，导入编号 ${batch.id}`,
  rehearsed: (rows: number) => `试运行：共 ${rows} 行，没有写入任何案例。实际导入时将会：`,
  partly: (rows: number, batch: ImportView) => `未完成：已处理 ${rows} 行，导入编号 ${batch.id}`,
  badRows: (count: number) => `有问题的行（${count}）：`,
  line: (line: number) => `第 ${line} 行`,
  moreRows: (count: number) => `……另有 ${count} 行未列出；用 --errors FILE 可得到全部。`,
  incomplete: (count: number, missing: string) => `待补充：${count} 个案例尚不完整；最常缺少：${missing}`,
  ignored: (fields: string) => `未导入的源字段：${fields}`,
  unseen: (fields: string) => `注意：--map 中的这些源字段在文件里没有出现：${fields}`,
  howToUndo: (command: string) => `如需撤销：${command}`,
  howToResume: (command: string) => `已写入的内容不会丢失，也不会重复。继续导入：${command}`,
  howToResumeInput: (command: string) =>
    `已写入的内容不会丢失，也不会重复。继续导入时，请从标准输入送入同样的内容：${command}`,
  howToUndoOn: "再次运行同一命令，即从此处继续撤销。",
  interrupted: "已中断。",
  unreachable: (cause: string) => `服务器没有应答（${cause}）。请确认地址正确、服务已启动。`,
  undone: (id: string, rows: number) => `已撤销 ${id}：${rows} 行（新增的案例已撤回，变更的案例已恢复）`,
  undoneNow: (id: string, rows: number) => `已撤销 ${id}：本次 ${rows} 行（新增的案例已撤回，变更的案例已恢复）`,
  undonePartly: (id: string, rows: number) => `未完成：${id} 本次已撤销 ${rows} 行`,
  undoneBefore: (id: string) => `${id} 之前已经撤销，无需再做。`,
  kept: (rows: readonly Kept[]) => `保留 ${rows.length} 行（之后又有改动，由人修改或来自更晚的导入）：`,
  keptForLater: "改动来自更晚的导入时：先撤销那次导入，再次运行同一命令。",
};

export type Texts = typeof zh;

const en: Texts = {
  usage: `Usage:
  npm run import -- --token T --kind case [options] FILE
  npm run import -- --token T --undo imp_…
FILE is JSON Lines: one JSON object per line, UTF-8; - is standard input. Options:
  --url URL              where the server is; ${productUrl} where none is named
  --map FIELD=SOURCE,…   such as externalId=id,body=abstract; fields that bear a case field's name go along, unknown ones are left out and named at the end; without --map a row with an unknown field is invalid
  --publish              import as published (secretariat only)
  --audience members|public   who may read it once published; members where none is named
  --organisation org_…   for whom; needed only if you belong to several
  --dry-run              check, and say what would happen
  --resume imp_…         go on with an interrupted import
  --undo imp_…           undo an import; rows changed since are kept
  --errors FILE          write every bad row to FILE (JSON Lines)
  --language zh|en       language of messages; zh where none is named
`,
  optionUnknown: (option) => `${option}: there is no such option. See --help for those there are.`,
  optionBare: (option) => `${option}: a value is missing, or this option takes none. See --help.`,
  optionNeeded: (option, allowed) => `${option}: needed; ${allowed}.`,
  optionWrong: (option, value, allowed) => `${option}: ${value} is not allowed; ${allowed}.`,
  optionsClash: (option, other) => `${option}: not together with ${other}.`,
  optionsDisagree: (option, other) =>
    `${option}: differs from how ${other} was opened; leave ${option} out to go on as it was opened.`,
  takesNoMore: (id) =>
    `--resume: ${id} was undone, or is being undone, and takes no more rows; leave --resume out to import as new.`,
  fileDiffers: (id, opened, given) =>
    `FILE: ${id} was opened with ${opened}, now ${given} is given; give ${opened}, or leave --resume out to import as new.`,
  standardInput: "standard input",
  oneOf: (values) => `allowed: ${values.join(", ")}`,
  url: `such as ${productUrl}`,
  token: "an access token; on this machine: npm run -s token -- --as secretariat",
  id: (prefix) => `such as ${prefix}_01J…`,
  files: "exactly one FILE (JSON Lines; - for standard input)",
  map: "such as externalId=id,body=abstract, each field once",
  fileUnreadable: (option, file, reason) =>
    `${option}: cannot open ${file} (${reason}). Check its path and permissions.`,
  fileUtf16: (file) => `FILE: ${file} is UTF-16; save it as UTF-8.`,
  notUtf8: "this is not UTF-8; a GBK file can be turned with iconv -f GB18030 -t UTF-8",
  notJson: (column) => `not JSON from column ${column} on; each line is one JSON object`,
  tooLong: (maximum) => `this line is longer than ${maximum} bytes`,
  duplicate: (externalId, line) => `${externalId} is on line ${line} already`,
  outcome: { new: "new", changed: "changed", same: "same", invalid: "invalid", conflict: "conflict" },
  colon: ": ",
  comma: ", ",
  semicolon: "; ",
  progress: (rows, seconds) => `${rows} rows in ${seconds} s`,
  undoing: (rows, seconds) => `${rows} rows undone in ${seconds} s`,
  finished: (rows, batch) => `Done: ${rows} rows, import ${batch.id}`,
  rehearsed: (rows) => `Dry run: ${rows} rows, no case was written. A real import would give:`,
  partly: (rows, batch) => `Not finished: ${rows} rows done, import ${batch.id}`,
  badRows: (count) => `Bad rows (${count}):`,
  line: (line) => `line ${line}`,
  moreRows: (count) => `… and ${count} more; --errors FILE gives all of them.`,
  incomplete: (count, missing) => `To complete: ${count} cases lack facts; missing most: ${missing}`,
  ignored: (fields) => `Source fields not imported: ${fields}`,
  unseen: (fields) => `Mind: these source fields of --map are nowhere in the file: ${fields}`,
  howToUndo: (command) => `To undo it: ${command}`,
  howToResume: (command) => `Nothing written is lost, nothing will be doubled. To go on: ${command}`,
  howToResumeInput: (command) =>
    `Nothing written is lost, nothing will be doubled. To go on, give the same on standard input again to: ${command}`,
  howToUndoOn: "To go on undoing from here, run the same command again.",
  interrupted: "Interrupted.",
  unreachable: (cause) => `The server does not answer (${cause}). Check the address, and that it is running.`,
  undone: (id, rows) => `Undone ${id}: ${rows} rows (new cases withdrawn, changed ones restored)`,
  undoneNow: (id, rows) => `Undone ${id}: ${rows} rows in this run (new cases withdrawn, changed ones restored)`,
  undonePartly: (id, rows) => `Not finished: ${id}, ${rows} rows undone in this run`,
  undoneBefore: (id) => `${id} was undone before; there is nothing to do.`,
  kept: (rows) => `Kept ${rows.length} rows (changed since, by hand or by a later import):`,
  keptForLater: "Where a later import changed them: undo that one first, then run the same command again.",
};

export const textsIn = (language: Language): Texts => (language === "en" ? en : zh);
