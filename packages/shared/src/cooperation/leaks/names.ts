// Names of organisations that are known: the short forms people use for them, and where a text holds any of these.
import { fold, readingsWithin } from "../../search/index.ts";
import { isGeneral, type Reading, readText, type Word } from "./reading.ts";
import type { Found, Rule } from "./rules.ts";
import { bodyForms, companyForms, foreignForms, generalEnglish, places, regions } from "./words.ts";

/** Folded. `whole` names it fully; `short` without its place and form, down to what no other is called; `spoken` is that in pinyin. */
export interface NameForms {
  readonly whole: readonly string[];
  readonly short: readonly string[];
  readonly spoken: readonly string[];
}

const han = /\p{Script=Han}/u;
const formsByName = new Map<string, NameForms>();
/** As many names as an alliance has by far; what is above is worked out again. */
const mostNames = 20_000;

/** 示例辽海机床有限公司 is called 辽海机床有限公司, 辽海机床 and 辽海; a name of general words alone has no short form. */
export const formsOf = (name: string): NameForms => {
  const before = formsByName.get(name);
  if (before) return before;
  const forms = han.test(name) ? chineseForms(fold(name)) : foreignFormsOf(fold(name).trim());
  if (formsByName.size >= mostNames) formsByName.clear();
  formsByName.set(name, forms);
  return forms;
};

const bracketed = /\([^()]{1,10}\)/g;

function chineseForms(name: string): NameForms {
  const plain = name.replace(bracketed, "");
  const { words } = readText(plain);
  const first = words.findIndex((word, at) => !isPlaceWord(words, at));
  const start = words[first]?.start ?? 0;
  const place = words
    .slice(0, Math.max(first, 0))
    .findLast(({ text }) => text !== "示例" && (places.has(text) || regions.has(text)))?.text;
  const rest = plain.slice(start);
  const base = withoutForm(rest, companyForms);
  const inner = withoutForm(base, bodyForms);
  const core = coreOf(words.slice(Math.max(first, 0)), plain);
  const short = core === "" ? [] : prefixesOf(words, start, start + core.length, start + base.length, plain);
  // Of general words alone a name is told by its place: 大连精工.
  if (place !== undefined && inner.length >= 2) short.push(`${place}${base}`, `${place}${inner}`);
  const whole = [name, plain, rest].filter((form) => form.length >= 4 && (form !== rest || core !== ""));
  return { whole: unique(whole), short: unique(short.filter((form) => !whole.includes(form))), spoken: spokenOf(core) };
}

const unique = (forms: readonly string[]): string[] => [...new Set(forms)];

function isPlaceWord(words: readonly Word[], at: number): boolean {
  const text = words[at]?.text ?? "";
  if (places.has(text) || regions.has(text)) return true;
  return at > 0 && /^[省市县区州]$/.test(text) && isPlaceWord(words, at - 1);
}

function withoutForm(name: string, forms: readonly string[]): string {
  const form = forms.find((each) => name.endsWith(each) && name.length - each.length >= 2);
  return form === undefined ? name : name.slice(0, -form.length);
}

/** The first words that are not general: one of several hanzi, or two to four hanzi alone. */
function coreOf(words: readonly Word[], name: string): string {
  const [head] = words;
  if (!head || isGeneral(head.text)) return "";
  let end = head.end;
  for (const word of words.slice(1)) {
    const isLong = end - head.start >= 2;
    if (word.start !== end || isGeneral(word.text) || word.text.length > 1 || (isLong && !word.isStrange)) break;
    if (word.end - head.start > 4) break;
    end = word.end;
  }
  return end - head.start >= 2 ? name.slice(head.start, end) : "";
}

function prefixesOf(words: readonly Word[], start: number, least: number, most: number, name: string): string[] {
  return words.filter(({ end }) => end >= least && end <= most).map(({ end }) => name.slice(start, end));
}

/** In letters: shorter ones stand for anything. */
const leastSpoken = 6;

function spokenOf(core: string): string[] {
  const read = readingsWithin(Array.from(core)).filter((reading) => reading !== undefined);
  const spoken = [read.join(""), read.join(" "), read.join("-")];
  return read.length === core.length && read.join("").length >= leastSpoken ? spoken : [];
}

const leadingMarkers = /^(?:(?:the|shili|example|sample) )+/;

