// Imports one file: opens or resumes the batch, sends its rows two requests at a time, says what became of them.

import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { type ImportView, OpenImport, type RowResult } from "@lianchuang/shared/cases/import/schema";
import type { Client } from "../client.ts";
import { type Group, groupRows } from "./group-rows.ts";
import { createMapping } from "./map-record.ts";
import { type ImportCommand, Refused } from "./options.ts";
import { createProgress, type Terminal } from "./progress.ts";
import { readLines } from "./read-lines.ts";
import { report, resumeCommand } from "./report.ts";
import { sendRows } from "./send-rows.ts";
import { addTo, badRows, isBad, newTally } from "./tally.ts";
import { type Texts, textsIn } from "./texts.ts";

/** The import stopped on its way, for the reason in `cause`; what was done until then has been said. */
export class Stopped extends Error {
  readonly howToResume: string | undefined;
  constructor(howToResume: string | undefined, cause: unknown) {
    super("stopped", { cause });
    this.howToResume = howToResume;
  }
}

/** Whether every row was fine. @throws Refused, what `call` throws, and Stopped once the batch is open. */
export const importFile = async (client: Client, command: ImportCommand, terminal: Terminal): Promise<boolean> => {
  const texts = textsIn(command.language);
  await using file = await openFile("FILE", command.file, "r", texts);
  await assertUtf8(file, command.file, texts);
  await using errors =
    command.errors === undefined ? undefined : await openFile("--errors", command.errors, "w", texts);
  const { size } = await file.stat();
  const batch = await (command.resume === undefined ? openBatch : resumeBatch)(client, command, texts);
  const mapping = createMapping(command.map);
  const groups = groupRows(readLines(file.createReadStream({ autoClose: false }), texts), mapping, texts);
  const progress = createProgress(terminal, size, texts);
  const tally = newTally();
  const finish = async ({ group, results }: Done) => {
    addTo(tally, results);
    await errors?.appendFile(
      results
        .filter(isBad)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
    progress.show(group.position, tally.rows);
  };
  try {
    await inOrder(groups, (group) => send(client, batch.id, group, terminal.stop), finish);
  } catch (error) {
    progress.end();
    terminal.out(report(command, batch, tally, mapping, false, texts));
    throw new Stopped(batch.dryRun ? undefined : texts.howToResume(resumeCommand(command, batch.id)), error);
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

/** Works on two items at a time and takes their results in the order of the items, so that reports are the same every time. */
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
  } finally {
    await Promise.allSettled(waiting);
  }
};

/** @throws Refused for a folder, and for a file that its mark shows to be UTF-16. */
const assertUtf8 = async (file: FileHandle, path: string, texts: Texts): Promise<void> => {
  if ((await file.stat()).isDirectory()) throw new Refused(texts.fileUnreadable("FILE", path, "EISDIR"));
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  const mark = buffer.subarray(0, bytesRead).toString("hex");
  if (mark === "fffe" || mark === "feff") throw new Refused(texts.fileUtf16(path));
};

/** @throws Refused naming the option and why its file cannot be opened. */
const openFile = async (option: string, path: string, flags: string, texts: Texts): Promise<FileHandle> => {
  try {
    return await open(path, flags);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "?";
    throw new Refused(texts.fileUnreadable(option, path, code), { cause });
  }
};

const openBatch = async (client: Client, command: ImportCommand): Promise<ImportView> => {
  const fileName = OpenImport.shape.fileName.safeParse(basename(command.file)).data;
  const { publish, dryRun, audience, organisation: organisationId } = command;
  const body = {
    kind: "case",
    publish,
    dryRun,
    ...(fileName !== undefined && { fileName }),
    ...(audience !== undefined && { audience }),
    ...(organisationId !== undefined && { organisationId }),
  } as const;
  return (await client.call("openImport", { body })).body;
};

/** An import goes on as it was opened: options given again must agree. @throws Refused. */
const resumeBatch = async (client: Client, command: ImportCommand, texts: Texts): Promise<ImportView> => {
  const batch = (await client.call("getImport", { params: { id: command.resume ?? "" } })).body;
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
