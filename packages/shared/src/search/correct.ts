// Corrections: what a query may have been meant to say, judged by what its reader can find. Pure.
import { functionWords } from "./function-words.ts";
import { pairOf, readingsOf } from "./pinyin.ts";

/** What corrections are judged by: nothing is offered that the reader could not find. */
export interface Lexicon {
  /** In how many of the documents that the reader sees two neighbouring hanzi stand. */
  pairs(pair: string): number;
  /** The same of a word in Latin letters. */
  words(word: string): number;
  /** Pairs of hanzi read so (`shu'kong`), whoever may see them. */
  read(reading: string): readonly string[];
  /** Folded texts of what the query found best: hanzi are offered only as they stand there. */
  readonly texts: readonly string[];
}

/** In hanzi; longer runs are sentences, which have unknown pairs wherever two words meet. */
const longestRun = 24;

/**
 * A run of hanzi with those replaced that stand in no known pair, by hanzi of the same sound which make known pairs with their
 * neighbours; the run itself where there are none, or where what comes of it stands in none of the texts.
 */
export function correctHanzi(run: string, lexicon: Lexicon): string {
  const hanzi = Array.from(run);
  if (hanzi.length < 2 || hanzi.length > longestRun) return run;
  for (const [at, one] of hanzi.entries()) {
    const [before, after] = [hanzi[at - 1] ?? "", hanzi[at + 1] ?? ""];
    const pairs = (other: string) => [before && before + other, after && other + after].filter((pair) => pair !== "");
    if (functionWords.has(one) || pairs(one).some((pair) => lexicon.pairs(pair) > 0)) continue;
    let bestCount = 0;
    for (const other of soundingLike(one, before, after, lexicon)) {
      const count = Math.min(...pairs(other).map((pair) => lexicon.pairs(pair)));
      if (count > bestCount) {
        hanzi[at] = other;
        bestCount = count;
      }
    }
  }
  const corrected = hanzi.join("");
  return lexicon.texts.some((text) => text.includes(corrected)) ? corrected : run;
}

/** Hanzi of the same sound that were ever written beside a neighbour. */
function soundingLike(hanzi: string, before: string, after: string, lexicon: Lexicon): Set<string> {
  const found = new Set<string>();
  for (const reading of readingsOf(hanzi)) {
    for (const other of readingsOf(before))
      for (const pair of lexicon.read(pairOf(other, reading)))
        if (pair.startsWith(before)) found.add(pair.slice(before.length));
    if (before === "")
      for (const other of readingsOf(after))
        for (const pair of lexicon.read(pairOf(reading, other)))
          if (pair.endsWith(after)) found.add(pair.slice(0, -after.length));
  }
  found.delete(hanzi);
  return found;
}

const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
/** In letters: shorter words are a step away from too many others. */
const shortestWord = 4;
const longestWord = 24;

/** The commonest known word one step (Damerau 1964: a letter more, less, other, or two exchanged) from an unknown one; itself where there is none. */
export function correctWord(word: string, lexicon: Lexicon): string {
  if (word.length < shortestWord || word.length > longestWord || !/^[a-z]+$/.test(word)) return word;
  let corrected = word;
  let bestCount = 0;
  for (const other of oneStepFrom(word)) {
    const count = lexicon.words(other);
    if (count > bestCount) [corrected, bestCount] = [other, count];
  }
  return corrected;
}

function oneStepFrom(word: string): Set<string> {
  const steps = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [start, end] = [word.slice(0, at), word.slice(at)];
    if (end !== "") steps.add(start + end.slice(1));
    if (end.length > 1) steps.add(start + (end[1] ?? "") + (end[0] ?? "") + end.slice(2));
    for (const letter of letters) {
      steps.add(start + letter + end);
      if (end !== "") steps.add(start + letter + end.slice(1));
    }
  }
  steps.delete(word);
  return steps;
}

/** What is read so (one syllable each) most often in some folded texts, hanzi beside hanzi; nothing where no text holds it. */
export function phraseRead(syllables: readonly string[], texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (let start = 0; start + syllables.length <= text.length; start++) {
      if (!syllables.every((syllable, at) => readingsOf(text[start + at] ?? "").includes(syllable))) continue;
      const phrase = text.slice(start, start + syllables.length);
      counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    }
  }
  let most: [phrase: string, count: number] | undefined;
  for (const counted of counts) if (counted[1] > (most?.[1] ?? 0)) most = counted;
  return most?.[0];
}
