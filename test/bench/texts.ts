// Texts to fill stores with and queries to ask: sentences and titles of a real corpus, recombined the same way every time.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { modes } from "@lianchuang/shared/cases/schema";
import { regionCodes } from "@lianchuang/shared/members";
import { firmSizes } from "@lianchuang/shared/members/schema";
import { readingsOf } from "@lianchuang/shared/search/pinyin";

interface Paper {
  title: string;
  abstract: string;
}

const readLines = <T>(path: string): T[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

export const papers = readLines<Paper>(resolve(import.meta.dirname, "../data/csl-200.jsonl"));
const sentences = papers.flatMap(({ abstract }) => abstract.split(/(?<=[.。;；])/).filter((text) => text.length > 8));

/** Numbers from 0 to below 1, always the same for one seed (mulberry32). */
const generator = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

export const picker = (seed: number) => {
  const random = generator(seed);
  return {
    below: (count: number): number => Math.floor(random() * count),
    one: <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T,
  };
};

const industries = ["2710", "2911", "3120", "3311", "3421", "3484", "3562", "3670", "38", "3912", "3985", "C"];

/** The n-th record of an import: two halves of titles, four to eight sentences, and most of what facets count. */
export const recordAt = (n: number) => {
  const pick = picker(n);
  const [first, second] = [pick.one(papers).title, pick.one(papers).title];
  const title = (first.slice(0, first.length / 2) + second.slice(second.length / 2)).toWellFormed().slice(0, 100);
  const body = Array.from({ length: 4 + pick.below(5) }, () => pick.one(sentences)).join("");
  const facets = {
    industry: pick.one(industries),
    mode: pick.one(modes),
    region: pick.one(regionCodes),
    firmSize: pick.one(firmSizes),
  };
  return { externalId: `bench-${n}`, title, body, ...facets };
};

/** One search: what is typed, or what is chosen of facets. */
export interface Asking {
  readonly q: string;
  readonly filters?: { readonly [facet: string]: string };
}

const words = new Intl.Segmenter("zh", { granularity: "word" });
const wordsOf = (text: string): string[] =>
  [...words.segment(text)].map(({ segment }) => segment).filter((word) => /^\p{Script=Han}{2,4}$/u.test(word));

/** So many of each way to ask, made of words of the corpus, the same every time. */
export const askings = (count: number): Record<string, Asking[]> => {
  const { below, one } = picker(20_161_204);
  const vocabulary = [...new Set(papers.flatMap(({ title, abstract }) => wordsOf(`${title}。${abstract}`)))];
  const titles = papers.map(({ title }) => wordsOf(title)).filter((held) => held.length > 2);
  const alike = Map.groupBy(new Set(vocabulary.join("")), (hanzi) => readingOf(hanzi));
  const two = (): [string, string] => {
    const held = one(titles);
    const at = below(held.length - 1);
    return [held[at] ?? "", held[at + 1] ?? ""];
  };
  const mistyped = (text: string): string => {
    const at = below(text.length);
    const others = alike.get(readingOf(text.charAt(at)))?.filter((hanzi) => hanzi !== text.charAt(at)) ?? [];
    return others.length === 0 ? mistyped(two().join("")) : text.slice(0, at) + one(others) + text.slice(at + 1);
  };
  const ways: Record<string, () => Asking> = {
    "one word": () => ({ q: one(vocabulary) }),
    "two words": () => ({ q: two().join(" ") }),
    question: () => ({ q: `如何在${two().join("")}中提高${two().join("的")}，减少${one(vocabulary)}带来的问题？` }),
    pinyin: () => ({ q: Array.from(two().join(""), readingOf).join("") }),
    "mistyped hanzi": () => ({ q: mistyped(two().join("")) }),
    "browsing by facets": () => ({ q: "", filters: { industry: one(industries), region: one(regionCodes) } }),
  };
  return Object.fromEntries(
    Object.entries(ways).map(([way, make]) => [way, Array.from({ length: count }, () => make())]),
  );
};

const readingOf = (hanzi: string): string => readingsOf(hanzi)[0] ?? "";

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
