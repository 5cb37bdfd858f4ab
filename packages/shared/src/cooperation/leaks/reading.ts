// How the leak check reads a text: folded as search folds it but with capitals kept, cut into words, with the way back.

import { dictionaryWords, type Folded, foldWithOffsets } from "../../search/index.ts";
import { segmentWords } from "../../segments.ts";
import { generalWords, kindWords, places, regions, stops, tradeHanzi, unnamed } from "./words.ts";

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A hanzi alone that makes no word with those beside it and is none of the trade: in a row such hanzi are a name. */
  readonly isStrange: boolean;
}

/** `text` keeps capitals, `lower` has none; both have the same places, and `folded` leads from these to the original. */
export interface Reading {
  readonly text: string;
  readonly lower: string;
  readonly folded: Folded;
  readonly words: readonly Word[];
  /** By the place where a word begins, or ends, its number among the words. */
  readonly wordFrom: ReadonlyMap<number, number>;
  readonly wordTo: ReadonlyMap<number, number>;
}

export const readText = (original: string): Reading => {
  const folded = keepSigns(original, foldWithOffsets(original));
  const lower = folded.text;
  const text = withCapitals(original, folded);
  const words = cut(lower);
  return {
    text,
    lower,
    folded,
    words,
    wordFrom: new Map(words.map(({ start }, at) => [start, at])),
    wordTo: new Map(words.map(({ end }, at) => [end, at])),
  };
};

/** Folding writes ™ as the letters tm, which would make it part of the word before. */
const keepSigns = (original: string, { text, starts, length }: Folded): Folded => {
  if (!/[™℠]/.test(original)) return { text, starts, length };
  let kept = "";
  const keptStarts: number[] = [];
  for (const [at, start] of starts.entries()) {
    const sign = original.charAt(start);
    const isSign = sign === "™" || sign === "℠";
    if (isSign && starts[at - 1] === start) continue;
    kept += isSign ? sign : text.charAt(at);
    keptStarts.push(start);
  }
  return { text: kept, starts: keptStarts, length };
};

const withCapitals = (original: string, { text, starts }: Folded): string => {
  let whole = "";
  for (const [at, start] of starts.entries()) {
    const lower = text.charAt(at);
    const capital = original.charAt(start).normalize("NFKC");
    whole += capital !== lower && capital.length === 1 && capital.toLowerCase() === lower ? capital : lower;
  }
  return whole;
};

const han = /\p{Script=Han}/u;

const vocabulary: ReadonlySet<string> = new Set(
  [...dictionaryWords, ...generalWords, ...stops, ...places, ...regions, ...unnamed, ...kindWords].filter(
    (word) => word.length > 1,
  ),
);
/** In words of the segmenter and in hanzi: what the vocabulary joins. */
const mostPieces = 6;
const longestWord = 8;

/** Whether a word says nothing about who is meant. */
export const isGeneral = (word: string): boolean => vocabulary.has(word) || generalWords.has(word) || stops.has(word);

function cut(lower: string): Word[] {
  const pieces = Array.from(segmentWords(lower), ({ segment, index }) => ({ segment, index })).filter(({ segment }) =>
    /[\p{L}\p{N}]/u.test(segment),
  );
  const words: Word[] = [];
  for (let at = 0; at < pieces.length; ) {
    const { segment = "", index: start = 0 } = pieces[at] ?? {};
    const count = han.test(segment) ? joined(pieces, at) : 1;
    const last = pieces[at + count - 1];
    const end = last ? last.index + last.segment.length : start;
    const text = lower.slice(start, end);
    words.push({ text, start, end, isStrange: isStrange(text) });
    at += count;
  }
  return words;
}

const isStrange = (text: string): boolean =>
  text.length === 1 && han.test(text) && !isGeneral(text) && !unnamed.has(text) && !tradeHanzi.includes(text);

/** How many pieces from here on make one word of the vocabulary, at least 1. */
function joined(pieces: readonly { segment: string; index: number }[], at: number): number {
  let word = "";
  let best = 1;
  for (let count = 1; count <= mostPieces; count++) {
    const piece = pieces[at + count - 1];
    const before = pieces[at + count - 2];
    if (!piece || (count > 1 && before && before.index + before.segment.length !== piece.index)) break;
    word += piece.segment;
    if (word.length > longestWord) break;
    if (count > 1 && vocabulary.has(word)) best = count;
  }
  return best;
}
