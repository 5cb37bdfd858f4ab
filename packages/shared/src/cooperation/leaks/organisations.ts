// Names of organisations that nobody told us of: known by what names end in, and by what stands before that.
import type { Reading, Word } from "./reading.ts";
import { isGeneral } from "./reading.ts";
import type { Found } from "./rules.ts";
import {
  bodyForms,
  companyForms,
  formsWithPlace,
  generalEnglish,
  goesOn,
  hardStops,
  kindWords,
  places,
  regions,
  softStops,
  stops,
  unnamed,
} from "./words.ts";

const chineseEnd = new RegExp([...companyForms, ...bodyForms].join("|"), "g");
const isCompanyForm = new Set(companyForms);

/** Chinese names: [place] [what it is called] [trade] form. 某机床厂 and 铸造厂 name nobody; 沈阳机床厂 does. */
export const findChineseOrganisations = (reading: Reading): Found[] =>
  [...reading.lower.matchAll(chineseEnd)].flatMap(({ 0: form, index }): Found[] => {
    const end = index + form.length;
    if (goesOn.test(reading.lower.slice(end - lastOf(form), end + 1)) || reading.lower.startsWith("工厂", end - 2))
      return [];
    const start = startOfName(reading, index, form);
    return start === undefined ? [] : [{ rule: "organisation", start, end }];
  });

/** In hanzi, what a form ends in by which it could go on. */
const lastOf = (form: string): number => (form.endsWith("厂") ? 1 : form.endsWith("研究所") ? 3 : 2);

/** In words: a name has no more. */
const longestName = 14;
/** In hanzi. */
const longestCalled = 6;

interface Scan {
  readonly form: string;
  start: number;
  strange: number;
  /** Hanzi alone, strange ones and those of the trade. */
  singles: number;
  trade: number;
  hasPlace: boolean;
  /** What it is called was found to go on by a word to the left. */
  isLong: boolean;
  hasRegion: boolean;
  isAny: boolean;
  /** The last word of the trade is only known to the segmenter, so it may be what the organisation is called. */
  mayBeCalled: boolean;
}

function startOfName(reading: Reading, formStart: number, form: string): number | undefined {
  const scan: Scan = {
    form,
    start: formStart,
    strange: 0,
    singles: 0,
    trade: 0,
    hasPlace: false,
    isLong: false,
    hasRegion: false,
    isAny: false,
    mayBeCalled: false,
  };
  takeWordAround(reading, scan);
  for (let count = 0; count < longestName; count++) if (!takeBefore(reading, scan)) break;
  if (scan.isAny || scan.start === formStart) return undefined;
  return isNamed(scan) ? beginning(reading, scan.start) : undefined;
}

/** These end so many common nouns that only a place makes them names. */
const mostlyCommon = new Set(["医院", "实验室"]);

/** Whether what was taken tells one organisation from others; 有限公司 ends little else than names, 集团 and 厂 much. */
function isNamed({ form, strange, singles, trade, hasPlace, hasRegion, mayBeCalled }: Scan): boolean {
  const isCompany = isCompanyForm.has(form);
  if (strange >= (isCompany ? 1 : 2) && !(mostlyCommon.has(form) && !hasPlace)) return true;
  if (hasPlace && (trade > 0 || formsWithPlace.has(form) || isCompany)) return true;
  if (hasRegion && (trade > 0 || isCompany)) return true;
  // 提高公司, 避免公司: before 公司 any verb stands.
  if (form === "公司") return strange === 1 && singles === 2;
  if (form === "集团") return mayBeCalled || (strange === 1 && singles === 2);
  return isCompany && (mayBeCalled || trade > 2);
}

/** The segmenter knows some first hanzi of names as one word with what stands before: 与国机 as 与国. */
function beginning({ lower, words, wordFrom }: Reading, start: number): number {
  const word = words[wordFrom.get(start) ?? -1];
  return word?.text.length === 2 && hardStops.test(lower.charAt(start)) ? start + 1 : start;
}

/** Of 工业大学 as one word, what stands before the form. */
function takeWordAround({ wordTo, wordFrom, words }: Reading, scan: Scan): void {
  if (wordTo.has(scan.start)) return;
  for (let start = scan.start - 1; start >= Math.max(0, scan.start - longestCalled); start--) {
    const word = words[wordFrom.get(start) ?? -1];
    if (!word) continue;
    if (word.end > scan.start) {
      scan.start = start;
      scan.trade++;
    }
    return;
  }
}

