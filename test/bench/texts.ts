// Texts to fill stores with and queries to ask: sentences and titles of a real corpus, recombined the same way every time.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

interface Paper {
  title: string;
  abstract: string;
}

const readLines = <T>(path: string): T[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

const papers = readLines<Paper>(resolve(import.meta.dirname, "../data/csl-200.jsonl"));
const sentences = papers.flatMap(({ abstract }) => abstract.split(/(?<=[.。;；])/).filter((text) => text.length > 8));

/** Numbers from 0 to below 1, always the same for one seed (mulberry32). */
const generator = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

const picker = (seed: number) => {
  const random = generator(seed);
  return {
    below: (count: number): number => Math.floor(random() * count),
    one: <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T,
  };
};

/** The n-th record of an import: two halves of titles, four to eight sentences. */
export const recordAt = (n: number): { externalId: string; title: string; body: string } => {
  const pick = picker(n);
  const [first, second] = [pick.one(papers).title, pick.one(papers).title];
  const title = (first.slice(0, first.length / 2) + second.slice(second.length / 2)).toWellFormed().slice(0, 100);
  const body = Array.from({ length: 4 + pick.below(5) }, () => pick.one(sentences)).join("");
  return { externalId: `bench-${n}`, title, body };
};

/** Queries of all kinds in one mixed order: judged ones where there is a folder of them, else pieces, codes and whole titles. */
export const queries = (count: number, folder: string | undefined): string[] => {
  const pick = picker(20_170_318);
  const kinds = folder === undefined ? ownQueries(pick) : judgedQueries(folder);
  return Array.from({ length: count }, (_, at) => pick.one(kinds[at % kinds.length] ?? []));
};

const ownQueries = ({ below, one }: ReturnType<typeof picker>): string[][] => {
  const hanzi = papers.flatMap(({ title, abstract }) => `${title}${abstract}`.match(/\p{Script=Han}{6,}/gu) ?? []);
  const pieces = Array.from({ length: 1_000 }, () => {
    const run = one(hanzi);
    const length = 2 + below(5);
    const start = below(run.length - length + 1);
    return run.slice(start, start + length);
  });
  const codes = sentences.flatMap((text) => text.match(/[A-Za-z][\w-]{2,}/g) ?? []);
  const titles = papers.map(({ title }) => title);
  return [pieces, codes, pieces, titles];
};

const judged = [
  "csl-scientific/queries.onekeyword.jsonl",
  "lecoqa-statutes/queries.keyword.jsonl",
  "csl-scientific/queries.keywords.jsonl",
  "lecoqa-statutes/queries.question.jsonl",
];

const judgedQueries = (folder: string): string[][] =>
  judged
    .map((file) => join(folder, file))
    .filter(existsSync)
    .map((file) => readLines<{ text: string }>(file).map(({ text }) => text));
