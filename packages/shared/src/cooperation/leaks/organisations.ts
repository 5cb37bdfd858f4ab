// Names of organisations that nobody told us of: known by what names end in, and by what stands before that.
import type { Reading, Word } from "./reading.ts";
import { isGeneral } from "./reading.ts";
import type { Found } from "./rules.ts";
import {
  afterWorks,
  bodyForms,
  companyForms,
  foreignForms,
  formsWithPlace,
  generalEnglish,
  places,
  stops,
  unnamed,
} from "./words.ts";

const chineseEnd = new RegExp([...companyForms, ...bodyForms].join("|"), "g");
const isCompanyForm = new Set(companyForms);

/** Chinese names: [place] [what it is called] [trade] form. 某机床厂 and 铸造厂 name nobody; 沈阳机床厂 does. */
export const findChineseOrganisations = (reading: Reading): Found[] =>
  [...reading.lower.matchAll(chineseEnd)].flatMap(({ 0: form, index }): Found[] => {
    const end = index + form.length;
    if (form.endsWith("厂") && afterWorks.test(reading.lower.slice(end, end + 1))) return [];
    const start = startOfName(reading, index, form);
    return start === undefined ? [] : [{ rule: "organisation", start, end }];
  });

/** In words: a name has no more. */
const longestName = 14;
/** In hanzi. */
const longestCalled = 6;

interface Scan {
  start: number;
  strange: number;
  trade: number;
  hasPlace: boolean;
  isAny: boolean;
  /** The last word of the trade is only known to the segmenter, so it may be what the organisation is called. */
  mayBeCalled: boolean;
}

function startOfName(reading: Reading, formStart: number, form: string): number | undefined {
  const scan: Scan = { start: formStart, strange: 0, trade: 0, hasPlace: false, isAny: false, mayBeCalled: false };
  for (let count = 0; count < longestName; count++) if (!takeBefore(reading, scan)) break;
  if (scan.isAny || scan.start === formStart) return undefined;
  const isCompany = isCompanyForm.has(form);
  if (scan.strange >= (isCompany ? 1 : 2)) return scan.start;
  if (scan.hasPlace && (scan.trade > 0 || formsWithPlace.has(form) || isCompany)) return scan.start;
  return isCompany && scan.mayBeCalled && scan.trade > 1 ? scan.start : undefined;
}

/** Takes the word before into the name; whether there may be more. */
function takeBefore(reading: Reading, scan: Scan): boolean {
  const bracket = /\(([^()]{1,10})\)$/.exec(reading.lower.slice(Math.max(0, scan.start - 12), scan.start));
  if (bracket && places.has(bracket[1] ?? "")) {
    scan.start -= bracket[0].length;
    scan.hasPlace = true;
    return true;
  }
  const at = reading.wordTo.get(scan.start);
  const word = at === undefined ? undefined : reading.words[at];
  if (!word || at === undefined) return false;
  if (unnamed.has(word.text)) scan.isAny = true;
  if (scan.isAny || stops.has(word.text)) return false;
  const place = placeEndingAt(reading.words, at);
  if (place) return takePlace(scan, place);
  if (scan.hasPlace && scan.strange > 0) return false;
  return word.isStrange ? takeStrange(scan, word) : takeKnown(scan, word);
}

function takePlace(scan: Scan, place: Word): boolean {
  scan.start = place.start;
  scan.hasPlace = true;
  return true;
}

function takeStrange(scan: Scan, word: Word): boolean {
  if (scan.strange >= longestCalled) return false;
  scan.start = word.start;
  scan.strange++;
  return true;
}

/** Before what it is called only its place stands. A word in Latin letters is what it is called. */
function takeKnown(scan: Scan, word: Word): boolean {
  if (scan.strange > 0 && word.text.length > 1) return false;
  if (/^\p{N}/u.test(word.text)) return false;
  if (/^[a-z]{2,}$/.test(word.text)) {
    scan.start = word.start;
    if (!generalEnglish.has(word.text)) scan.strange += 1;
    return false;
  }
  scan.start = word.start;
  scan.trade++;
  scan.mayBeCalled = word.text.length > 1 && !isGeneral(word.text);
  return true;
}

