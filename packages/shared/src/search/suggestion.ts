// Which suggestions are given, and in what order. Pure.
import { fold } from "./fold.ts";
import type { Suggestion } from "./port.ts";
import { searchKinds } from "./schema.ts";

export const suggestionKinds = ["term", ...searchKinds] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

/** Something that may be suggested; `within`: it holds what was typed, but does not begin with it. */
export interface Candidate {
  readonly within: boolean;
  readonly suggestion: Suggestion;
}

/** Of ten suggestions so many at most are of one kind while others wait; of more than ten where all kinds wait. */
const shareOfTen: Record<SuggestionKind, number> = { term: 4, case: 4, organisation: 2, request: 3 };

/**
 * The suggestions to give, of each kind the best first as they came: what begins with what was typed before what holds it,
 * and then terms, titles of cases, names of organisations, titles of requests. No kind takes the places of another beyond its share.
 */
export function mixed(found: Readonly<Record<SuggestionKind, readonly Candidate[]>>, limit: number): Suggestion[] {
  const ordered = suggestionKinds
    .flatMap((kind) => found[kind])
    .toSorted((one, other) => Number(one.within) - Number(other.within));
  const shares = sharesOf(found, limit);
  const taken = new Map<SuggestionKind, number>();
  const isWithinShare = ({ suggestion: { kind } }: Candidate): boolean => {
    const count = (taken.get(kind) ?? 0) + 1;
    taken.set(kind, count);
    return count <= (shares.get(kind) ?? 0);
  };
  const { first = [], rest = [] } = Object.groupBy(ordered, (each) => (isWithinShare(each) ? "first" : "rest"));
  const given = new Set([...first, ...rest].slice(0, limit));
  return ordered.filter((each) => given.has(each)).map(({ suggestion }) => suggestion);
}

/** How many each kind may take while others wait: `limit` together at most, what is rounded in favour of the first. */
function sharesOf(
  found: Readonly<Record<SuggestionKind, readonly Candidate[]>>,
  limit: number,
): Map<SuggestionKind, number> {
  const present = suggestionKinds.filter((kind) => found[kind].length > 0);
  const whole = Math.max(
    10,
    present.reduce((sum, kind) => sum + shareOfTen[kind], 0),
  );
  const shares = new Map<SuggestionKind, number>();
  let [share, given] = [0, 0];
  for (const kind of present) {
    share += shareOfTen[kind];
    const upTo = Math.ceil((share * limit) / whole);
    shares.set(kind, upTo - given);
    given = upTo;
  }
  return shares;
}

/** In UTF-16 units; a longer one is no term. */
const longestTerm = 128;
const mostTerms = 100;

/** Each term once, however it is written: as it comes first. */
export function distinctTerms(terms: readonly string[]): string[] {
  const usable = terms.map((term) => term.trim()).filter((term) => term.length <= longestTerm);
  const distinct = new Map<string, string>();
  for (const term of usable.slice(0, mostTerms)) {
    const folded = fold(term);
    if (!distinct.has(folded)) distinct.set(folded, term);
  }
  return [...distinct.values()].map((term) => term.toWellFormed());
}

/** A term and how many visible things carry it. */
export interface CountedTerm {
  readonly text: string;
  readonly count: number;
}

/** What most carry first, then the shortest. */
export function byCount(one: CountedTerm, other: CountedTerm): number {
  if (one.count !== other.count) return other.count - one.count;
  if (one.text.length !== other.text.length) return one.text.length - other.text.length;
  return one.text < other.text ? -1 : 1;
}

/** Of some ways to write a term (they fold to the same) the one that most things use, with how many carry any. */
export function oneTerm(forms: readonly CountedTerm[]): CountedTerm {
  const [commonest] = forms.toSorted(byCount);
  return { text: commonest?.text ?? "", count: forms.reduce((sum, { count }) => sum + count, 0) };
}
