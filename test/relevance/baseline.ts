// The baselines every ranking is measured against: plain BM25 in memory, with nothing of the product but its folding.
import { fold } from "../../packages/shared/src/search/fold.ts";
import type { Contestant } from "./retriever.ts";
import type { Text } from "./sets.ts";

const k1 = 1.2;
const b = 0.75;

type Name = "characters" | "bigrams" | "words+bigrams";

/** Up to `depth` ids of texts for a query, best first; equals in the order of the texts. */
type Baseline = (query: string) => string[];

/** All of them; the like of a text they find by the whole text. */
export function inMemory(texts: readonly Text[], depth: number): Contestant[] {
  return Object.entries(baselines(texts, depth)).map(([name, find]) => ({
    name,
    answer: async (_, queries) => ({ rankings: queries.map(({ text }) => find(text)) }),
  }));
}

/**
 * One token per hanzi; two neighbouring hanzi; words (`Intl.Segmenter`) and bigrams in two fields, the scores of both
 * added. Words of other scripts are tokens in every one. Title and body together; Lucene's idf, its default k1 and b; a
 * token counts as often as the query holds it, as in Lucene; no minimum of tokens.
 */
export function baselines(texts: readonly Text[], depth: number): Record<Name, Baseline> {
  const folded = texts.map(({ title, text }) => fold(`${title}\n${text}`));
  const characters = [field(folded, charactersOf)];
  const bigrams = [field(folded, bigramsOf)];
  const both = [field(folded, wordsOf), field(folded, hanBigramsOf)];
  const over =
    (fields: readonly Field[]): Baseline =>
    (query) => {
      const scores = new Map<number, number>();
      const asked = fold(query);
      for (const add of fields) add(asked, scores);
      return [...scores]
        .toSorted(([one, a], [other, z]) => z - a || one - other)
        .slice(0, depth)
        .map(([at]) => texts[at]?.id ?? "");
    };
  return { characters: over(characters), bigrams: over(bigrams), "words+bigrams": over(both) };
}

/** Adds the BM25 scores of one field. */
type Field = (query: string, scores: Map<number, number>) => void;

function field(folded: readonly string[], cut: (text: string) => readonly string[]): Field {
  const postings = new Map<string, Map<number, number>>();
  const lengths: number[] = [];
  for (const [at, text] of folded.entries()) {
    const tokens = cut(text);
    lengths.push(tokens.length);
    for (const token of tokens) {
      const holders = postings.get(token) ?? new Map<number, number>();
      postings.set(token, holders.set(at, (holders.get(at) ?? 0) + 1));
    }
  }
  const average = lengths.reduce((total, length) => total + length, 0) / lengths.length;
  return (query, scores) => {
    for (const token of cut(query)) {
      const holders = postings.get(token);
      if (!holders) continue;
      const idf = Math.log(1 + (lengths.length - holders.size + 0.5) / (holders.size + 0.5));
      for (const [at, count] of holders) {
        const gain = (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * (lengths[at] ?? 0)) / average));
        scores.set(at, (scores.get(at) ?? 0) + gain);
      }
    }
  };
}

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const hanRun = /\p{Script=Han}+/gu;
const hanzi = /\p{Script=Han}/gu;

function wordsOf(folded: string): string[] {
  return [...segmenter.segment(folded)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** A hanzi that stands alone gives itself. */
function hanBigramsOf(folded: string): string[] {
  return [...folded.matchAll(hanRun)].flatMap(([run]) => {
    const characters = run.match(hanzi) ?? [];
    return characters.length === 1 ? characters : characters.slice(1).map((each, at) => (characters[at] ?? "") + each);
  });
}

function bigramsOf(folded: string): string[] {
  return [...hanBigramsOf(folded), ...otherWordsOf(folded)];
}

function charactersOf(folded: string): string[] {
  return [...(folded.match(hanzi) ?? []), ...otherWordsOf(folded)];
}

function otherWordsOf(folded: string): string[] {
  return wordsOf(folded.replace(hanRun, " "));
}
