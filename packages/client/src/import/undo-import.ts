// Undoes an import step by step, each step naming the revision the last one left.
import type { UndoStep } from "@lianchuang/shared/cases/import/schema";
import type { Client } from "../client.ts";
import type { UndoCommand } from "./options.ts";
import type { Terminal } from "./progress.ts";
import { textsIn } from "./texts.ts";

/** Whether every row was undone; rows somebody changed since are kept and named. @throws what `call` throws. */
export const undoImport = async (client: Client, command: UndoCommand, terminal: Terminal): Promise<boolean> => {
  const texts = textsIn(command.language);
  const params = { id: command.batch };
  const found = await client.call("getImport", { params, signal: terminal.stop });
  if (found.body.state === "undone") {
    terminal.out(`${texts.undoneBefore(command.batch)}\n`);
    return true;
  }
  const kept: UndoStep["kept"] = [];
  let { etag } = found;
  let state: UndoStep["state"] = found.body.state;
  let undone = 0;
  while (state !== "undone") {
    const step = await client.call("undoImport", { params, ifMatch: etag ?? "", signal: terminal.stop });
    ({ etag } = step);
    ({ state } = step.body);
    undone += step.body.undone;
    kept.push(...step.body.kept);
    terminal.err(terminal.redraws ? `\r${texts.undoing(undone)}\u001b[K` : `${texts.undoing(undone)}\n`);
  }
  if (terminal.redraws) terminal.err("\r\u001b[K");
  terminal.out(`${texts.undone(command.batch, undone)}\n`);
  if (kept.length === 0) return true;
  const lines = kept
    .toSorted((one, other) => one.line - other.line)
    .map(({ line, caseId }) => `  ${texts.line(line)}  ${caseId}\n`);
  terminal.out(`${texts.kept(kept)}\n${lines.join("")}`);
  return false;
};