/** A place, or one or two hanzi with 省, 市 or 县 after them, as one word. */
function placeEndingAt(words: readonly Word[], at: number): Word | undefined {
  const word = words[at];
  if (!word) return undefined;
  if (places.has(word.text) || /^\p{Script=Han}{2,3}[省市县区]$/u.test(word.text)) return word;
  if (!/^[省市县区]$/.test(word.text)) return undefined;
  const before = words[at - 1];
  if (!before || before.end !== word.start) return undefined;
  const first =
    before.isStrange && words[at - 2]?.isStrange && words[at - 2]?.end === before.start ? words[at - 2] : before;
  return { text: word.text, start: first?.start ?? before.start, end: word.end, isStrange: false };
}

/** Names in other languages: words with capitals before a legal form, or University of and the like before them. */
export const findForeignOrganisations = ({ text }: Reading): Found[] => {
  const ended = [...text.matchAll(foreignForms)].flatMap(({ 0: form, index }): Found[] => {
    const start = startOfForeign(text, index, form);
    if (start === undefined) return [];
    return [{ rule: "organisation", start, end: endOfForeign(text, index + form.length) }];
  });
  const begun = [...text.matchAll(institutionOf)].flatMap(({ 0: name, index }): Found[] =>
    generalEnglish.has(name.split(" ").at(-1)?.toLowerCase() ?? "")
      ? []
      : [{ rule: "organisation", start: index, end: index + name.length }],
  );
  return [...ended, ...begun];
};

const institutionOf =
  /(?<![\p{L}\p{N}])(?:University|Universität|College|Institute|Academy|Technical University|Bank)(?: of(?: Applied| Technical)? (?:Sciences?|Technology|Engineering))? (?:of|for|at|zu) (?:the )?\p{Lu}[\p{L}'-]{1,30}(?: \p{Lu}[\p{L}'-]{1,30}){0,2}/gu;

/** In words, and in letters of one word with what parts it from the next. */
const longestForeign = 6;
const wordBefore = /(?:^|[^\p{L}\p{N}&'’.-])([\p{L}\p{N}][\p{L}\p{N}&'’.-]{0,40}|&) $/u;
const beforeForm = /,? ?$/;

function startOfForeign(text: string, formStart: number, form: string): number | undefined {
  // Of `Foo, Inc.` the comma is no end of the name.
  let start = formStart - (beforeForm.exec(text.slice(Math.max(0, formStart - 2), formStart))?.[0].length ?? 0) + 1;
  let named = 0;
  for (let count = 0; count < longestForeign; count++) {
    const before = text.slice(Math.max(0, start - 45), start);
    const word = wordBefore.exec(count === 0 ? before.replace(/,$/, " ") : before)?.[1];
    if (word === undefined || !/^[\p{Lu}\p{N}&]/u.test(word) || /^\p{N}+$/u.test(word)) break;
    const isGeneralWord = generalEnglish.has(word.toLowerCase());
    if (isGeneralWord && isOpening(word)) break;
    start = text.lastIndexOf(word, start - 1);
    if (!isGeneralWord && word.length > 1) named++;
  }
  return named === 0 || (/^(?:AG|SE|AB|KG|SAS|L\.?L\.?C)$/.test(form) && named < 1) ? undefined : start;
}

const opening =
  /^(?:an?|the|our|your|their|its|any|each|every|some|we|they|with|without|at|by|of|for|from|in|on|to|and|or|contact|call|ask|see|visit|send|write|please|join|meet|use|using|buy|customers?|suppliers?|dear|attn|attention|german|chinese|japanese|local|seeking)$/i;
const isOpening = (word: string): boolean => opening.test(word);

/** Of Musterstadt Institute of Technology, the rest; of a legal form in two parts, the second. */
const tail =
  /^(?: of (?:Technology|Science|Engineering|Applied Sciences|Technology and Science)|,? (?:Co\.?, ?Ltd\.?|Ltd\.?|Inc\.?|GmbH|LLC|Corp\.?))/u;

function endOfForeign(text: string, end: number): number {
  return end + (tail.exec(text.slice(end, end + 40))?.[0].length ?? 0);
}
