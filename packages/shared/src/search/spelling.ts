// Spellings: the ways in which a title or a term may be typed: its characters, its pinyin, its initials. Pure.
import { segmentWords } from "../segments.ts";
import { type Folded, foldWithOffsets } from "./fold.ts";
import { readingsOf, readingsWithin } from "./pinyin.ts";

/** One letter, digit or hanzi of a text; marks between them are left out, so that nobody needs to type them. */
export interface Unit {
  /** Folded. */
  readonly text: string;
  /** Of a hanzi how it is read here, and how it is read most; nothing for what is not read as pinyin. */
  readonly readings: readonly [here: string, most: string] | undefined;
  /** Where it stands in the folded text. */
  readonly start: number;
  readonly end: number;
  /** Whether typing may begin here: at every hanzi, at the beginning of a word, and where letters turn to digits or back. */
  readonly begins: boolean;
  /** Whether it may also begin with the sound: not amid a word of hanzi. */
  readonly sounds: boolean;
}

export interface Spelled {
  readonly folded: Folded;
  readonly units: readonly Unit[];
}

/** Of a longer text the rest cannot be typed. */
const mostUnits = 128;
/** In UTF-16 units: as much of a text as is looked at. */
const longestText = 1_024;

/** In UTF-16 units: as much as is indexed from the beginning; of characters and initials, and of pinyin, from a place within. */
export const longestWhole = 24;
export const longestSpelling = 8;
export const longestPinyin = 16;

const typable = /[\p{L}\p{N}\p{M}+#]/u;
const han = /\p{Script=Han}/u;
const digit = /\p{N}/u;
const mark = /\p{M}/u;

/** The characters of a folded text that can be typed, and where each begins. */
export function typableOf(folded: string): { text: string; start: number }[] {
  const found: { text: string; start: number }[] = [];
  let start = 0;
  for (const text of folded) {
    if (typable.test(text)) found.push({ text, start });
    start += text.length;
  }
  return found;
}

/** How a text may be typed. */
export function spell(text: string): Spelled {
  const folded = foldWithOffsets(text.slice(0, longestText));
  const characters = typableOf(folded.text).slice(0, mostUnits);
  const readings = readingsOfAll(characters.map((character) => character.text));
  // Without the dictionary: it joins what is typed apart, 数控 and 机床.
  const words = new Set(Array.from(segmentWords(folded.text), ({ index }) => index));
  const units = characters.map((character, at): Unit => {
    const end = character.start + character.text.length;
    const before = characters[at - 1];
    const touched = before && before.start + before.text.length === character.start ? before.text : undefined;
    const begins = beginsAfter(touched, character.text);
    const sounds = begins && (touched === undefined || !han.test(touched) || words.has(character.start));
    return { ...character, end, readings: readings[at], begins, sounds };
  });
  return { folded, units };
}

/** `before`: what stands right before it, if that can be typed. */
function beginsAfter(before: string | undefined, text: string): boolean {
  if (before === undefined || han.test(text)) return true;
  return !mark.test(text) && (han.test(before) || digit.test(before) !== digit.test(text));
}

function readingsOfAll(texts: readonly string[]): Unit["readings"][] {
  const readings: Unit["readings"][] = texts.map(() => undefined);
  for (let start = 0; start < texts.length; start++) {
    let end = start;
    while (end < texts.length && han.test(texts[end] ?? "")) end++;
    if (end === start) continue;
    const run = texts.slice(start, end);
    for (const [at, here] of readingsWithin(run).entries())
      if (here !== undefined) readings[start + at] = [asTyped(here), asTyped(readingsOf(run[at] ?? "")[0] ?? here)];
    start = end;
  }
  return readings;
}

/** What is read lüe and nüe is typed lue and nue, or else as `heard` takes it (typed.ts). */
export function asTyped(syllables: string): string {
  if (!/[vü]/.test(syllables)) return syllables;
  return syllables.replaceAll("ü", "v").replaceAll(/([nl])ve/g, "$1ue");
}

/** What a unit sounds like in one way of typing; nothing where it must be typed itself. */
export type Way = (unit: Unit) => string | undefined;
export const itself: Way = () => undefined;
const pinyin: readonly Way[] = [({ readings }) => readings?.[0], ({ readings }) => readings?.[1]];
const initials: readonly Way[] = [({ readings }) => readings?.[0][0], ({ readings }) => readings?.[1][0]];
/** Pinyin and initials, each by both readings. A text is typed in one way from beginning to end, any hanzi of it also as itself. */
export const ways = [...pinyin, ...initials];

/** Everything that may be typed for a text from its beginning on, and from within, cut to the lengths above. */
export function spellingsOf({ units }: Spelled): { whole: Set<string>; within: Set<string> } {
  const whole = new Set<string>();
  const within = new Set<string>();
  const written = lineOf(units, itself, longestSpelling);
  const heard = [
    ...pinyin.map((way) => lineOf(units, way, longestPinyin)),
    ...initials.map((way) => lineOf(units, way, longestSpelling)),
  ];
  for (const [at, { begins, sounds }] of units.entries()) {
    if (at === 0) for (const { text } of [written, ...heard]) whole.add(text.slice(0, longestWhole));
    else if (begins) for (const line of sounds ? [written, ...heard] : [written]) within.add(cut(line, at));
  }
  return { whole, within };
}

/** A whole text in one way of typing, where each unit begins in it, and how far it is indexed from there. */
interface Line {
  readonly text: string;
  readonly starts: readonly number[];
  readonly most: number;
}

function lineOf(units: readonly Unit[], way: Way, most: number): Line {
  const starts: number[] = [];
  let text = "";
  for (const unit of units) {
    starts.push(text.length);
    text += way(unit) ?? unit.text;
  }
  return { text, starts, most };
}

function cut({ text, starts, most }: Line, at: number): string {
  const start = starts[at] ?? 0;
  return text.slice(start, start + most);
}
