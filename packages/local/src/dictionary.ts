// `npm run dictionary`: what a word, or a group of synonyms, would change in how texts are cut and found, before it is put in the file.
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Text } from "@lianchuang/shared/errors";
import { fold, parseSynonyms } from "@lianchuang/shared/search";
import * as z from "zod";
import { openFolder } from "./folder.ts";
import { command, readOptions, searchUrl, tableEndpoint, UsageError } from "./options.ts";
import { openSearchStore } from "./search-store.ts";
import { type Change, doubtsOf, type Standing, type Trial, tryGroup, tryWords } from "./try-word.ts";
import { inWords, say } from "./words.ts";

const usage =
  'npm run dictionary -- WORD… | "a, b, c" | "a => a, b" [--data data | --texts FILE.jsonl] [--queries FILE] [--help]';

const mostQueries = 10;

/** A line of a file of texts; what else it holds does not matter. */
const TextLine = z.object({
  title: z.string().default(""),
  body: z.string().optional(),
  abstract: z.string().optional(),
  text: z.string().optional(),
});
const QueryLine = z.object({ text: z.string() });

async function* linesOf(file: string): AsyncGenerator<{ line: string; number: number }> {
  if (!existsSync(file)) throw new UsageError(inWords({ en: `There is no file ${file}.`, zh: `文件不存在：${file}` }));
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() !== "") yield { line, number };
  }
}

async function* textsIn(file: string): AsyncGenerator<string> {
  for await (const { line, number } of linesOf(file)) {
    const { title, body, abstract, text } = parseLine(TextLine, line, `${file}:${number}`);
    yield `${title}\n${body ?? abstract ?? text ?? ""}`;
  }
}

const parseLine = <T>(schema: z.ZodType<T>, line: string, where: string): T => {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    const en = `${where}: an object such as {"title": "…", "text": "…"} is needed on each line.`;
    throw new UsageError(inWords({ en, zh: `${where}：每行须为一个对象，如 {"title": "…", "text": "…"}。` }), {
      cause: error,
    });
  }
};

/** The documents of the index that a data folder answers from, whether it is served or not. */
async function* textsOf(data: string): AsyncGenerator<string> {
  const folder = openFolder(data);
  const store = await openSearchStore({ folder, url: searchUrl(), endpoint: tableEndpoint(), now: () => new Date() });
  try {
    const name = await store.generations.current();
    if (name === undefined)
      throw new UsageError(
        inWords({
          en: `There is no index in ${folder.path} yet. Run npm start first, or name texts with --texts FILE.jsonl.`,
          zh: `${folder.path} 中还没有索引。请先运行 npm start，或用 --texts FILE.jsonl 指定文本。`,
        }),
      );
    for await (const { title, text } of store.generations.texts(name)) yield `${title}\n${text}`;
  } finally {
    await store.close();
  }
}

/** A query a line, plain or as an object with `text`. */
const queriesIn = async (file: string): Promise<string[]> => {
  const queries: string[] = [];
  for await (const { line, number } of linesOf(file))
    queries.push(line.startsWith("{") ? parseLine(QueryLine, line, `${file}:${number}`).text : line.trim());
  return queries;
};

const isGroup = (argument: string): boolean => /[,，]|=>/.test(argument);

const trialOf = (group: string): Trial => {
  try {
    parseSynonyms([group]);
  } catch (error) {
    throw new UsageError(inWords({ en: String(error), zh: `${group}：须有两个以上的词，如 "a, b" 或 "a => a, b"` }), {
      cause: error,
    });
  }
  return tryGroup(group);
};

const cut = (words: readonly string[]): string => words.join("/");

const sayChange = ({ before, after }: Change): void =>
  say({
    en: `    now   ${cut(before)}\n    then  ${cut(after)}`,
    zh: `    现在  ${cut(before)}\n    之后  ${cut(after)}`,
  });

const sayWord = (each: Standing, texts: number): void => {
  say({ en: each.term, zh: each.term });
  for (const doubt of doubtsOf(each.term)) say({ en: `  ! ${doubt.en}`, zh: `  ！${doubt.zh}` });
  sayChange(each.cut);
  say({
    en: `  ${each.holding} of ${texts} texts hold it, ${each.changed} are cut otherwise`,
    zh: `  ${texts} 篇文本中有 ${each.holding} 篇含有它，其中 ${each.changed} 篇的切分会改变`,
  });
  each.examples.forEach(sayChange);
};

const sayTerm = (each: Standing, texts: number): void =>
  say({
    en: `  ${cut(each.cut.before)}: in ${each.holding} of ${texts} texts`,
    zh: `  ${cut(each.cut.before)}：${texts} 篇文本中有 ${each.holding} 篇含有它`,
  });

const sayQueries = (trial: Trial, queries: readonly string[], what: Text): void => {
  const changes = queries.flatMap((query) => trial.query(query) ?? []);
  if (queries.length > 0)
    say({
      en: `${changes.length} of ${queries.length} queries ${what.en}`,
      zh: `${queries.length} 条查询中有 ${changes.length} 条${what.zh}`,
    });
  changes.slice(0, mostQueries).forEach(sayChange);
};

await command(async () => {
  const { values, positionals } = readOptions(
    { texts: { type: "string" }, queries: { type: "string" } },
    usage,
    Number.POSITIVE_INFINITY,
  );
  const asked = [...new Set(positionals.map((word) => fold(word).trim().replaceAll("、", ",")))].filter(Boolean);
  if (asked.length === 0)
    throw new UsageError(
      `${inWords({ en: "A word or a group of synonyms is needed.", zh: "请给出词或同义词组。" })}\n${usage}`,
    );
  const words = asked.filter((each) => !isGroup(each));
  const trial = tryWords(words);
  const groups = asked.filter(isGroup).map((group) => ({ group, trial: trialOf(group) }));
  let texts = 0;
  for await (const text of typeof values.texts === "string" ? textsIn(values.texts) : textsOf(values.data)) {
    texts++;
    for (const each of [trial, ...groups.map((tried) => tried.trial)]) each.look(text);
  }
  const queries = typeof values.queries === "string" ? await queriesIn(values.queries) : [];
  for (const each of trial.standings) sayWord(each, texts);
  if (words.length > 0) sayQueries(trial, queries, { en: "are cut otherwise", zh: "的切分会改变" });
  for (const { group, trial: tried } of groups) {
    say({ en: group, zh: group });
    for (const each of tried.standings) sayTerm(each, texts);
    sayQueries(tried, queries, { en: "also find other terms", zh: "会多找其他词" });
  }
});
