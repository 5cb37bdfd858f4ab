// What a new word of the dictionary or a new group of synonyms would change, found out on texts and queries before it is put in. Pure.
import type { Text } from "@lianchuang/shared/errors";
import {
  cutWords,
  dictionaryWords,
  fold,
  parseSynonyms,
  synonymFinder,
  synonymGroups,
  synonymsOf,
  wordCutter,
} from "@lianchuang/shared/search";

/** A piece of a text or a whole query, cut as now and as it would be. */
export interface Change {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What texts say of one word or term. */
export interface Standing {
  readonly term: string;
  /** The term alone. */
  readonly cut: Change;
  /** How many texts hold its characters side by side. */
  holding: number;
  /** Of these, how many are cut otherwise with it. */
  changed: number;
  readonly examples: Change[];
}

const mostExamples = 3;
/** How much of a text an example shows on either side, in UTF-16 units. */
const around = 12;

export interface Trial {
  readonly standings: readonly Standing[];
  /** Takes one more text into account. */
  look(text: string): void;
  /** How a query would be cut; nothing when as now. */
  query(text: string): Change | undefined;
}

/** A trial of new words, all of them together. */
export const tryWords = (words: readonly string[]): Trial => {
  const cutAfter = wordCutter([...dictionaryWords, ...words]);
  const standings = words.map((term) => standing(term, cutAfter(term)));
  return {
    standings,
    look(text) {
      const folded = fold(text);
      const held = standings.filter(({ term }) => folded.includes(term));
      if (held.length === 0) return;
      const [before, after] = [cutWords(folded), cutAfter(folded)];
      for (const each of held) {
        each.holding++;
        const at = firstNew(each.term, before, after);
        if (at === undefined) continue;
        each.changed++;
        const show = (cut: readonly string[]) => windowOf(cut, at - around, at + each.term.length + around);
        if (each.examples.length < mostExamples) each.examples.push({ before: show(before), after: show(after) });
      }
    },
    query: (text) => changeOf(cutWords(fold(text)), cutAfter(fold(text))),
  };
};

/** A trial of one new group of synonyms; of a query the terms count that it would also look for. */
export const tryGroup = (group: string): Trial => {
  const terms = [...new Set(group.split(/,|=>/).map((term) => term.trim()))];
  const findAfter = synonymFinder(parseSynonyms([...synonymGroups, group]));
  const standings = terms.map((term) => standing(term, cutWords(term)));
  return {
    standings,
    look(text) {
      const folded = fold(text);
      for (const each of standings) if (folded.includes(each.term)) each.holding++;
    },
    query: (text) =>
      changeOf(
        synonymsOf(fold(text)).flatMap((found) => found.terms),
        findAfter(fold(text)).flatMap((found) => found.terms),
      ),
  };
};

const standing = (term: string, after: readonly string[]): Standing => {
  return { term, cut: { before: cutWords(term), after }, holding: 0, changed: 0, examples: [] };
};

const changeOf = (before: readonly string[], after: readonly string[]): Change | undefined =>
  before.join("/") === after.join("/") ? undefined : { before, after };

/** Where, counted in the words put together, the term is a word of `after` and was none of `before`. */
const firstNew = (term: string, before: readonly string[], after: readonly string[]): number | undefined => {
  const known = new Set(placesOf(before, term));
  return placesOf(after, term).find((place) => !known.has(place));
};

const placesOf = (words: readonly string[], term: string): number[] => {
  const places: number[] = [];
  let at = 0;
  for (const word of words) {
    if (word === term) places.push(at);
    at += word.length;
  }
  return places;
};

const windowOf = (words: readonly string[], from: number, to: number): string[] => {
  let at = 0;
  return words.filter((word) => {
    at += word.length;
    return at > from && at - word.length < to;
  });
};

/** Why a word should perhaps not be put in. */
export const doubtsOf = (word: string): Text[] => {
  const segmenter = wordCutter([]);
  const others = wordCutter(dictionaryWords.filter((other) => other !== word));
  const doubts: [boolean, Text][] = [
    [dictionaryWords.includes(word), { en: "the dictionary has it already", zh: "词典中已有此词" }],
    [
      !/^\p{Script=Han}{2,8}$/u.test(word),
      { en: "the dictionary holds words of 2 to 8 hanzi only", zh: "词典只收二至八个汉字的词" },
    ],
    [
      segmenter(word).length === 1,
      { en: "the segmenter keeps it whole: it would change little", zh: "分词器本来就不拆分此词，加入几乎没有作用" },
    ],
    [
      segmenter(word).length > 1 && others(word).every((part) => part.length > 1),
      {
        en: "it is composed of words: as a rule such stay out, for who asks for a part finds the whole by it",
        zh: "它由若干词组成：按惯例不收，以便按部分检索时也能找到整体",
      },
    ],
  ];
  return doubts.flatMap(([holds, text]) => (holds ? [text] : []));
};
