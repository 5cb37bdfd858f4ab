// Reads the import command's options; every refusal names the option and what is allowed.
import { parseArgs } from "node:util";
import { ImportView, OpenImport } from "@lianchuang/shared/cases/import/schema";
import { caseAudiences, DraftCase } from "@lianchuang/shared/cases/schema";
import { type Language, productUrl, type Texts, textsIn } from "./texts.ts";

/** The command cannot work as it was given; the message is for the person who gave it. */
export class Refused extends Error {}

interface Connection {
  url: string;
  token: string;
  language: Language;
}
export interface ImportCommand extends Connection {
  verb: "import";
  file: string;
  /** Source field by case field; without it records go as they are. */
  map: ReadonlyMap<string, string> | undefined;
  mapGiven: string | undefined;
  publish: boolean;
  audience: (typeof caseAudiences)[number] | undefined;
  organisation: string | undefined;
  dryRun: boolean;
  resume: string | undefined;
  errors: string | undefined;
}
export interface UndoCommand extends Connection {
  verb: "undo";
  batch: string;
}
export type Command = ImportCommand | UndoCommand | { verb: "help"; language: Language };

/** Fields a row may fill. Whose case it is and who may read it are conditions of the import, not of a row. */
export const rowFields: readonly string[] = Object.keys(DraftCase.shape).filter(
  (name) => name !== "organisationId" && name !== "audience",
);

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = {
  url: { type: "string", default: productUrl },
  token: text,
  kind: text,
  map: { type: "string", multiple: true },
  publish: flag,
  audience: text,
  organisation: text,
  "dry-run": flag,
  resume: text,
  undo: text,
  errors: text,
  language: text,
  help: { type: "boolean", short: "h" },
} as const;

/** @throws Refused. */
export const readCommand = (argv: readonly string[]): Command => {
  const language = readLanguage(argv);
  const texts = textsIn(language);
  const { values, positionals } = parse(argv, texts);
  if (values.help) return { verb: "help", language };
  const url = checked(texts, "--url", values.url, isHttp, texts.url);
  const token = checked(texts, "--token", values.token, (given) => /^[\x21-\x7e]+$/.test(given), texts.token);
  const connection = { url, token, language };
  if (values.undo !== undefined) {
    const given = Object.keys(values).find((name) => !["undo", "url", "token", "language", "kind"].includes(name));
    if (given !== undefined) throw new Refused(texts.optionsClash(`--${given}`, "--undo"));
    if (positionals.length > 0) throw new Refused(texts.optionsClash("FILE", "--undo"));
    return { ...connection, verb: "undo", batch: checked(texts, "--undo", values.undo, isBatch, texts.id("imp")) };
  }
  const kinds = ["case"];
  checked(texts, "--kind", values.kind, (given) => kinds.includes(given), texts.oneOf(kinds));
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new Refused(texts.optionNeeded("FILE", texts.files));
  const mapGiven = values.map?.join(",");
  return {
    ...connection,
    verb: "import",
    file,
    map: mapGiven === undefined ? undefined : readMap(mapGiven, texts),
    mapGiven,
    publish: values.publish ?? false,
    audience: caseAudiences.find(
      (one) => one === optional(texts, "--audience", values.audience, isAudience, texts.oneOf(caseAudiences)),
    ),
    organisation: optional(texts, "--organisation", values.organisation, isOrganisation, texts.id("org")),
    dryRun: values["dry-run"] ?? false,
    resume: optional(texts, "--resume", values.resume, isBatch, texts.id("imp")),
    errors: values.errors,
  };
};

/** The language is known before anything else, so that every refusal is in it. @throws Refused. */
const readLanguage = (argv: readonly string[]): Language => {
  const { values } = parseArgs({ args: [...argv], options: { language: text }, strict: false, allowPositionals: true });
  const given = values.language ?? "zh";
  if (given === "zh" || given === "zh-CN") return "zh-CN";
  if (given === "en") return "en";
  const texts = textsIn("zh-CN");
  throw new Refused(texts.optionWrong("--language", String(given), texts.oneOf(["zh", "en"])));
};

const parse = (argv: readonly string[], texts: Texts) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const option = /-{1,2}[^\s',<]+/.exec(message)?.[0] ?? "--";
    const unknown = error instanceof Error && "code" in error && error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
    throw new Refused(unknown ? texts.optionUnknown(option) : texts.optionBare(option), { cause: error });
  }
};

type Test = (given: string) => boolean;
const isHttp: Test = (given) => URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
const isBatch: Test = (given) => ImportView.shape.id.safeParse(given).success;
const isOrganisation: Test = (given) => OpenImport.shape.organisationId.safeParse(given).success;
const isAudience: Test = (given) => OpenImport.shape.audience.safeParse(given).success;

const checked = (texts: Texts, name: string, given: string | undefined, test: Test, allowed: string): string => {
  if (given === undefined) throw new Refused(texts.optionNeeded(name, allowed));
  if (!test(given)) throw new Refused(texts.optionWrong(name, name === "--token" ? "***" : given, allowed));
  return given;
};

const optional = (texts: Texts, name: string, given: string | undefined, test: Test, allowed: string) =>
  given === undefined ? undefined : checked(texts, name, given, test, allowed);

const readMap = (given: string, texts: Texts): Map<string, string> => {
  const map = new Map<string, string>();
  for (const pair of given.split(",")) {
    const [target = "", source = "", ...rest] = pair.split("=").map((side) => side.trim());
    if (target === "" || source === "" || rest.length > 0 || map.has(target))
      throw new Refused(texts.optionWrong("--map", pair, texts.map));
    if (!rowFields.includes(target)) throw new Refused(texts.optionWrong("--map", target, texts.oneOf(rowFields)));
    map.set(target, source);
  }
  return map;
};
