// Undoes an import step by step, each step naming the revision the last one left.
import type { UndoStep } from "@lianchuang/shared/cases/import/schema";
import type { Client } from "../client.ts";
import type { UndoCommand } from "./options.ts";
import { createProgress, type Terminal } from "./progress.ts";
import { Stopped } from "./stopped.ts";
import { type Texts, textsIn } from "./texts.ts";

/**
 * Whether every row was undone; rows changed since are kept and named. The door is asked whatever was undone before: what was
 * kept for a later import can be undone once that one is. @throws what `call` throws, and Stopped once the undo began.
 */
export const undoImport = async (client: Client, command: UndoCommand, terminal: Terminal): Promise<boolean> => {
  const texts = textsIn(command.language);
  const params = { id: command.batch };
  const found = await client.call("getImport", { params, signal: terminal.stop });
  const progress = createProgress(terminal, texts.undoing);
  let { etag } = found;
  let undone = 0;
  const pass = async (): Promise<UndoStep["kept"]> => {
    const kept: UndoStep["kept"] = [];
    for (;;) {
      const step = await client.call("undoImport", { params, ifMatch: etag ?? "", signal: terminal.stop });
      ({ etag } = step);
      undone += step.body.undone;
      kept.push(...step.body.kept);
      progress.show(undone);
      if (step.body.state === "undone") return kept;
    }
  };
  try {
    const kept = await pass();
    // What an interrupted run kept lies behind where this one began.
    const all = found.body.state === "undoing" ? await pass() : kept;
    progress.end();
    terminal.out(outcome(command.batch, found.body.state, undone, all, texts));
    return all.length === 0;
  } catch (error) {
    progress.end();
    if (undone > 0) terminal.out(`${texts.undonePartly(command.batch, undone)}\n`);
    throw new Stopped(texts.howToUndoOn, error);
  }
};

/** `before`: the state the import was found in. */
const outcome = (
  id: string,
  before: UndoStep["state"],
  undone: number,
  kept: UndoStep["kept"],
  texts: Texts,
): string => {
  if (before === "undone" && undone === 0 && kept.length === 0) return `${texts.undoneBefore(id)}\n`;
  const said = before === "open" ? texts.undone(id, undone) : texts.undoneNow(id, undone);
  if (kept.length === 0) return `${said}\n`;
  const lines = kept
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, caseId }) => `  ${texts.line(line)}  ${caseId}`);
  return `${[said, texts.kept(kept), ...lines, texts.keptForLater].join("\n")}\n`;
};
