// Hits: what is shown of documents that were found, and what each was found by.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Effort, excerptOf, highlightsOf, newEffort } from "../excerpt.ts";
import type { Hit, Match, Resemblance } from "../port.ts";
import type { Ranked } from "../rank.ts";
import { isHan, type Tokens, tokenise } from "../tokens.ts";
import type { Found } from "./first-pass.ts";
import type { Resembling } from "./similar.ts";

type Row = Omit<Hit, "score" | "why" | "titleHighlights" | "excerpt" | "externalId"> & {
  readonly text: string;
  readonly externalId: string | null;
};

const noTokens = tokenise("");

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
    const why = whyOf(items, found);
    const effort = newEffort();
    return items.map((ranked) => this.#hitOf(ranked, why.get(ranked.number) ?? [], query, effort));
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

  #hitOf({ number, score }: Ranked, why: readonly Match[], query: Tokens, effort: Effort): Hit {
    const { title, text, externalId, ...facts } = this.#rowOf(number);
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

/** Of a page's documents what each was found by, each once; what a longer match says already is left out. */
function whyOf(items: readonly Ranked[], found: Found | undefined): Map<number, Match[]> {
  const why = new Map(items.map(({ number }) => [number, [] as Match[]]));
  // Few of all that was found stand on a page, and most are told by a look at an array.
  const onPage = new Uint8Array(Math.max(0, ...why.keys()) + 1);
  for (const number of why.keys()) onPage[number] = 1;
  for (const { match, postings } of found?.evidence ?? [])
    for (const { number } of postings) {
      const known = onPage[number] === 1 ? why.get(number) : undefined;
      if (known && !known.some(({ kind, text }) => kind === match.kind && text === match.text)) known.push(match);
    }
  for (const [number, matches] of why)
    why.set(
      number,
      matches.filter((match) => !isWithin(match, matches)),
    );
  return why;
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
