// Corrections: what a query may have been meant to say, judged by what its reader can find. Pure.
import { functionWords } from "./function-words.ts";
import { pairOf, readingsOf } from "./pinyin.ts";

/** What corrections are judged by. */
export interface Lexicon {
  /** In how many of the documents that the reader sees two neighbouring hanzi stand. */
  pairs(pair: string): number;
  /** The same of a word in Latin letters. */
  words(word: string): number;
  /** Pairs of hanzi read so (`shu'kong`), whoever may see them. */
  read(reading: string): readonly string[];
}

/** In hanzi; longer runs are sentences, which have unknown pairs wherever two words meet. */
const longestRun = 24;

/**
 * A run of hanzi with those replaced that stand in no known pair, by hanzi of the same sound which make known pairs with their
 * neighbours; the run itself where there are none. Between two known pairs nothing is touched.
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
  return hanzi.join("");
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

/** How much a pair that does not go on from the one before is held against a way. */
const breaking = 4;

/** The hanzi that syllables most likely stand for: the way through known pairs with the greatest sum of log(1 + count) (Viterbi 1967); nothing where a syllable has no known pair. */
export function hanziFor(syllables: readonly string[], lexicon: Lexicon): string | undefined {
  let ways = new Map<string, Way>([["", { text: "", worth: 0 }]]);
  for (const [at, syllable] of syllables.slice(1).entries()) {
    const next = new Map<string, Way>();
    const anywhere = [...ways.values()].reduce((one, other) => (other.worth > one.worth ? other : one));
    for (const pair of lexicon.read(pairOf(syllables[at] ?? "", syllable))) {
      const count = lexicon.pairs(pair);
      if (count === 0) continue;
      const [first = "", second = ""] = pair;
      const goesOn = at === 0 ? anywhere : ways.get(first);
      const way = goesOn ?? { text: anywhere.text, worth: anywhere.worth - breaking };
      const text = at === 0 ? pair : goesOn ? way.text + second : way.text.slice(0, -1) + pair;
      const worth = way.worth + Math.log(1 + count);
      if (worth > (next.get(second)?.worth ?? Number.NEGATIVE_INFINITY)) next.set(second, { text, worth });
    }
    if (next.size === 0) return undefined;
    ways = next;
  }
  return [...ways.values()].reduce((one, other) => (other.worth > one.worth ? other : one)).text;
}

interface Way {
  readonly text: string;
  readonly worth: number;
}
