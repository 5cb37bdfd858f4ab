// Typed: what somebody has typed so far, how it is looked up among spellings, and where it stands in a text. Pure.
import { fold, originalRange } from "./fold.ts";
import { readingsOf } from "./pinyin.ts";
import type { Highlight } from "./port.ts";
import {
  asTyped,
  itself,
  longestPinyin,
  longestSpelling,
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

/** Any of these is looked for, and with it all that is in `beside`. */
export interface LookUp {
  readonly any: readonly Wanted[];
  readonly beside: readonly Wanted[];
}

/** So many readings of typed hanzi are tried beside letters. */
const mostReadings = 8;
const hanzi = /^\p{Script=Han}$/u;

/** What to look up: nothing that `placeOf` would find is missed, but for the bounds on what is indexed. */
export function lookUpsFor({ units, heard }: Typed): LookUp[] {
  const plain = { any: [...wantedFor(units), ...wantedFor(heard)], beside: [] };
  if (!units.some((unit) => hanzi.test(unit)) || !units.some((unit) => /[a-zü]/.test(unit))) return [distinct(plain)];
  let spoken: string[][] = [[]];
  for (const [at, unit] of units.entries()) {
    const readings = hanzi.test(unit) ? readingsOf(unit).map(asTyped) : [];
    const sounds = readings.length > 0 ? readings : [heard[at] ?? unit];
    spoken = spoken.flatMap((way) => sounds.map((sound) => [...way, sound])).slice(0, mostReadings);
  }
  const pinyin = spoken.flatMap((way) => wantedFor(Array.from(way.join(""))));
  const initials = spoken.flatMap((way) => wantedFor(way.map((sound) => sound[0] ?? "")));
  const leading = units.slice(0, longestSpelling);
  const after = leading.findIndex((unit) => !hanzi.test(unit));
  const beside = wantedFor(after === -1 ? leading : leading.slice(0, after));
  return [plain, { any: [...pinyin, ...initials], beside }].map(distinct);
}

function wantedFor(units: readonly string[]): Wanted[] {
  if (units.length === 0) return [];
  const begun = { spelling: units.slice(0, longestPinyin).join(""), begun: true };
  if (units.length <= longestSpelling) return [begun];
  return [begun, { spelling: units.slice(0, longestSpelling).join(""), begun: false }];
}

function distinct({ any, beside }: LookUp): LookUp {
  return { any: [...new Map(any.map((wanted) => [`${wanted.spelling} ${wanted.begun}`, wanted])).values()], beside };
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