function foreignFormsOf(name: string): NameForms {
  const legal = [...name.matchAll(new RegExp(foreignForms.source, "giu"))].at(-1);
  const rest = name.replace(leadingMarkers, "");
  const base = legal
    ? name
        .slice(0, legal.index)
        .replace(leadingMarkers, "")
        .replace(/[ ,]+$/, "")
    : rest;
  const words = base.split(" ");
  const isKnown = (words[0]?.length ?? 0) >= 4 && !generalEnglish.has(words[0] ?? "");
  const short = isKnown ? words.map((_, at) => words.slice(0, at + 1).join(" ")) : [];
  return { whole: unique([name, rest]), short: unique(short).filter((form) => form !== rest), spoken: [] };
}

interface Form {
  readonly text: string;
  readonly rule: Rule;
}

/** Where a text names its own organisation or one of the members. */
export const findKnownNames = (reading: Reading, own: readonly string[], members: readonly string[]): Found[] => {
  const forms = formsByBeginning(own, members);
  const found: Found[] = [];
  for (let at = 0; at < reading.lower.length; at++) {
    const candidates = forms.get(reading.lower.slice(at, at + 2)) ?? [];
    for (const { text, rule } of candidates) {
      if (!reading.lower.startsWith(text, at) || !standsAlone(reading, at, text, rule)) continue;
      found.push(asMark(reading, at, at + text.length, rule));
      break;
    }
  }
  return [...found, ...findSpread(reading, own)];
};

/** Between the hanzi of a name that shall not be found: 辽 海 机 床. */
const spread = "[ .·•_*-]{1,2}";

function findSpread({ lower }: Reading, own: readonly string[]): Found[] {
  const forms = own.map(formsOf).flatMap(({ whole, short }) => [...whole, ...short]);
  return forms
    .filter((form) => /^\p{Script=Han}+$/u.test(form))
    .flatMap((form) => [...lower.matchAll(new RegExp(Array.from(form).join(spread), "gu"))])
    .map(({ 0: all, index }) => ({ rule: "own", start: index, end: index + all.length }));
}

function formsByBeginning(own: readonly string[], members: readonly string[]): Map<string, Form[]> {
  const rules = new Map<string, Rule>();
  const add = (texts: readonly string[], rule: Rule) => {
    for (const text of texts) if (!rules.has(text)) rules.set(text, rule);
  };
  for (const forms of own.map(formsOf)) {
    add([...forms.whole, ...forms.short], "own");
    add(forms.spoken, "ownBrand");
  }
  for (const forms of members.map(formsOf)) {
    add(forms.whole, "member");
    for (const form of forms.short) add([form], isBody(form) ? "member" : "memberBrand");
  }
  const byBeginning = new Map<string, Form[]>();
  for (const [text, rule] of [...rules].toSorted(([one], [other]) => other.length - one.length)) {
    const beginning = text.slice(0, 2);
    const there = byBeginning.get(beginning);
    if (there) there.push({ text, rule });
    else byBeginning.set(beginning, [{ text, rule }]);
  }
  return byBeginning;
}

const isBody = (form: string): boolean => bodyForms.some((body) => form.endsWith(body));

const besideLetters = /[\p{L}\p{N}]/u;

/** Of Latin letters a whole word with a capital; of a member's two hanzi whole words; and no place of the same name. */
function standsAlone({ lower, text, wordFrom, wordTo }: Reading, start: number, form: string, rule: Rule): boolean {
  const end = start + form.length;
  if (!han.test(form)) {
    const before = lower.charAt(start - 1);
    const after = lower.charAt(end);
    const isApart = [before, after].every((beside) => han.test(beside) || !besideLetters.test(beside));
    return isApart && (rule === "ownBrand" || /\p{Lu}/u.test(text.charAt(start)));
  }
  if (/^[省市县区镇乡村](?![场域别分间])/.test(lower.slice(end, end + 2))) return false;
  return rule === "own" || form.length > 2 || (wordFrom.has(start) && wordTo.has(end));
}

const brandSigns = /^["”」]?[®™℠牌]/;

/** A name with a sign of a brand is one: 辽海牌, 辽海®. */
function asMark({ lower }: Reading, start: number, end: number, rule: Rule): Found {
  const sign = brandSigns.exec(lower.slice(end, end + 2))?.[0];
  if (sign === undefined || /^[号照]/.test(lower.charAt(end + sign.length))) return { rule, start, end };
  const from = sign.length > 1 && /["“「]/.test(lower.charAt(start - 1)) ? start - 1 : start;
  const isOwn = rule === "own" || rule === "ownBrand";
  return { rule: isOwn ? "ownBrand" : "memberBrand", start: from, end: end + sign.length };
}
