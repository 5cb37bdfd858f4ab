// The alliance dictionary: words that the segmenter breaks, and how a text is cut with them. Pure once loaded.
import { segmentWords } from "../segments.ts";
import { readWordList } from "./word-list.ts";

const { lines, version } = readWordList("dictionary");

export const dictionaryWords: readonly string[] = lines;

/** Part of a generation's name: the same text may be cut differently under another version. */
export const dictionaryVersion = version;

/** The words of a folded text, in order: whatever is written between them is left out. */
export type CutWords = (folded: string) => string[];

/** Cuts as the index does. */
export const cutWords: CutWords = wordCutter(dictionaryWords);

/**
 * Cuts by `Intl.Segmenter`, whose pieces are joined where they make words of the dictionary: never more words than pieces.
 * Its time grows with the length of the text. Punctuation, white space and other scripts part what is cut on either side.
 */
export function wordCutter(words: Iterable<string>): CutWords {
  let find: FindWords | undefined;
  return (folded) => {
    find ??= wordFinder(words);
    const cut: string[] = [];
    let run: string[] = [];
    for (const { segment, index, isWordLike } of segmentWords(folded)) {
      if (isWordLike === true && segment.charCodeAt(0) >= firstOfEast) {
        run.push(segment);
        continue;
      }
      for (const word of joinPieces(run, folded, index, find)) cut.push(word);
      run = [];
      if (isWordLike === true) cut.push(segment);
    }
    for (const word of joinPieces(run, folded, folded.length, find)) cut.push(word);
    return cut;
  };
}

/** From here on scripts are written without spaces, hanzi among them. */
const firstOfEast = 0x2e80;

/** The words of the dictionary that begin as `text` goes on from `at`: those of the same first two UTF-16 units. */
type FindWords = (text: string, at: number) => readonly string[];

function wordFinder(words: Iterable<string>): FindWords {
  const byBeginning = Map.groupBy(new Set(words), (word) => word.slice(0, 2));
  // Most places begin no word: units that never stand first, or never second, are told without a look-up.
  const first = new Uint8Array(0x10000);
  const second = new Uint8Array(0x10000);
  for (const beginning of byBeginning.keys()) {
    first[beginning.charCodeAt(0)] = 1;
    second[beginning.charCodeAt(1)] = 1;
  }
  return (text, at) => {
    if (first[text.charCodeAt(at)] !== 1 || second[text.charCodeAt(at + 1)] !== 1) return none;
    return byBeginning.get(text.slice(at, at + 2)) ?? none;
  };
}

const none: readonly string[] = [];

// What a way through a run of pieces costs. A hanzi torn from its piece costs more than the piece, so that 参数/控制 is not cut
// as 参/数控/制, but less than two: 鲁/棒/性差 is cut as 鲁棒性/差. Hanzi that follow any word are torn easily: 机器/人的 is 机器人/的.
const whole = 2;
const torn = 3;
const loose = 1;
const particles = new Set("的了在和与及为中内上等给");

/**
 * The words of a run of pieces that ends at `end` of the folded text: the cheapest way through it, by pieces as they are, words
 * of the dictionary, and single hanzi torn from pieces.
 */
function joinPieces(pieces: readonly string[], folded: string, end: number, find: FindWords): readonly string[] {
  if (pieces.length < 2) return pieces;
  const start = pieces.reduce((before, piece) => before - piece.length, end);
  const first = firstWord(folded, start, end, find) - start;
  const text = folded.slice(start, end);
  return first === text.length ? pieces : cheapestWay(pieces, text, first, find);
}

/** `first`: where the first word of the dictionary stands; no piece before it is torn. */
function cheapestWay(pieces: readonly string[], text: string, first: number, find: FindWords): string[] {
  const least = new Int32Array(text.length + 1).fill(2 ** 31 - 1);
  const from = new Int32Array(text.length + 1);
  const step = (start: number, end: number, price: number): void => {
    const total = (least[start] ?? 0) + price;
    if (total >= (least[end] ?? 0)) return;
    least[end] = total;
    from[end] = start;
  };
  least[0] = 0;
  let at = 0;
  for (const piece of pieces) {
    const end = at + piece.length;
    step(at, end, whole);
    if (end <= first) at = end;
    for (let width = 1; at < end; at += width) {
      for (const word of find(text, at)) if (text.startsWith(word, at)) step(at, at + word.length, whole);
      width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      if (width < piece.length) step(at, at + width, particles.has(text.charAt(at)) ? loose : torn);
    }
  }
  return wayTo(text, from);
}

/** Where the first word of the dictionary stands in `[start, end)`; `end` when there is none. */
function firstWord(text: string, start: number, end: number, find: FindWords): number {
  for (let at = start; at + 1 < end; at++)
    for (const word of find(text, at)) if (at + word.length <= end && text.startsWith(word, at)) return at;
  return end;
}

function wayTo(text: string, from: Int32Array): string[] {
  const words: string[] = [];
  for (let end = text.length; end > 0; end = from[end] ?? 0) words.push(text.slice(from[end], end));
  return words.toReversed();
}
