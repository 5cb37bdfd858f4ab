// Waiting: what a standing query waits for, what of it a document holds, and whether that may be enough. Pure.
import { pairOf, parsePinyin, readingsOfPair, spokenRuns } from "./pinyin.ts";
import { analyse } from "./query.ts";
import { enoughTokens, leastCommon } from "./rank.ts";
import { queryTokens } from "./token-lists.ts";
import { isHan, tokenise } from "./tokens.ts";

/** What every document holds, for queries that ask for no word. No text gives such a token. */
const any = "";

/**
 * A token that fewer documents hold cannot have become common for anybody by the time it is counted again, which is after
 * so many documents were written.
 */
export const countedAgainAfter = Math.floor(leastCommon / 2);

/** Each of `units` is counted once, whatever of it a document holds; those of `beside` are counted, too, but not asked for. */
export interface Waiting {
  readonly units: readonly (readonly string[])[];
  readonly beside: readonly (readonly string[])[];
  readonly focus: number;
}

export const waitsForNothing: Waiting = { units: [], beside: [], focus: 0 };

/**
 * What the finder counts of a query, each with everything that it takes for it: a token, what sounds like it, or, beside them,
 * a synonym's. Letters that may be pinyin have many readings, so with them anything is enough.
 */
export function waitingFor(q: string): Waiting {
  if (q.trim() === "") return { units: [[any]], beside: [], focus: 0 };
  const { text, tokens, focus, alternatives } = analyse(q);
  const spoken = spokenRuns(text).flatMap(parsePinyin);
  const units = queryTokens(tokens).map(({ token, kind, text: of }) =>
    kind === "bigram" ? [token, ...readingsOfPair(of)] : [token],
  );
  const readings = spoken.flatMap((way) => way.slice(1).map((syllable, at) => pairOf(way[at] ?? "", syllable)));
  const beside = alternatives.flatMap(({ of, terms }) => {
    const instead = terms.flatMap((term) => queryTokens(tokenise(term))).map(({ token }) => token);
    return queryTokens(tokenise(of)).map(() => instead);
  });
  if (readings.length === 0) return { units, beside, focus };
  return { units: [[...units.flat(), ...beside.flat(), ...readings]], beside: [], focus };
}

/** Everything a query could want of a document with these tokens: they themselves, and of hanzi the first, which may be asked for alone. */
export function whatFinds(tokens: readonly string[]): Set<string> {
  const found = new Set([any, ...tokens]);
  for (const token of tokens)
    if (isHan(token) && !token.startsWith("_")) found.add(String.fromCodePoint(token.codePointAt(0) ?? 0));
  return found;
}

/** Whether a document that holds something of `held` units is found, unless by what is common for its reader. */
export function isEnough(held: number, units: number, focus: number): boolean {
  return held >= enoughTokens(units, focus);
}

/** The tokens of a query that may be common; readings never are: they stand beside what they are taken for. */
export function mayBeCommon(tokens: readonly string[]): string[] {
  return tokens.filter((token) => !token.includes("~"));
}

/** As `isEnough` where all that may be common for some reader is left out: `common` tokens. */
export function isEnoughWithout(common: number, held: number, units: number, focus: number): boolean {
  return isEnough(held, Math.max(1, units - common), focus);
}