/** Takes the word before into the name; whether there may be more. */
function takeBefore(reading: Reading, scan: Scan): boolean {
  const bracket = /\(([^()]{1,10})\)$/.exec(reading.lower.slice(Math.max(0, scan.start - 12), scan.start));
  const within = bracket?.[1] ?? "";
  if (bracket && (within === "集团" || places.has(within) || regions.has(within))) {
    scan.start -= bracket[0].length;
    scan.hasPlace ||= within !== "集团";
    return true;
  }
  const at = reading.wordTo.get(scan.start);
  const word = reading.words[at ?? -1];
  if (!word || at === undefined) return false;
  if (isOfAny(reading.words, at)) scan.isAny = true;
  if (scan.isAny) return false;
  if (softStops.has(word.text) && isHalfName(reading.words, at, scan)) return takeStrange(scan, word);
  if (stops.has(word.text)) return false;
  if (kindWords.has(word.text)) {
    scan.isAny = scan.strange < 2;
    return false;
  }
  const place = placeEndingAt(reading.words, at);
  if (place) return takePlace(reading, scan, place);
  return word.isStrange
    ? takeStrange(scan, word)
    : takeKnown(reading, scan, word, placeEndingAt(reading.words, at - 1));
}

/** Whether a hanzi that stops names is needed to make two of what is called (中信, 林达), or stands where a name may begin. */
function isHalfName(words: readonly Word[], at: number, { strange, singles, trade }: Scan): boolean {
  const [before, word] = [words[at - 1], words[at]];
  const isApart = before?.end !== word?.start;
  if (strange === 1) return true;
  if (strange + trade === 0) return !isApart && before?.isStrange === true;
  const mayBegin = isApart || hardStops.test(before?.text ?? "") || placeEndingAt(words, at - 1) !== undefined;
  return singles > 0 && mayBegin;
}

/** 某铁矿: the word itself, or one that it belongs to. */
function isOfAny(words: readonly Word[], at: number): boolean {
  const [before, word] = [words[at - 1], words[at]];
  return unnamed.has(word?.text ?? "") || (before?.end === word?.start && unnamed.has(before?.text ?? ""));
}

/** Places stand before all else of a name, the wider before the narrower: 示例省云桥市. */
function takePlace({ words, wordTo }: Reading, scan: Scan, place: Word): boolean {
  let start = place.start;
  for (let before = placeEndingAt(words, wordTo.get(start) ?? -1); before; ) {
    start = before.start;
    before = placeEndingAt(words, wordTo.get(start) ?? -1);
  }
  // Of a branch the place stands last: 示例启衡沈阳分公司.
  const isBranch = scan.form.endsWith("公司") && scan.strange + scan.trade === 0;
  scan.start = start;
  if (regions.has(place.text)) scan.hasRegion = true;
  else scan.hasPlace = true;
  return isBranch;
}

function takeStrange(scan: Scan, word: Word): boolean {
  if (scan.strange >= longestCalled) return false;
  scan.start = word.start;
  scan.strange++;
  scan.singles++;
  return true;
}

/** Before what it is called only its place stands, or one word that is no general one: 比亚迪. A word in Latin letters is what it is called. */
function takeKnown({ text }: Reading, scan: Scan, word: Word, place: Word | undefined): boolean {
  const isPart = !isGeneral(word.text) && !scan.isLong && (scan.strange === 1 || place?.end === word.start);
  if (scan.strange > 0 && word.text.length > 1 && !isPart) return false;
  if (scan.strange > 0 && word.text.length > 1) scan.isLong = true;
  if (/^\p{N}/u.test(word.text)) return false;
  // Before a form that is a common noun, too, words of any kind may stand; a name has no more than one of these.
  const isOther = word.text.length > 1 && !isGeneral(word.text);
  if (isOther && scan.mayBeCalled && !isCompanyForm.has(scan.form)) return false;
  if (/^[a-z]{2,}$/.test(word.text)) {
    const isAbbreviation = !/[a-z]/.test(text.slice(word.start + 1, word.end));
    scan.start = word.start;
    if (!generalEnglish.has(word.text)) scan.strange += isAbbreviation ? 1 : 2;
    return false;
  }
  scan.start = word.start;
  scan.trade++;
  if (word.text.length === 1) scan.singles++;
  scan.mayBeCalled = isOther;
  return true;
}

/** A place, or one or two hanzi with 省, 市 or 县 after them, as one word. */
function placeEndingAt(words: readonly Word[], at: number): Word | undefined {
  const word = words[at];
  if (!word) return undefined;
  if (places.has(word.text) || regions.has(word.text) || /^\p{Script=Han}{2,3}[省市县区]$/u.test(word.text))
    return word;
  if (!/^[省市县区]$/.test(word.text)) return undefined;
  const before = words[at - 1];
  if (!before || before.end !== word.start || unnamed.has(before.text)) return undefined;
  const first =
    before.isStrange && words[at - 2]?.isStrange && words[at - 2]?.end === before.start ? words[at - 2] : before;
  return { text: word.text, start: first?.start ?? before.start, end: word.end, isStrange: false };
}
