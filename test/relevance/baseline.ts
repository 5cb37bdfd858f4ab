// The baseline every engine is measured against: plain BM25 over folded words and folded bigrams, in memory.
import { fold } from "../../packages/shared/src/search/fold.ts";
import { tokenise } from "../../packages/shared/src/search/tokens.ts";
import type { Text } from "./sets.ts";

const k1 = 1.2;
const b = 0.75;

/** Two fields over title and body together, the scores of both added; Lucene's idf, default k1 and b; no minimum of tokens. */
export function baseline(texts: readonly Text[], depth: number): (query: string) => string[] {
  const tokens = texts.map(({ title, text }) => tokenise(fold(`${title}\n${text}`)));
  const fields = [field(tokens.map(({ words }) => words)), field(tokens.map(({ bigrams }) => bigrams))] as const;
  return (query) => {
    const { words, bigrams } = tokenise(fold(query));
    const scores = new Map<number, number>();
    fields[0](words, scores);
    fields[1](bigrams, scores);
    return [...scores]
      .toSorted(([one, a], [other, z]) => z - a || one - other)
      .slice(0, depth)
      .map(([at]) => texts[at]?.id ?? "");
  };
}

/** Adds the BM25 scores of one field. */
function field(
  documents: readonly (readonly string[])[],
): (query: readonly string[], scores: Map<number, number>) => void {
  const postings = new Map<string, Map<number, number>>();
  for (const [at, tokens] of documents.entries()) {
    for (const token of tokens) {
      const holders = postings.get(token) ?? new Map<number, number>();
      postings.set(token, holders.set(at, (holders.get(at) ?? 0) + 1));
    }
  }
  const average = documents.reduce((total, tokens) => total + tokens.length, 0) / documents.length;
  return (query, scores) => {
    for (const token of new Set(query)) {
      const holders = postings.get(token);
      if (!holders) continue;
      const idf = Math.log(1 + (documents.length - holders.size + 0.5) / (holders.size + 0.5));
      for (const [at, count] of holders) {
        const length = documents[at]?.length ?? 0;
        const gain = (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / average));
        scores.set(at, (scores.get(at) ?? 0) + gain);
      }
    }
  };
}
