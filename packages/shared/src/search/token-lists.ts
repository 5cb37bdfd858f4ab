// Token lists: which tokens an index holds of a text, and which of them a query asks for. Pure; engines differ in how they keep them.
import { readingsOfPair } from "./pinyin.ts";
import { isHan, type Tokens } from "./tokens.ts";

/*
 * Words are one field, marked by `_`; bigrams, codes and, once more, words that are not hanzi are the other, so that
 * a word in Latin letters weighs as much as one in hanzi.
 */
function fieldsOf({ words, bigrams, codes }: Tokens): string[] {
  return [...words.map(inWords), ...bigrams, ...words.filter((word) => !isHan(word)), ...codes];
}

/** Everything a text may be found by, as often as it holds it: its tokens, how each pair of hanzi is read, and the last hanzi of runs. */
export function heldTokens(tokens: Tokens): string[] {
  const held = [...fieldsOf(tokens), ...tokens.bigrams.flatMap(readingsOfPair)];
  const distinct = new Set(held);
  return [...held, ...[...new Set(tokens.lasts)].filter((last) => !distinct.has(last))];
}

/** How many tokens a text has for ranking. */
export function lengthOf(tokens: Tokens): number {
  return fieldsOf(tokens).length;
}

/** How often a text holds each token, as it is indexed. */
export function countsOf(tokens: Tokens): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of fieldsOf(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** One distinct token of a query. */
export interface QueryToken {
  /** As it is indexed. */
  readonly token: string;
  /** As it stands in the query. */
  readonly text: string;
  readonly kind: "word" | "bigram" | "code";
  /** A hanzi that stands alone: found as the first of any bigram, too. */
  readonly alone: boolean;
}

export function queryTokens({ words, bigrams, codes }: Tokens): QueryToken[] {
  const asked: QueryToken[] = [
    ...words.map(wordToken),
    ...bigrams.map(pairToken),
    ...words.filter((word) => !isHan(word)).map((word) => ({ ...wordToken(word), token: word })),
    ...codes.map((code) => ({ token: code, text: code, kind: "code" as const, alone: false })),
  ];
  return [...new Map(asked.map((token) => [token.token, token])).values()];
}

/** Two neighbouring hanzi, or one that stands alone. */
export function pairToken(pair: string): QueryToken {
  return { token: pair, text: pair, kind: "bigram", alone: Array.from(pair).length === 1 };
}

/** How two hanzi are read; see `pairOf`. */
export function soundToken(reading: string): QueryToken {
  return { token: reading, text: reading, kind: "bigram", alone: false };
}

/** A word in Latin letters. */
export function wordToken(word: string): QueryToken {
  return { token: inWords(word), text: word, kind: "word", alone: false };
}

function inWords(word: string): string {
  return `_${word}`;
}
