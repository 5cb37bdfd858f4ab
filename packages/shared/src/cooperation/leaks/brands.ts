// Brands: by ® and ™, by 牌, and by what is said to be a brand or a trademark.
import { isGeneral, type Reading, type Word } from "./reading.ts";
import type { Found } from "./rules.ts";
import { generalEnglish } from "./words.ts";

export const findBrands = (reading: Reading): Found[] =>
  [...signed(reading), ...ofMake(reading), ...called(reading), ...calledInEnglish(reading)].map(([start, end]) => ({
    rule: "brand",
    start,
    end,
  }));

type Span = readonly [start: number, end: number];

/** In hanzi, or in letters of one word: a brand has no more. */
const longestHanzi = 4;
const longestLatin = 30;

const signs = /[®™℠]|(?<=[\p{L}\p{N}])\(tm\)/gu;

function signed(reading: Reading): Span[] {
  return [...reading.lower.matchAll(signs)].flatMap(({ 0: sign, index }): Span[] => {
    const start = brandBefore(reading, index);
    return start === undefined ? [] : [[start, index + sign.length]];
  });
}

const quotedBefore = /["“「『《]([^"“”「」『』《》\s]{1,20})["”」』》]$/u;
const latinBefore = /(?<![\p{L}\p{N}])[\p{Script=Latin}][\p{Script=Latin}\p{N}&+.-]{0,29}$/u;

/** Where what stands right before a sign begins: a quotation, a word in Latin letters, or hanzi that are no common words. */
function brandBefore({ lower, words, wordTo }: Reading, end: number): number | undefined {
  const before = lower.slice(Math.max(0, end - longestLatin), end);
  const written = quotedBefore.exec(before) ?? latinBefore.exec(before);
  if (written) return end - written[0].length;
  let start = end;
  for (let at = wordTo.get(end) ?? -1; at >= 0; at--) {
    const word = words[at];
    if (!word || word.end !== start || end - word.start > longestHanzi || isOrdinary(word)) break;
    start = word.start;
    if (word.text.length > 1) break;
  }
  return end - start >= 2 ? start : undefined;
}

const isOrdinary = (word: Word): boolean => isGeneral(word.text) || /[\p{N}一二三两]/u.test(word.text);

/** Words that end in 牌 and name no brand. */
const noMake =
  /(?:铭|品|车|招|金|银|铜|老|大|定|贴|代|标|挂|摘|吊|门|名|王|杂|授|路|站|号|奖|底|盾|码|打|洗|令|黄|红|指示|警示|标识|告示|看板)$/;

/** 蓝刃牌, “青岚”牌. */
function ofMake(reading: Reading): Span[] {
  return [...reading.lower.matchAll(/牌(?![号照子匾坊桌])/g)].flatMap(({ index }): Span[] => {
    if (noMake.test(reading.lower.slice(Math.max(0, index - 2), index))) return [];
    const start = brandBefore(reading, index);
    return start === undefined ? [] : [[start, index + 1]];
  });
}

const said = [
  /(?:品牌|商标|牌子)(?:名称?|名)?(?:[:为是叫]|名为)? ?(["“「『《])([^"“”「」『』《》\s]{1,20})["”」』》]/gu,
  /(["“「『《])([^"“”「」『』《》\s]{1,20})["”」』》](?:这一|这个|系列)?(?:品牌|商标)/gu,
];
const saidPlainly =
  /(?:品牌|商标)(?:名称|名)?(?::|名为|叫做?|[为是](?=[a-z])) ?([\p{Script=Han}]{2,4}|[a-z][\w&+-]{1,29})(?![\p{L}\p{N}])/gu;

/** 主打品牌：迅桥; 注册商标“衡鲸”. */
function called({ lower }: Reading): Span[] {
  const quoted = said.flatMap((pattern) =>
    [...lower.matchAll(pattern)].map(({ 0: all, 1: mark = "", 2: name = "", index }): Span => {
      const start = index + all.indexOf(mark) + 1;
      return [start, start + name.length];
    }),
  );
  const plain = [...lower.matchAll(saidPlainly)].flatMap(({ 0: all, 1: name = "", index }): Span[] =>
    isGeneral(name) || /不限|无要求|自定|待定|国产|进口|指定|任意|均可/.test(name)
      ? []
      : [[index + all.length - name.length, index + all.length]],
  );
  return [...quoted, ...plain];
}

const inEnglish = [
  /(?<![\p{L}\p{N}-])(?:[Bb]rand(?:ed)?|[Tt]rade ?mark|[Tt]rade name)s?(?: names?)?(?: (?:as|is|of|called|named))?:? ["“']?(\p{Lu}[\p{L}\p{N}&+-]{1,29})/gu,
  /(?<![\p{L}\p{N}-])(\p{Lu}[\p{L}\p{N}&+-]{1,29})["”']?(?:-branded| brand(?![\p{L}-])| trade ?mark)/gu,
];

/** Under the brand BlueLattice; the BlueLattice brand. */
function calledInEnglish({ text }: Reading): Span[] {
  return inEnglish.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: all, 1: name = "", index }): Span[] => {
      const start = index + all.lastIndexOf(name);
      return generalEnglish.has(name.toLowerCase()) ? [] : [[start, start + name.length]];
    }),
  );
}
