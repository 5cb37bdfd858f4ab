// Hits: what is shown of documents that were found, and what each was found by.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import { fold } from "../fold.ts";
import { readingsOfPair } from "../pinyin.ts";
import type { Hit, Match, Resemblance } from "../port.ts";
import type { Ranked } from "../rank.ts";
import { hanziOf, isHan, type Tokens, tokenise } from "../tokens.ts";
import type { Evidence, Found } from "./first-pass.ts";
import type { Resembling } from "./similar.ts";

type Row = Omit<Hit, "score" | "why" | "titleHighlights" | "excerpt" | "externalId"> & {
  readonly text: string;
  readonly externalId: string | null;
};

const noTokens = tokenise("");
/** So much of a text, in UTF-16 units, is looked through for what sounds alike. */
const mostRead = 4_000;

export class Hits {
  readonly #row: StatementSync;

  constructor(database: DatabaseSync) {
    this.#row = database.prepare(
      `SELECT id, view, kind, version, externalId, updatedAt, title, text
         FROM document JOIN body USING (number) WHERE number = ?`,
    );
  }

  /** Hits in the order given; `found` is what they were found with, if by a query. */
  of(items: readonly Ranked[], query: Tokens = noTokens, found?: Found): Hit[] {
    const causes = causesOf(items, found);
    const effort = newEffort();
    return items.map((ranked) => this.#hitOf(ranked, causes.get(ranked.number) ?? [], query, effort));
  }

  /** Those that resemble a document, with a piece of each that holds what they share. */
  resembling({ ranked, shared }: Resembling): Resemblance[] {
    const effort = newEffort();
    return ranked.map(({ number, score }) => {
      const words = shared.get(number) ?? [];
      const { text, externalId, ...facts } = this.#rowOf(number);
      const excerpt = excerptOf(text, tokenise(words.join(" ")), effort);
      return { ...facts, score, shared: words, excerpt, ...(externalId !== null && { externalId }) };
    });
  }

  /** Title and text of a document, as they were written. */
  textOf(number: number): Pick<Row, "title" | "text"> {
    return this.#rowOf(number);
  }

  #hitOf({ number, score }: Ranked, causes: readonly Cause[], query: Tokens, effort: Effort): Hit {
    const { title, text, externalId, ...facts } = this.#rowOf(number);
    let folded: string | undefined;
    const why = whyOf(causes, () => (folded ??= fold(`${title}\n${text.slice(0, mostRead)}`)));
    const shown = withFound(query, why);
    return {
      ...facts,
      score,
      why,
      title,
      titleHighlights: highlightsOf(title, shown),
      excerpt: excerptOf(text, shown, effort),
      ...(externalId !== null && { externalId }),
    };
  }

  #rowOf(number: number): Row {
    return this.#row.get(number) as unknown as Row;
  }
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

/** Something that a document was found by; of what only sounds alike how that is read. */
type Cause = Pick<Evidence, "match" | "readings">;

/** So much is said of why a document was found. */
const mostSaid = 20;

/** Of a page's documents what each was found by, in the order of the query. */
function causesOf(items: readonly Ranked[], found: Found | undefined): Map<number, Cause[]> {
  const causes = new Map(items.map(({ number }) => [number, [] as Cause[]]));
  // Few of all that was found stand on a page, and most are told by a look at an array.
  const onPage = new Uint8Array(Math.max(0, ...causes.keys()) + 1);
  for (const number of causes.keys()) onPage[number] = 1;
  for (const { postings, ...cause } of found?.evidence ?? [])
    for (const { number } of postings) if (onPage[number] === 1) causes.get(number)?.push(cause);
  return causes;
}

/** Each cause once; what a longer one says already is left out. What sounds alike is named as it stands in the document. */
function whyOf(causes: readonly Cause[], text: () => string): Match[] {
  const named = causes.map(({ match, readings }) =>
    readings ? { ...match, text: pairRead(readings, text()) ?? match.text } : match,
  );
  const distinct = [...new Map(named.map((match) => [`${match.kind} ${match.text}`, match])).values()];
  return distinct.filter((match) => !isWithin(match, distinct)).slice(0, mostSaid);
}

/** The first pair of hanzi in a folded text that is read so. */
function pairRead(readings: readonly string[], text: string): string | undefined {
  return hanziOf(text).bigrams.find((pair) => readingsOfPair(pair).some((reading) => readings.includes(reading)));
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
