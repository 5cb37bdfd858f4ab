// Pinyin: how hanzi are read, without tones, and which syllables a text in Latin letters may be. Pure.
import { createRequire } from "node:module";
import type * as Dictionaries from "pinyin-pro";

let loaded: typeof Dictionaries | undefined;
/** Its dictionaries cost a function that starts more than most requests do: they are loaded with the first hanzi read. */
const dictionaries = (): typeof Dictionaries =>
  (loaded ??= createRequire(import.meta.url)("pinyin-pro") as typeof Dictionaries);

/** Every syllable of standard Chinese by initial and final (GB/T 16159), ü as v; those of one letter but a, e and o, and ng, are left out. */
const table = [
  "a ai an ang ao e ei en er o ou",
  "b:a ai an ang ao ei en eng i ian iao ie in ing o u",
  "p:a ai an ang ao ei en eng i ian iao ie in ing o ou u",
  "m:a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
  "f:a an ang ei en eng o ou u",
  "d:a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
  "t:a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo",
  "n:a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
  "l:a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve",
  "g:a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
  "k:a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
  "h:a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
  "j:i ia ian iang iao ie in ing iong iu u uan ue un",
  "q:i ia ian iang iao ie in ing iong iu u uan ue un",
  "x:i ia ian iang iao ie in ing iong iu u uan ue un",
  "zh:a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
  "ch:a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
  "sh:a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
  "r:an ang ao e en eng i ong ou u ua uan ui un uo",
  "z:a ai an ang ao e ei en eng i ong ou u uan ui un uo",
  "c:a ai an ang ao e en eng i ong ou u uan ui un uo",
  "s:a ai an ang ao e en eng i ong ou u uan ui un uo",
  "y:a an ang ao e i in ing o ong ou u uan ue un",
  "w:a ai an ang ei en eng o u",
];

const syllables: ReadonlySet<string> = new Set(
  table.flatMap((line) => {
    const [initial, finals] = line.includes(":") ? line.split(":") : ["", line];
    return (finals ?? "").split(" ").map((final) => `${initial}${final}`);
  }),
);
const longestSyllable = 6;

const known = new Map<string, readonly string[]>();

/** Every toneless reading of one hanzi, the commonest first; nothing for what has none. */
export function readingsOf(hanzi: string): readonly string[] {
  const before = known.get(hanzi);
  if (before) return before;
  const found = dictionaries().pinyin(hanzi, { toneType: "none", multiple: true, type: "array", v: true });
  const readings = [...new Set(found.filter((reading) => syllables.has(reading)))];
  known.set(hanzi, readings);
  return readings;
}

/** How each hanzi of a run is read there, toneless: 重 in 重庆 as chong; undefined for what has no reading. */
export function readingsWithin(hanzi: readonly string[]): (string | undefined)[] {
  const all = hanzi.map(readingsOf);
  if (all.every(({ length }) => length < 2)) return all.map(([only]) => only);
  const found = dictionaries().pinyin(hanzi.join(""), { toneType: "none", type: "array", v: true });
  const isAligned = found.length === hanzi.length;
  return all.map((readings, at) => readings.find((reading) => isAligned && reading === found[at]) ?? readings[0]);
}

const knownPairs = new Map<string, readonly string[]>();
/** As many pairs as a library of tens of thousands of texts holds often; about 10 MB. */
const mostKnownPairs = 65_536;

/** The readings of two neighbouring hanzi, each as `shu~kong`; nothing when either has none. */
export function readingsOfPair(pair: string): readonly string[] {
  const before = knownPairs.get(pair);
  if (before) return before;
  const [one = "", other = ""] = pair;
  const readings = readingsOf(one).flatMap((first) => readingsOf(other).map((second) => pairOf(first, second)));
  if (knownPairs.size >= mostKnownPairs) knownPairs.clear();
  knownPairs.set(pair, readings);
  return readings;
}

/** Two syllables in a row, as they are indexed: a mark that stands in no other token parts them. */
export function pairOf(first: string, second: string): string {
  return `${first}~${second}`;
}

/** Ways to read a text are told apart no further than this. */
const mostWays = 8;
/** In letters: longer is no pinyin that anybody types into a search box. */
const longestText = 120;

/**
 * The ways in which a folded text in Latin letters can be pinyin: the syllables of each, the fewest first, at most 8; none
 * when it cannot. Syllables may stand apart (`shu kong`), together (`shukong`), or be parted by an apostrophe (`xi'an`).
 */
export function parsePinyin(folded: string): string[][] {
  if (folded.length > longestText || !/^[a-zü][a-zü '’]*$/.test(folded)) return [];
  const parts = piecesOf(folded.replaceAll("ü", "v").replaceAll(/([nl])ue/g, "$1ve")).filter((part) => part !== "");
  let ways: string[][] = [[]];
  for (const part of parts) {
    const split = splitPart(part);
    ways = ways.flatMap((way) => split.map((rest) => [...way, ...rest])).slice(0, mostWays);
  }
  return ways.toSorted((one, other) => one.length - other.length);
}

/** The ways to cut one unbroken piece into syllables; linear in its length, because each place keeps few ways. */
function splitPart(part: string): string[][] {
  const ways: string[][][] = [[[]]];
  for (let end = 1; end <= part.length; end++) {
    const here: string[][] = [];
    for (let start = Math.max(0, end - longestSyllable); start < end; start++) {
      const syllable = part.slice(start, end);
      if (syllables.has(syllable)) for (const way of ways[start] ?? []) here.push([...way, syllable]);
    }
    ways.push(here.toSorted((one, other) => one.length - other.length).slice(0, mostWays));
  }
  return ways[part.length] ?? [];
}

/** Letters that may be pinyin: not part of a code. */
export const letterRun = /(?<![a-z0-9_/.+-])[a-zü]+(?:[ '’][a-zü]+)*(?![a-z0-9_/.+-])/gu;

/** Of the letters in a row of a folded text the longest parts that may be pinyin: of `mes xi tong` it is `xi tong`. */
export function spokenRuns(text: string): string[] {
  return [...text.matchAll(letterRun)].flatMap(([letters]) => partsSpoken(letters));
}

function partsSpoken(letters: string): string[] {
  const runs: string[][] = [[]];
  for (const part of letters.split(" ")) {
    if (parsePinyin(part).length > 0) runs.at(-1)?.push(part);
    else runs.push([]);
  }
  return runs.map((run) => run.join(" ")).filter((run) => run !== "");
}

/** The pieces of a run of letters, as they stand apart. */
export function piecesOf(run: string): string[] {
  return run.split(/[ '’]+/);
}
