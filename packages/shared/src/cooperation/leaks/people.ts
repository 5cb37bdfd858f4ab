// Names of people: a surname with a title, or what stands after a role.
import { isGeneral, type Reading, type Word } from "./reading.ts";
import type { Found } from "./rules.ts";
import {
  commonWithSurname,
  doubleSurnames,
  pinyinSurnames,
  roles,
  shyTitles,
  surnames,
  titles,
  wordlikeSurnames,
} from "./surnames.ts";
import { generalEnglish } from "./words.ts";

const longestFirst = (words: Iterable<string>): string => [...words].toSorted((a, b) => b.length - a.length).join("|");

const titled = new RegExp(`(?:${longestFirst([...titles, ...shyTitles])})(?!部门|机关|人员|裁)`, "g");

/** 王工, 李经理, 欧阳教授, 王建国教授; not 施工, 客户经理. */
export const findTitledPeople = (reading: Reading): Found[] =>
  [...reading.lower.matchAll(titled)].flatMap(({ 0: title, index }): Found[] => {
    const start = nameBefore(reading, index, title);
    return start === undefined ? [] : [{ rule: "person", start, end: index + title.length }];
  });

/** 总和, 总会 and the like are words of their own. */
const afterTotal = /^[和会收处体的在来]/;
/** What may follow titles of one hanzi. */
const afterShyTitle =
  /^(?:$|[^\p{Script=Han}\p{N}]|负责|联系|说|在|的|和|与|及|收|处|将|已|会|签|来|到|带|为|牵头|主持|对接|确认|本人|电话|手机|微信|处|办公室|亲|直接|指导|审|提出|介绍|表示|反映|建议)/u;
const asksFor = /(?:由|请|联系|找|问|致|@|致电|咨询|拨打|转告|通知|与|和|跟|给|向)$/;

const afterRole = new RegExp(`(?:${longestFirst([...titles, ...roles])}|[经为是对读])$`);

function nameBefore(reading: Reading, titleStart: number, title: string): number | undefined {
  const { lower } = reading;
  const isShy = shyTitles.has(title);
  const after = lower.slice(titleStart + title.length, titleStart + title.length + 4);
  if (isShy && (!afterShyTitle.test(after) || (title === "总" && afterTotal.test(after)))) return undefined;
  for (const length of [4, 3, 2, 1]) {
    const start = titleStart - length;
    const name = lower.slice(Math.max(0, start), titleStart);
    if (name.length < length || !/^\p{Script=Han}+$/u.test(name) || !isName(name)) continue;
    if (isShy && length > 2) continue;
    if (begins(reading, start, titleStart, name, title)) return start;
  }
  return undefined;
}

const familiar = new RegExp(
  `(?<=找|联系|问|请|与|和|由|给|@)[老小](?:${[...surnames].join("|")})(?=[^\\p{Script=Han}]|$|联系|说|谈|要|负责|带)`,
  "gu",
);

/** 找老王. */
export const findFamiliarPeople = ({ lower }: Reading): Found[] =>
  [...lower.matchAll(familiar)].map(({ 0: all, index }) => ({ rule: "person", start: index, end: index + all.length }));

/** A surname, with a given name of one or two hanzi or without. */
function isName(name: string): boolean {
  const double = doubleSurnames.has(name.slice(0, 2));
  const surname = double ? name.slice(0, 2) : name.slice(0, 1);
  return (
    (double || surnames.has(surname)) &&
    name.length - surname.length <= 2 &&
    !/[的了是们与及]/.test(name.slice(1)) &&
    !titles.has(name.slice(1)) &&
    (name.length === 1 || !isGeneral(name))
  );
}

/** Whether a name begins here and is no part of a word: 相关主任, 高温材料教授. */
function begins(reading: Reading, start: number, end: number, name: string, title: string): boolean {
  const { lower, wordFrom } = reading;
  const before = lower.slice(Math.max(0, start - 6), start);
  const isOpen = !/\p{Script=Han}$/u.test(before) || asksFor.test(before) || afterRole.test(before);
  if (commonWithSurname.has(name + title)) return name + title === "高工" && asksFor.test(before);
  if (wordlikeSurnames.has(name.charAt(0)) && !isOpen) return false;
  if (name === "任" && !asksFor.test(before)) return false;
  if (/[\p{N}名位个]$/u.test(before)) return false;
  if (!wordFrom.has(start) && !asksFor.test(before)) return false;
  if (name.length === 1) return true;
  return wordsWithin(reading, start, end).every((word) => isGivenWord(word, name));
}

