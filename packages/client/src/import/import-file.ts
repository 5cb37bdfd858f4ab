// Imports one file: opens or resumes the batch, sends its rows two requests at a time, says what became of them.
import { basename } from "node:path";
import type { ImportView, RowResult } from "@lianchuang/shared/cases/import/schema";
import type { Client } from "../client.ts";
import { type Group, groupRows } from "./group-rows.ts";
import { createMapping } from "./map-record.ts";
import { type ImportCommand, Refused } from "./options.ts";
import { createProgress, type Terminal } from "./progress.ts";
import { readLines } from "./read-lines.ts";
import { report, resumeCommand } from "./report.ts";
import { sendRows } from "./send-rows.ts";
import { openFile, openSource, type Source, standardInput } from "./source.ts";
import { Stopped } from "./stopped.ts";
import { addTo, badRows, isBad, newTally } from "./tally.ts";
import { type Texts, textsIn } from "./texts.ts";

/** Whether every row was fine. @throws Refused, what `call` throws, and Stopped once the batch is open. */
export const importFile = async (client: Client, command: ImportCommand, terminal: Terminal): Promise<boolean> => {
  const texts = textsIn(command.language);
  await using source = await openSource(command.file, terminal, texts);
  await using errors =
    command.errors === undefined ? undefined : await openFile("--errors", command.errors, "w", texts);
  const batch = await (command.resume === undefined ? openBatch : resumeBatch)(client, command, source, texts);
  const mapping = createMapping(command.map);
  const groups = groupRows(readLines(source.chunks, texts), mapping, texts);
  const progress = createProgress(terminal, texts.progress, source.size);
  const tally = newTally();
  const finish = async ({ group, results }: Done) => {
    addTo(tally, results);
    await errors?.appendFile(
      results
        .filter(isBad)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
    progress.show(tally.rows, group.position);
  };
  try {
    await inOrder(groups, (group) => send(client, batch.id, group, terminal.stop), finish);
  } catch (error) {
    progress.end();
    terminal.out(report(command, batch, tally, mapping, false, texts));
    const howToResume = command.file === standardInput ? texts.howToResumeInput : texts.howToResume;
    throw batch.dryRun ? error : new Stopped(howToResume(resumeCommand(command, batch.id)), error);
  }
  progress.end();
  terminal.out(report(command, batch, tally, mapping, true, texts));
  return badRows(tally) === 0;
};

interface Done {
  group: Group;
  results: RowResult[];
}

const send = async (client: Client, batch: string, group: Group, stop: AbortSignal): Promise<Done> => {
  const sent = await sendRows(client, batch, group.rows, stop);
  const refused = group.refused.map(({ line, fault }): RowResult => ({ line, outcome: "invalid", issues: [fault] }));
  return { group, results: [...sent, ...refused].toSorted((one, other) => one.line - other.line) };
};

const inFlight = 2;

/**
 * Works on two items at a time and takes their results in the order of the items, so that reports are the same every time; when
 * one fails, what began beside it is still taken.
 */
const inOrder = async <T, R>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  take: (result: R) => Promise<void>,
): Promise<void> => {
  const waiting: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      result.catch(() => {});
      waiting.push(result);
      if (waiting.length === inFlight) await take(await (waiting.shift() as Promise<R>));
    }
    for (const result of waiting) await take(await result);
  } catch (error) {
    for (const one of await Promise.allSettled(waiting)) if (one.status === "fulfilled") await take(one.value);
    throw error;
  }
};

const openBatch = async (client: Client, command: ImportCommand, source: Source): Promise<ImportView> => {
  const { publish, dryRun, audience, organisation: organisationId } = command;
  const body = {
    kind: "case",
    publish,
    dryRun,
    ...(source.name !== undefined && { fileName: source.name }),
    ...(audience !== undefined && { audience }),
    ...(organisationId !== undefined && { organisationId }),
  } as const;
  return (await client.call("openImport", { body })).body;
};

/** An import goes on as it was opened, with the same file: what is given again must agree. @throws Refused. */
const resumeBatch = async (
  client: Client,
  command: ImportCommand,
  source: Source,
  texts: Texts,
): Promise<ImportView> => {
  const batch = (await client.call("getImport", { params: { id: command.resume ?? "" } })).body;
  if (batch.state !== "open") throw new Refused(texts.takesNoMore(batch.id));
  if (batch.fileName !== undefined && batch.fileName !== source.name)
    throw new Refused(texts.fileDiffers(batch.id, batch.fileName, shownName(command, texts)));
  const differing = {
    "--publish": command.publish && !batch.publish,
    "--dry-run": command.dryRun && !batch.dryRun,
    "--audience": command.audience !== undefined && command.audience !== batch.audience,
    "--organisation": command.organisation !== undefined && command.organisation !== batch.organisationId,
  };
  for (const [option, differs] of Object.entries(differing))
    if (differs) throw new Refused(texts.optionsDisagree(option, `--resume ${batch.id}`));
  return batch;
};

const shownName = ({ file }: ImportCommand, texts: Texts): string =>
  file === standardInput ? texts.standardInput : basename(file);
