// Synonyms: which terms a query holds that mean something else, too, and what they also find. Pure once loaded.
import { cutWords } from "./dictionary.ts";
import { readWordList } from "./word-list.ts";

const { lines, version } = readWordList("synonyms");

export const synonymGroups: readonly string[] = lines;

/** Differs whenever a group differs. Synonyms are applied to queries: no index depends on them. */
export const synonymsVersion = version;

/** What each term also finds, itself left out. */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

/**
 * The groups of lines in the format of Solr: `a, b` are equivalent, with `a => a, b` only a also finds b. A term of several
 * groups finds what each of them says; nothing is concluded from group to group.
 * @throws Error when a line is neither
 */
export function parseSynonyms(groups: readonly string[]): Synonyms {
  const found = new Map<string, Set<string>>();
  for (const group of groups) {
    const [from = [], to = from, ...more] = group.split("=>").map(termsOf);
    if (more.length > 0 || from.length === 0 || new Set([...from, ...to]).size < 2)
      throw new Error(`${group}: two terms or more are needed, as "a, b" or "a => a, b"`);
    for (const term of from) {
      const others = to.filter((other) => other !== term);
      found.set(term, new Set([...(found.get(term) ?? []), ...others]));
    }
  }
  return new Map([...found].map(([term, others]) => [term, [...others]]));
}

function termsOf(side: string): string[] {
  return side
    .split(",")
    .map((term) => term.trim())
    .filter((term) => term !== "");
}

/** The synonyms of the alliance. */
export const allianceSynonyms: Synonyms = parseSynonyms(synonymGroups);

/** A term that stands in a query, and what it also finds. */
export interface FoundSynonyms {
  readonly of: string;
  readonly terms: readonly string[];
}

/**
 * The terms in a folded query that have synonyms, each once, in the order they stand there: of terms that overlap the one that
 * begins first, of those the longest. A term counts only where words begin and end: ai is not in maintain, 换模 not in 变换模型.
 */
export const synonymsOf: (folded: string) => FoundSynonyms[] = synonymFinder(allianceSynonyms);

/** As `synonymsOf`, with other synonyms. */
export function synonymFinder(synonyms: Synonyms): (folded: string) => FoundSynonyms[] {
  let byFirst: Map<number, [term: string, others: readonly string[]][]> | undefined;
  return (folded) => {
    byFirst ??= byFirstUnit(synonyms);
    const within = withinWords(folded);
    const found = new Map<string, readonly string[]>();
    for (let at = 0; at < folded.length; at++) {
      const hit = byFirst
        .get(folded.charCodeAt(at))
        ?.find(([term]) => folded.startsWith(term, at) && within[at] !== 1 && within[at + term.length] !== 1);
      if (!hit) continue;
      const [of, terms] = hit;
      found.set(of, terms);
      at += of.length - 1;
    }
    return [...found].map(([of, terms]) => ({ of, terms }));
  };
}

/** The longest first. */
function byFirstUnit(synonyms: Synonyms): Map<number, [term: string, others: readonly string[]][]> {
  const longestFirst = [...synonyms].toSorted(([one], [other]) => other.length - one.length);
  return Map.groupBy(longestFirst, ([term]) => term.charCodeAt(0));
}

/** 1 for each place of a folded text at which cutting it would cut through a word. */
function withinWords(folded: string): Uint8Array {
  const within = new Uint8Array(folded.length + 1);
  let at = 0;
  for (const word of cutWords(folded)) {
    const start = folded.indexOf(word, at);
    at = start + word.length;
    within.fill(1, start + 1, at);
  }
  return within;
}
