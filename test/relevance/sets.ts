// The judged sets: corpora, queries and judgements as the data folder holds them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Judgements } from "./measures.ts";

export interface Text {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  readonly judged: Judgements;
}

/** Whether queries are words to search for, or texts (query id = text id) whose like is wanted. */
export type Asks = "search" | "similar";

export interface QuerySet {
  readonly name: string;
  readonly asks: Asks;
  readonly queries: readonly JudgedQuery[];
  /** Of a variant (typing errors, another script): the same queries as they were meant, in the same order. */
  readonly clean?: readonly JudgedQuery[];
  /** Names the data it was read from: its texts, queries and judgements. */
  readonly data: string;
}

/** Texts that lie in one index together, and the sets that are asked of it. */
export interface Corpus {
  readonly texts: readonly Text[];
  readonly sets: readonly QuerySet[];
}

/** Sets where plain matching of words leaves most to gain; their mean is what a change of ranking is judged by. */
export const hardSets: readonly string[] = ["csl one keyword", "lecoqa keyword", "lecoqa question"];

const variants = ["typo", "hant", "pinyin"];

/** Reads the folder that holds `csl-scientific` and `lecoqa-statutes`: of each text its title and body, never its keywords. */
export function readCorpora(folder: string): Corpus[] {
  const csl = join(folder, "csl-scientific");
  const lecoqa = join(folder, "lecoqa-statutes");
  const papers = readLines<{ id: string; title: string; abstract: string }>(join(csl, "corpus.jsonl")).map(
    ({ id, title, abstract }) => ({ id, title, text: abstract }),
  );
  const articles = readLines<Text>(join(lecoqa, "corpus.jsonl")).map(({ id, title, text }) => ({ id, title, text }));
  const all = [...papers, ...articles];
  const withVariants = (name: string, from: string, kind: string): SetDraft[] => {
    const clean = { name, asks: "search", queries: readQueries(from, kind) } as const;
    return [
      clean,
      ...variants.map((variant) => variantOf(clean, variant, join(from, `queries.${kind}.${variant}.jsonl`))),
    ];
  };
  return [
    corpus("csl and lecoqa", all, [
      ...withVariants("csl one keyword", csl, "onekeyword"),
      { name: "csl keywords joined", asks: "search", queries: readQueries(csl, "keywords") },
      ...withVariants("lecoqa keyword", lecoqa, "keyword"),
      { name: "lecoqa question", asks: "search", queries: readQueries(lecoqa, "question") },
    ]),
    corpus("csl and lecoqa, ids for titles", hideTitles(all), [
      { name: "csl title", asks: "search", queries: readQueries(csl, "title") },
    ]),
    corpus("csl", papers, [
      { name: "csl similar", asks: "similar", queries: judged(papers.map(asQuery), join(csl, "qrels.related.tsv")) },
    ]),
  ];
}

/** The sets of these names. @throws Error naming what there is, for a name there is not. */
export function chooseSets(corpora: readonly Corpus[], names: readonly string[]): Corpus[] {
  const known = corpora.flatMap(({ sets }) => sets.map(({ name }) => name));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no such set: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  return keepSets(corpora, ({ name }) => names.includes(name));
}

/** Some of the sets, and of corpora those that have any. */
function keepSets(corpora: readonly Corpus[], keep: (set: QuerySet) => boolean): Corpus[] {
  return corpora.map(({ texts, sets }) => ({ texts, sets: sets.filter(keep) })).filter(({ sets }) => sets.length > 0);
}

/** At most `count` queries of a set, the same each time, and the same of a set and its variants as far as these go. */
export function sample(set: QuerySet, count: number): QuerySet {
  const chosen = new Set(
    set.queries
      .map(({ id }) => ({ id, rank: digest(id) }))
      .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))
      .slice(0, count)
      .map(({ id }) => id),
  );
  const among = (queries: readonly JudgedQuery[]): JudgedQuery[] => queries.filter(({ id }) => chosen.has(id));
  return { ...set, queries: among(set.queries), ...(set.clean && { clean: among(set.clean) }) };
}

type SetDraft = Omit<QuerySet, "data">;

function corpus(name: string, texts: readonly Text[], drafts: readonly SetDraft[]): Corpus {
  const ofTexts = digest(JSON.stringify(texts));
  const sets = drafts.map((draft) => {
    const queries = draft.queries.map(({ id, text, judged: grades }) => [id, text, [...grades]]);
    return {
      ...draft,
      data: `${name}: ${texts.length} texts, ${digest(JSON.stringify([ofTexts, queries])).slice(0, 12)}`,
    };
  });
  return { texts, sets };
}

/** The same texts with their ids for titles: where titles are the queries, nobody may find them by themselves. */
function hideTitles(texts: readonly Text[]): Text[] {
  return texts.map((text) => ({ ...text, title: text.id }));
}

/** A text as a question for its like. */
function asQuery({ id, title, text }: Text): Query {
  return { id, text: `${title}\n${text}` };
}

function variantOf(set: SetDraft, variant: string, path: string): SetDraft {
  const clean = new Map(set.queries.map((query) => [query.id, query]));
  const pairs = readLines<Query>(path).flatMap(({ id, text }) => {
    const meant = clean.get(id);
    return meant ? [{ meant, typed: { ...meant, text } }] : [];
  });
  return {
    name: `${set.name} ${variant}`,
    asks: set.asks,
    queries: pairs.map(({ typed }) => typed),
    clean: pairs.map(({ meant }) => meant),
  };
}

type Query = Omit<JudgedQuery, "judged">;

function readQueries(folder: string, kind: string): JudgedQuery[] {
  return judged(readLines<Query>(join(folder, `queries.${kind}.jsonl`)), join(folder, `qrels.${kind}.tsv`));
}

/** The queries that have judgements, which are in TREC form: query id, 0, document id, grade. */
function judged(queries: readonly Query[], path: string): JudgedQuery[] {
  const grades = new Map<string, Map<string, number>>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [query, , document, grade] = line.split("\t");
    if (query === undefined || document === undefined) continue;
    grades.set(query, (grades.get(query) ?? new Map<string, number>()).set(document, Number(grade)));
  }
  return queries.flatMap(({ id, text }) => {
    const own = grades.get(id);
    return own ? [{ id, text, judged: own }] : [];
  });
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
