// Spoken: which letters of a query are pinyin, and which of its pairs of hanzi may be mistyped, by what a reader can find. Pure.
import { pairOf, parsePinyin, piecesOf } from "./pinyin.ts";

/** A pair that so many documents hold was meant as it is written. */
export const mostMistyped = 5;
/** And what it may have been meant for stands in so many times as many. */
const timesMoreCommon = 10;

/**
 * One wrong character of the right sound: a pair that hardly anybody writes (`own` documents) also stands for the pairs that
 * sound the same, if those are much more common: in `others` documents that do not hold the pair itself.
 */
export function isMistyped(own: number, others: number): boolean {
  return own <= mostMistyped && others > own * (timesMoreCommon - 1);
}

/** How a run of letters is read, and how each pair of neighbouring syllables is indexed. */
export interface Reading {
  readonly way: readonly string[];
  readonly pairs: readonly string[];
}

/** The ways to read a run of letters as two syllables or more, the fewest first. */
export function readingsOfRun(run: string): Reading[] {
  return parsePinyin(run)
    .filter((way) => way.length > 1)
    .map((way) => ({ way, pairs: [...new Set(way.slice(1).map((syllable, at) => pairOf(way[at] ?? "", syllable)))] }));
}

/** The words of a run that are more than one syllable: where one of them stands in a text in Latin letters, the run is written (`change`), not spoken (`shi`). */
export function writtenWords(run: string): string[] {
  const parts = piecesOf(run);
  if (parts.length === readingsOfRun(run)[0]?.way.length) return [];
  return parts.filter((part) => (parsePinyin(part)[0]?.length ?? 0) > 1);
}

/** Of the ways to read a run the one most of whose pairs stand in what the reader sees; nothing where none does. */
export function bestReading(ways: readonly Reading[], isHeld: (pair: string) => boolean): Reading | undefined {
  let best: Reading | undefined;
  let most = 0;
  for (const reading of ways) {
    const share = reading.pairs.filter(isHeld).length / reading.pairs.length;
    if (share > most) [best, most] = [reading, share];
  }
  return best;
}
