// Says what became of an import, for people. Pure.
import { type ImportView, rowOutcomes } from "@lianchuang/shared/cases/import/schema";
import type { Mapping } from "./map-record.ts";
import type { ImportCommand } from "./options.ts";
import { type BadRow, badRows, type Tally } from "./tally.ts";
import type { Texts } from "./texts.ts";

const factsShown = 5;

/** `whole`: the file was read to its end. */
export const report = (
  command: ImportCommand,
  batch: ImportView,
  tally: Tally,
  mapping: Mapping,
  whole: boolean,
  texts: Texts,
): string => {
  const { rows, counts } = tally;
  const finished = batch.dryRun ? texts.rehearsed(rows) : texts.finished(rows, batch);
  const outcomes = rowOutcomes.map((outcome) => `${texts.outcome[outcome]} ${counts[outcome]}`).join("  ");
  const lines = [whole ? finished : texts.partly(rows, batch), `  ${outcomes}`];
  if (tally.bad.length > 0)
    lines.push(texts.badRows(badRows(tally)), ...tally.bad.map((row) => `  ${badLine(row, texts)}`));
  if (tally.bad.length < badRows(tally) && command.errors === undefined)
    lines.push(`  ${texts.moreRows(badRows(tally) - tally.bad.length)}`);
  if (tally.incomplete > 0) lines.push(texts.incomplete(tally.incomplete, missingMost(tally, texts)));
  if (mapping.ignored().length > 0) lines.push(texts.ignored(mapping.ignored().join(texts.comma)));
  if (whole && rows > 0 && mapping.unseen().length > 0) lines.push(texts.unseen(mapping.unseen().join(texts.comma)));
  if (!batch.dryRun && counts.new + counts.changed > 0) lines.push(texts.howToUndo(undoCommand(command, batch.id)));
  return `${lines.join("\n")}\n`;
};

const badLine = (row: BadRow, texts: Texts): string => {
  const issues = (row.issues ?? []).map(({ pointer, message }) =>
    pointer === "" ? message : `${pointer}  ${message}`,
  );
  return `${texts.line(row.line)}  ${issues.join(texts.semicolon)}`;
};

const missingMost = ({ missing }: Tally, texts: Texts): string =>
  [...missing]
    .toSorted(([, fewer], [, more]) => more - fewer)
    .slice(0, factsShown)
    .map(([fact, count]) => `${fact} ${count}`)
    .join(texts.comma);

const undoCommand = ({ url, language }: ImportCommand, id: string): string =>
  words(["--url", url, "--token", "…", ...(language === "en" ? ["--language", "en"] : []), "--undo", id]);

/** The command that goes on with an import; the token is left for the person to fill in. */
export const resumeCommand = (command: ImportCommand, id: string): string =>
  words([
    "--url",
    command.url,
    "--token",
    "…",
    "--kind",
    "case",
    ...(command.language === "en" ? ["--language", "en"] : []),
    ...(command.mapGiven === undefined ? [] : ["--map", command.mapGiven]),
    "--resume",
    id,
    command.file,
  ]);

const words = (values: readonly string[]): string =>
  ["npm run import --", ...values.map((word) => (/[\s'"$`\\&|;<>()*?!#~]/.test(word) ? quoted(word) : word))].join(" ");
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
