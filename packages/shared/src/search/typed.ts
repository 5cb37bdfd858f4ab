// Typed: what somebody has typed so far, how it is looked up among spellings, and where it stands in a text. Pure.
import { fold, originalRange } from "./fold.ts";
import { readingsOf } from "./pinyin.ts";
import type { Highlight } from "./port.ts";
import {
  asTyped,
  itself,
  longestPinyin,
  longestSpelling,
  longestWhole,
  type Spelled,
  typableOf,
  type Unit,
  type Way,
  ways,
} from "./spelling.ts";

export interface Typed {
  /** Letters, digits and hanzi, folded. */
  readonly units: readonly string[];
  /** The same, each letter as pinyin spells it: ü as v, lüe as lue. */
  readonly heard: readonly string[];
  /** Positions of units that stand apart from the one before: no syllable reaches over them. */
  readonly parted: ReadonlySet<number>;
}

export function typedOf(q: string): Typed {
  const characters = typableOf(fold(q));
  const units = characters.map(({ text }) => text);
  const isParted = (at: number): boolean => {
    const before = characters[at - 1];
    return before !== undefined && before.start + before.text.length < (characters[at]?.start ?? 0);
  };
  const heard = Array.from(asTyped(units.join("")));
  return { units, heard, parted: new Set(units.keys().filter(isParted)) };
}

/** A spelling that begins so, or is cut to the very same. */
export interface Wanted {
  readonly spelling: string;
  readonly begun: boolean;
}

/** Looked for together. */
export interface LookUp {
  readonly wanted: Wanted;
  readonly beside: readonly Wanted[];
}

/** So many readings of typed hanzi are tried beside letters. */
const mostReadings = 8;
const hanzi = /^\p{Script=Han}$/u;
const startsWithHanzi = /^\p{Script=Han}/u;

/** What to look up: nothing that `placeOf` would find is missed, but for the bounds on what is indexed. */
export function lookUpsFor({ units, heard }: Typed): LookUp[] {
  const plain = [...lookUpsOf(units), ...lookUpsOf(heard)];
  if (!units.some((unit) => hanzi.test(unit)) || !units.some((unit) => /[a-zü]/.test(unit))) return distinct(plain);
  let spoken: string[][] = [[]];
  for (const [at, unit] of units.entries()) {
    const readings = hanzi.test(unit) ? readingsOf(unit).map(asTyped) : [];
    const sounds = readings.length > 0 ? readings : [heard[at] ?? unit];
    spoken = spoken.flatMap((way) => sounds.map((sound) => [...way, sound])).slice(0, mostReadings);
  }
  const initials = spoken.map((way) => way.map((sound) => sound[0] ?? ""));
  const after = units.findIndex((unit) => !hanzi.test(unit));
  const leading = units.slice(0, after).join("").slice(0, longestSpelling);
  const beside = leading === "" ? [] : [{ spelling: leading, begun: true }];
  const mixed = [...spoken, ...initials].flatMap(lookUpsOf);
  return distinct([...plain, ...mixed.map((lookUp) => ({ ...lookUp, beside: [...lookUp.beside, ...beside] }))]);
}

/** Letters as they are indexed: to the end of what was typed from the beginning, and cut from a place within. */
function lookUpsOf(units: readonly string[]): LookUp[] {
  const typed = units.join("");
  const lookUps: LookUp[] = [{ wanted: { spelling: typed.slice(0, longestWhole), begun: true }, beside: [] }];
  for (const most of [longestPinyin, longestSpelling].filter((length) => typed.length > length)) {
    const [spelling, rest] = [typed.slice(0, most), typed.slice(most, most + longestSpelling)];
    // Every hanzi begins a spelling: what goes on with one is looked for there, too.
    const beside = startsWithHanzi.test(rest) ? [{ spelling: rest, begun: true }] : [];
    lookUps.push({ wanted: { spelling, begun: false }, beside });
  }
  return lookUps;
}

function distinct(lookUps: readonly LookUp[]): LookUp[] {
  return [...new Map(lookUps.map((lookUp) => [JSON.stringify(lookUp), lookUp])).values()];
}

/** Where in its original text what was typed stands: at its beginning, or at the first place within; nothing where it does not. */
export function placeOf({ folded, units }: Spelled, typed: Typed, within: boolean): Highlight | undefined {
  for (let at = within ? 1 : 0; at < (within ? units.length : 1); at++) {
    const unit = units[at];
    if (!unit || (within && !unit.begins)) continue;
    const ends = (unit.sounds ? ways : [itself]).flatMap((way) => endFrom(units, at, typed, way) ?? []);
    if (ends.length > 0) return originalRange(folded, unit.start, units[Math.min(...ends)]?.end ?? folded.text.length);
  }
  return undefined;
}

/** The unit that typing ends in when it begins at one and goes on in one way. */
function endFrom(units: readonly Unit[], from: number, { units: typed, heard, parted }: Typed, way: Way) {
  let done = 0;
  for (let at = from; at < units.length && done < typed.length; at++) {
    const unit = units[at] as Unit;
    if (unit.text === typed[done]) done++;
    else {
      const sound = way(unit) ?? "";
      const length = Math.min(sound.length, typed.length - done);
      for (let letter = 0; letter < length; letter++)
        if (sound[letter] !== heard[done + letter] || (letter > 0 && parted.has(done + letter))) return undefined;
      if (length === 0) return undefined;
      done += length;
    }
    if (done === typed.length) return at;
  }
  return undefined;
}
