// The import command from its words to its exit code.
import { ApiProblem, createClient, Unreachable } from "../client.ts";
import { importFile } from "./import-file.ts";
import { type Command, Refused, readCommand } from "./options.ts";
import type { Terminal } from "./progress.ts";
import { Stopped } from "./stopped.ts";
import { type Texts, textsIn } from "./texts.ts";
import { undoImport } from "./undo-import.ts";

/** 0: all fine; 1: some rows were not; 2: it was not understood, or could not work. */
export const run = async (argv: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> => {
  let texts = textsIn("zh-CN");
  try {
    const command = readCommand(argv);
    texts = textsIn(command.language);
    if (command.verb === "help") {
      terminal.out(texts.usage);
      return 0;
    }
    return (await obey(command, terminal)) ? 0 : 1;
  } catch (error) {
    const stopped = error instanceof Stopped ? error : undefined;
    terminal.err(`${reasonOf(stopped?.cause ?? error, terminal, texts)}\n`);
    if (stopped?.howToGoOn !== undefined) terminal.err(`${stopped.howToGoOn}\n`);
    return 2;
  }
};

const obey = (command: Exclude<Command, { verb: "help" }>, terminal: Terminal): Promise<boolean> => {
  const client = createClient({ ...command, ...(terminal.fetch && { fetch: terminal.fetch }) });
  return command.verb === "undo" ? undoImport(client, command, terminal) : importFile(client, command, terminal);
};

/** @throws what nobody foresaw. */
const reasonOf = (error: unknown, terminal: Terminal, texts: Texts): string => {
  if (terminal.stop.aborted) return texts.interrupted;
  if (error instanceof Refused) return error.message;
  if (error instanceof ApiProblem) return `${error.message} (HTTP ${error.problem.status}, ${error.problem.requestId})`;
  if (error instanceof Unreachable) return texts.unreachable(error.message);
  throw error;
};
