// The judged sets: corpora, queries and judgements as the data folder holds them.
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

export interface QuerySet {
  readonly name: string;
  /** Titles are the queries: the index under test shows ids in their place. */
  readonly titlesHidden: boolean;
  readonly queries: readonly JudgedQuery[];
}

export interface Collection {
  /** Both corpora together; of each text its title and body, never its keywords. */
  readonly texts: readonly Text[];
  readonly sets: readonly QuerySet[];
}

/** Reads the folder that holds `csl-scientific` and `lecoqa-statutes`. */
export function readCollection(folder: string): Collection {
  const csl = join(folder, "csl-scientific");
  const lecoqa = join(folder, "lecoqa-statutes");
  const papers = readLines<{ id: string; title: string; abstract: string }>(join(csl, "corpus.jsonl"));
  const articles = readLines<Text>(join(lecoqa, "corpus.jsonl"));
  return {
    texts: [
      ...papers.map(({ id, title, abstract }) => ({ id, title, text: abstract })),
      ...articles.map(({ id, title, text }) => ({ id, title, text })),
    ],
    sets: [
      readSet("csl one keyword", csl, "onekeyword"),
      readSet("csl keywords joined", csl, "keywords"),
      readSet("csl title", csl, "title", true),
      readSet("lecoqa keyword", lecoqa, "keyword"),
      readSet("lecoqa question", lecoqa, "question"),
    ],
  };
}

/** The same texts with their ids for titles. */
export function hideTitles(texts: readonly Text[]): Text[] {
  return texts.map((text) => ({ ...text, title: text.id }));
}

function readSet(name: string, folder: string, kind: string, titlesHidden = false): QuerySet {
  const judged = new Map<string, Map<string, number>>();
  for (const line of readFileSync(join(folder, `qrels.${kind}.tsv`), "utf8").split("\n")) {
    const [query, , document, grade] = line.split("\t");
    if (query === undefined || document === undefined) continue;
    judged.set(query, (judged.get(query) ?? new Map<string, number>()).set(document, Number(grade)));
  }
  const queries = readLines<{ id: string; text: string }>(join(folder, `queries.${kind}.jsonl`));
  return {
    name,
    titlesHidden,
    queries: queries.flatMap(({ id, text }) => {
      const judgements = judged.get(id);
      return judgements ? [{ id, text, judged: judgements }] : [];
    }),
  };
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
