// A query as ranking takes it: its tokens, how much each says, and how much of a single notion it is. Pure.
import { cutWords } from "./dictionary.ts";
import { fold, foldByPhrase } from "./fold.ts";
import { functionWords } from "./function-words.ts";
import { synonymsOf } from "./synonyms.ts";
import { isHan, type Tokens, tokenise } from "./tokens.ts";

/** Something that a query holds and what else it finds: documents that hold all of a term, for so much of what the whole is worth. */
export interface Alternative {
  readonly of: string;
  readonly terms: readonly string[];
  readonly worth: number;
}

export interface Query {
  /** Folded. */
  readonly text: string;
  readonly tokens: Tokens;
  /**
   * 1 for a query of one word, 0 from three words on. One notion is looked for whole: a document that holds all of it is
   * better than one that repeats a part. A longer query describes: parts of it are often said in other words.
   */
  readonly focus: number;
  /** Its distinct words, function words left out; hanzi that the cut left single are one word where several stand in a row. */
  readonly words: ReadonlySet<string>;
  /** What a token counts: less when it stands in function words alone. */
  weightOf(token: string): number;
  /** Its distinct hanzi and what each counts. */
  readonly hanzi: ReadonlyMap<string, number>;
  readonly alternatives: readonly Alternative[];
}

/** In UTF-16 units: four for each of the 256 graphemes a query may have; one of them can fold to hundreds. */
const longest = 1_024;

/** Measured on two collections: dropping function words altogether loses what half of it gains. */
const slight = 0.6;

export function analyse(q: string): Query {
  const text = fold(q).slice(0, longest);
  const tokens = tokenise(text);
  const contentText = contentOf(text, tokens.words);
  const content = tokenise(contentText);
  const telling = new Set([...content.words, ...content.bigrams, ...content.codes]);
  const words = wordsIn(contentText, content.words);
  return {
    text,
    tokens,
    focus: focusOf(words.size),
    words,
    weightOf: (token) => (telling.size === 0 || telling.has(token) ? 1 : slight),
    hanzi: new Map(
      Array.from(text)
        .filter(isHan)
        .map((hanzi) => [hanzi, contentText.includes(hanzi) ? 1 : slight]),
    ),
    alternatives: [...synonymsOf(text).map((found) => ({ ...found, worth: 0.5 })), ...phrasesOf(q, text)],
  };
}

/** The words of a text, hanzi in a row made one: 铝酸锶 is cut into three, and is one notion. */
function wordsIn(text: string, cut: readonly string[]): Set<string> {
  const words = new Set<string>();
  let row = "";
  let end = 0;
  for (const word of cut) {
    const at = text.indexOf(word, end);
    if (at > end) row = "";
    end = at + word.length;
    if (!isHan(word) || word.length > 1) {
      words.add(word);
      row = "";
      continue;
    }
    words.delete(row);
    row += word;
    if (row.length > 1) words.add(row);
  }
  return words;
}

/** A query whose letters are pinyin, by run of letters the syllables: two of them are about a word. */
export function heard(query: Query, letters: ReadonlySet<string>, ways: ReadonlyMap<string, readonly string[]>): Query {
  if (ways.size === 0) return query;
  const written = [...query.words].filter((word) => !letters.has(word)).length;
  const spoken = [...ways.values()].reduce((sum, way) => sum + Math.ceil(way.length / 2), 0);
  return { ...query, focus: focusOf(written + spoken) };
}

/** See `Query.focus`. */
function focusOf(words: number): number {
  return 1 - Math.min(1, Math.max(0, words - 1) / 2);
}

/**
 * In UTF-16 units: a phrase is looked for whole, a longer run of text only where it differs. Measured on 321 keywords in
 * traditional script: to look for the difference alone loses 0.004 of nDCG@10.
 */
const longestPhrase = 12;

/** What is said in other words where traditional script is written: 網際網路 is 互联网, not only 网际网路. */
function phrasesOf(q: string, text: string): Alternative[] {
  const phrases = foldByPhrase(q).match(letterRun) ?? [];
  const runs = text.match(letterRun) ?? [];
  if (phrases.length !== runs.length) return [];
  return runs.flatMap((run, at) => {
    const phrase = phrases[at] ?? "";
    if (phrase === run) return [];
    const [of, term] = run.length <= longestPhrase ? [run, phrase] : apart(cutWords(run), cutWords(phrase));
    return of === "" || term === "" ? [] : [{ of, terms: [term], worth: 1 }];
  });
}

/** Two texts without the words that both begin and both end with. */
function apart(one: readonly string[], other: readonly string[]): [string, string] {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const rest = (words: readonly string[]): string => words.slice(start, words.length - end).join("");
  return [rest(one), rest(other)];
}

const letterRun = /[\p{L}\p{N}]+/gu;

/** The text with blanks for its function words. */
function contentOf(text: string, words: readonly string[]): string {
  let content = "";
  let done = 0;
  for (const word of words) {
    const at = text.indexOf(word, done);
    if (at === -1) continue;
    content += text.slice(done, at) + (functionWords.has(word) ? " " : word);
    done = at + word.length;
  }
  return content + text.slice(done);
}