const wordsWithin = ({ words, wordFrom }: Reading, start: number, end: number): Word[] => {
  const found: Word[] = [];
  for (let at = wordFrom.get(start) ?? words.length; at < words.length; at++) {
    const word = words[at];
    if (!word || word.start >= end) break;
    found.push(word);
  }
  return found;
};

/** Names are cut into hanzi, or known as a word themselves; no name are words such as 安全 and 应用 before 总监. */
const isGivenWord = ({ text }: Word, name: string): boolean =>
  text.length === 1 ||
  doubleSurnames.has(text) ||
  (!isGeneral(text) && !(name.startsWith(text) && wordlikeSurnames.has(name.charAt(0))));

// Forms set in columns part the hanzi of a label: 联 系 人.
const role = longestFirst([...roles, ...titles].map((each) => (each.length <= 3 ? Array.from(each).join(" ?") : each)));
const colon = "[:：]";
const given = "\\p{Script=Han}{1,3}";
const namedAfterColon = new RegExp(
  `(?:${role})(?:人|姓名)?(?:为|是)?${colon} {0,2}(\\p{Script=Han} \\p{Script=Han}|${given}[·.]?${given}?)(?!\\p{Script=Han})`,
  "gu",
);
const namedPlainly = new RegExp(
  `(?:${role})(?:为|是)? ?(\\p{Script=Han}{2,4}?)(?=[^\\p{Script=Han}]|$|负责|主持|牵头|带领|担任|共同|介绍|表示|同志|亲自|一行|将于|及其)`,
  "gu",
);

/** 联系人：刘明远; 项目经理孙立群，. After a colon any name that begins with a surname; without one no word of the segmenter. */
export const findPeopleInRoles = (reading: Reading): Found[] => [
  ...[...reading.lower.matchAll(namedAfterColon)].flatMap((match) => asPerson(reading, match, () => true)),
  ...[...reading.lower.matchAll(namedPlainly)].flatMap((match) => asPerson(reading, match, isNoWord)),
];

type Check = (reading: Reading, start: number, name: string) => boolean;

function asPerson(reading: Reading, { 0: all, 1: name = "", index }: RegExpExecArray, check: Check): Found[] {
  const start = index + all.lastIndexOf(name);
  if (name.length < 2 || !isName(name.replace(/[ ·.]/g, "")) || !check(reading, start, name)) return [];
  return [{ rule: "person", start, end: start + name.length }];
}

const isNoWord: Check = (reading, start, name) =>
  !wordlikeSurnames.has(name.slice(0, 1)) &&
  reading.wordFrom.has(start) &&
  wordsWithin(reading, start, start + name.length).every(
    ({ text, end }) => text.length < name.length && end <= start + name.length && !isGeneral(text),
  );

const english = "\\p{Lu}[\\p{L}'’-]{1,30}";
const honoured = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:Mr|Ms|Mrs|Miss|Mdm|Dr|Prof|Professor|Engineer|Engr|Herr|Frau|Sir|Madam)\\.?(?: Dr\\.?)?(?:-Ing\\.)? ${english}(?: ${english}){0,2}`,
  "gu",
);
const inEnglishRole = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[Cc]ontact(?: person)?|[Aa]ttn\\.?|[Aa]ttention|[Pp]erson in charge|[Pp]roject (?:manager|leader|lead)|[Ii]nventors?|[Rr]esponsible|[Hh]ead|[Ss]igned(?: by)?|[Cc]/o)(?::| is|:? is) ?(${english}(?: ${english}){1,2})`,
  "gu",
);
const pinyinName = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[Cc]ontact|[Aa]sk|[Cc]all|[Ww]rite to|[Rr]each|[Rr]egards,?|for|with|by) ((?:${[...pinyinSurnames].join("|")}) \\p{Lu}[a-z]{1,10}(?: ?\\p{Lu}[a-z]{1,10})?)(?![\\p{L}\\p{N}])`,
  "gu",
);

/** Mr. Zhang, Dr. Helga Musterfrau; Contact person: Li Na. */
export const findPeopleInEnglish = ({ text }: Reading): Found[] => [
  ...[...text.matchAll(honoured)].map(
    ({ 0: all, index }): Found => ({ rule: "person", start: index, end: index + all.length }),
  ),
  ...[inEnglishRole, pinyinName].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: all, 1: name = "", index }): Found[] =>
      name.split(" ").some((word) => generalEnglish.has(word.toLowerCase()))
        ? []
        : [{ rule: "person", start: index + all.length - name.length, end: index + all.length }],
    ),
  ),
];
