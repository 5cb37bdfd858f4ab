// Options and environment of one machine's commands; a wrong one is named together with what is allowed.
import { parseArgs } from "node:util";
import { inWords } from "./words.ts";

export class UsageError extends Error {}

/** The person asked how the command is used. */
class HelpWanted extends Error {}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

/** The options given and at most so many words beside them, or a UsageError naming what is not known; `--help` ends the command with its usage. */
export const readOptions = <T extends Options>(options: T, usage: string, mostWords = 0) => {
  if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) throw new HelpWanted(usage);
  const parsed = parse(options, usage);
  const stray = parsed.positionals[mostWords];
  if (stray === undefined) return parsed;
  const text = inWords({
    en: `${stray}: this word is not known here. Options begin with --, and npm passes them on behind a -- of its own.`,
    zh: `${stray}：不认识这个词。选项以 -- 开头，用 npm 运行时须先写一个 --。`,
  });
  throw new UsageError(`${text}\n${usage}`);
};

const parse = <T extends Options>(options: T, usage: string) => {
  try {
    return parseArgs({ options: { ...options, data: { type: "string", default: "data" } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
};

export const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(
    inWords({
      en: `--${name} ${text}: a whole number from ${least} to ${most} is needed.`,
      zh: `--${name} ${text}：须为 ${least} 至 ${most} 的整数。`,
    }),
  );
};

/** Another table service instead of the embedded engine, where one is set. */
export const tableEndpoint = (): string | undefined => process.env["DYNAMODB_ENDPOINT"] || undefined;

/** An OpenSearch cluster instead of the embedded index, where one is set. */
export const searchUrl = (): string | undefined => process.env["OPENSEARCH_URL"] || undefined;

/** Runs a command: prints why it failed instead of a stack, exit code 2 for wrong usage, 1 otherwise. */
export const command = async (run: () => Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (error) {
    if (error instanceof HelpWanted) {
      process.stdout.write(`${error.message}\n`);
      return;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
};
