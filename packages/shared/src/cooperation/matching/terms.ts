// Terms: how far what one side says covers what the other asks for, by the same words, by synonyms, or in part. Pure.
import { fold, synonymsOf, tokenise } from "../../search/index.ts";

/** A term and every way to say it: as it is first, then with its synonyms. */
interface Term {
  readonly forms: readonly ReadonlySet<string>[];
}

const known = new Map<string, Term>();
const mostKnown = 20_000;

const termOf = (text: string): Term => {
  const before = known.get(text);
  if (before) return before;
  const folded = fold(text);
  const others = synonymsOf(folded).flatMap(({ of, terms }) => terms.map((term) => folded.replace(of, term)));
  const term = { forms: [folded, ...others].map(tokensOf) };
  // Terms come again from request to request.
  if (known.size >= mostKnown) known.clear();
  known.set(text, term);
  return term;
};

/** Pairs of hanzi, codes, and words of other scripts that are in no code: the smallest that says something. */
const tokensOf = (folded: string): ReadonlySet<string> => {
  const { words, bigrams, codes } = tokenise(folded);
  const isWhole = (word: string) => !/\p{Script=Han}/u.test(word) && !codes.some((code) => code.includes(word));
  return new Set([...bigrams, ...words.filter(isWhole), ...codes]);
};

const shareHeld = (asked: ReadonlySet<string>, given: ReadonlySet<string>): number => {
  if (asked.size === 0) return 0;
  let held = 0;
  for (const token of asked) if (given.has(token)) held++;
  return held / asked.size;
};

/**
 * From 0 to 1 what share of the asked term the given one holds; what only synonyms tell counts `synonym` of it. A term is
 * covered by a narrower one (welding by laser welding), and in part by a broader one.
 */
export const coverage = (asked: string, given: string, synonym: number): number => {
  const [one, other] = [termOf(asked), termOf(given)];
  let best = 0;
  for (const [at, form] of one.forms.entries())
    for (const [otherAt, otherForm] of other.forms.entries()) {
      const share = shareHeld(form, otherForm) * (at + otherAt === 0 ? 1 : synonym);
      if (share > best) best = share;
    }
  return best;
};
