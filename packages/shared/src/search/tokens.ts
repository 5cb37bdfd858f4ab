// Tokens: how a folded text is cut, the same way for documents and for queries. Pure.
import { cutWords } from "./dictionary.ts";

/** The tokens of a text, in order and with repeats. */
export interface Tokens {
  /** Words (`Intl.Segmenter` and the dictionary), of every script. */
  readonly words: readonly string[];
  /** Two neighbouring hanzi; a hanzi that stands alone gives itself. */
  readonly bigrams: readonly string[];
  /** The last hanzi of each run of several: with it every hanzi of a text begins a bigram or stands here. */
  readonly lasts: readonly string[];
  /** Whole codes: `gb/t1.1`, `6063-t5`, `iatf16949`. */
  readonly codes: readonly string[];
}

/** Rises whenever the same text may give other tokens than before: it is part of a generation's name. */
export const tokeniserVersion = 2;

const hanRun = /\p{Script=Han}+/gu;
const han = /\p{Script=Han}/u;
const notInWord = /[^\p{L}\p{N}\p{M}.]/gu;

/** The tokens of a text that is already folded. No token holds white space, a quote or a control character. */
export function tokenise(folded: string): Tokens {
  const codes = [...codeSpans(folded)].map(({ code }) => code);
  return { words: wordsOf(folded), ...hanziOf(folded), codes };
}

/** Whether a token is made of hanzi, so that the bigrams already stand for it. */
export function isHan(token: string): boolean {
  return han.test(token);
}

function wordsOf(folded: string): string[] {
  const words: string[] = [];
  for (const cut of cutWords(folded)) {
    const word = cut.replace(notInWord, "");
    if (word !== "" && word.length <= longest) words.push(word);
  }
  return words;
}

/** The hanzi of a folded text, two by two. */
export function hanziOf(folded: string): Pick<Tokens, "bigrams" | "lasts"> {
  const bigrams: string[] = [];
  const lasts: string[] = [];
  for (const [run] of folded.matchAll(hanRun)) {
    let before = "";
    for (const hanzi of run) {
      if (before !== "") bigrams.push(before + hanzi);
      before = hanzi;
    }
    (before === run ? bigrams : lasts).push(before);
  }
  return { bigrams, lasts };
}

// Letters and digits joined by marks, or a short prefix and a number with one space between (GB/T 1.1, IATF 16949).
// Linear: a run is eaten whole from where it starts, and no two neighbouring parts can match the same character.
const codeRun =
  /(?<![a-z0-9])[a-z]{1,6}(?:\/[a-z]{1,6})? \d+(?:[-‐-―−/.:_][a-z0-9]+)*|[a-z0-9]+(?:[-‐-―−/.:_+][a-z0-9]+)*[+#]*/g;
const dash = /[‐-―−]/g;

/** The codes of a folded text and where each stands in it. */
export function* codeSpans(folded: string): Generator<{ code: string; start: number; end: number }> {
  for (const { 0: run, index: start } of folded.matchAll(codeRun)) {
    if (run.length > longest) continue;
    const code = run.replace(" ", "").replace(dash, "-");
    const end = start + run.length;
    // GB/T 19001-2016 is also GB/T 19001, IATF 16949:2016 also IATF 16949.
    for (const { index } of code.matchAll(/[-:]|$/g)) {
      const part = code.slice(0, index);
      if (isCode(part)) yield { code: part, start, end: end - (code.length - index) };
    }
  }
}

/** In UTF-16 units; what is longer (an address, a key, noise) is nothing that anybody searches for. */
const longest = 64;

function isCode(run: string): boolean {
  return /[a-z]/.test(run) && /[0-9+#]/.test(run);
}
