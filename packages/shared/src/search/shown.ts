// Shown: what an answer tells of a document that was found, and what it was found by. Pure.
import { type Effort, excerptOf, highlightsOf } from "./excerpt.ts";
import { fold } from "./fold.ts";
import { readingsOfPair } from "./pinyin.ts";
import type { Hit, Match, Resemblance } from "./port.ts";
import { hanziOf, isHan, type Tokens, tokenise } from "./tokens.ts";

/** So many documents are told as what comes nearest. */
export const mostNearest = 5;
/** So much of a text, in UTF-16 units, is looked through for what sounds alike, and for corrections. */
const mostRead = 4_000;

/** A document as an index keeps it for showing. */
export interface Kept extends Pick<Hit, "id" | "view" | "kind" | "version" | "title" | "updatedAt"> {
  readonly text: string;
  readonly externalId?: string | null | undefined;
}

/** Something that a document was found by; of what only sounds alike how that is read: which pair it is stands in the document alone. */
export interface Cause {
  readonly match: Match;
  readonly readings?: readonly string[];
}

/** The folded beginning of a document. */
export function beginningOf({ title, text }: Pick<Kept, "title" | "text">): string {
  return fold(`${title}\n${text.slice(0, mostRead)}`);
}

/** `causes` in the order of the query, whose tokens are `query`. */
export function hitOf(kept: Kept, score: number, causes: readonly Cause[], query: Tokens, effort: Effort): Hit {
  const { title, text, ...facts } = kept;
  let pairs: ReadonlySet<string> | undefined;
  const why = whyOf(causes, () => (pairs ??= new Set(hanziOf(beginningOf(kept)).bigrams)));
  const shown = withFound(query, why);
  return {
    ...factsOf(facts),
    score,
    why,
    title,
    titleHighlights: highlightsOf(title, shown),
    excerpt: excerptOf(text, shown, effort),
  };
}

/** A document that resembles another, with a piece of it that holds what they share. */
export function resemblanceOf(kept: Kept, score: number, shared: readonly string[], effort: Effort): Resemblance {
  const { text, title, ...facts } = kept;
  const excerpt = text === "" ? noExcerpt : excerptOf(text, tokenise(shared.join(" ")), effort);
  return { ...factsOf(facts), title, score, shared, excerpt };
}

const noExcerpt = { text: "", highlights: [] };

function factsOf({ id, view, kind, version, updatedAt, externalId }: Omit<Kept, "title" | "text">) {
  return { id, view, kind, version, updatedAt, ...(externalId != null && { externalId }) };
}

/** A query's tokens and what a document was found by in their stead. */
function withFound(query: Tokens, why: readonly Match[]): Tokens {
  const otherwise = why.filter(({ of }) => of !== undefined).map(({ text }) => tokenise(text));
  return {
    ...query,
    words: [...query.words, ...otherwise.flatMap(({ words }) => words)],
    bigrams: [...query.bigrams, ...otherwise.flatMap(({ bigrams }) => bigrams)],
    codes: [...query.codes, ...otherwise.flatMap(({ codes }) => codes)],
  };
}

/** So much is said of why a document was found. */
const mostSaid = 20;

/** Each cause once; what a longer one says already is left out. What sounds alike is named as it stands in the document. */
function whyOf(causes: readonly Cause[], pairs: () => ReadonlySet<string>): Match[] {
  const named = causes.map(({ match, readings }) =>
    readings ? { ...match, text: pairRead(readings, pairs()) ?? match.text } : match,
  );
  const distinct = [...new Map(named.map((match) => [`${match.kind} ${match.text}`, match])).values()];
  return distinct.filter((match) => !isWithin(match, distinct)).slice(0, mostSaid);
}

/** The first of some pairs of hanzi that is read so. */
function pairRead(readings: readonly string[], pairs: ReadonlySet<string>): string | undefined {
  for (const pair of pairs) if (readingsOfPair(pair).some((reading) => readings.includes(reading))) return pair;
  return undefined;
}

/** Two hanzi within a word that was found, one hanzi within two. */
function isWithin({ kind, text }: Match, matches: readonly Match[]): boolean {
  if (!isHan(text)) return false;
  if (kind === "bigram") return matches.some((other) => other.kind === "word" && other.text.includes(text));
  return (
    kind === "word" &&
    text.length === 1 &&
    matches.some((other) => other.kind === "bigram" && other.text.includes(text))
  );
}
