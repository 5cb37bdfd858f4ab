// Ranking: BM25 added up token by token, and how many of a query's tokens a document must hold to count.

/** What BM25 must know of the documents that a reader sees: nothing else may influence his answer. */
export interface Collection {
  readonly documents: number;
  /** Sum of their lengths in tokens. */
  readonly tokens: number;
}

/** A document that holds a token: its number in the index, and the class of its length. */
export interface Posting {
  readonly number: number;
  readonly lengthClass: number;
}

/** Lengths are kept as one of 128 classes, eight to a doubling: within 5 % of the true length, up to 60,000 tokens. */
export function lengthClass(tokens: number): number {
  return Math.min(127, Math.round(8 * Math.log2(Math.max(1, tokens))));
}

/**
 * How many of a query's distinct tokens a document must hold. Mild, because a loss of recall costs more than a long tail:
 * measured on 3,445 texts, it cuts the matches of a question from 2,300 to 270 and changes no nDCG@10 by more than 0.003.
 */
export function enoughTokens(distinct: number): number {
  return 1 + [6, 18, 36].filter((step) => distinct >= step).length;
}

/** Beyond this many times a token counts no further. */
export const mostRepeats = 8;

const k1 = 1.2;
const b = 0.75;

/** The scores of one search: Okapi BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75) with Lucene's idf, which is never negative. */
export class Scores {
  readonly #collection: Collection;
  readonly #scores: Float64Array;
  readonly #held: Uint16Array;
  readonly #touched: number[] = [];
  /** What the n-th repeat of a token adds, by length class. */
  readonly #repeats: readonly Float64Array[];

  /** `capacity`: greater than every document number. */
  constructor(collection: Collection, capacity: number) {
    this.#collection = collection;
    this.#scores = new Float64Array(capacity);
    this.#held = new Uint16Array(capacity);
    const average = collection.tokens / Math.max(1, collection.documents);
    this.#repeats = Array.from({ length: mostRepeats }, (_, at) =>
      Float64Array.from({ length: 128 }, (__, of) => saturation(at + 1, of, average) - saturation(at, of, average)),
    );
  }

  /** Adds one token of the query: `repeats[n]` are the visible documents that hold it more than n times. */
  add(repeats: readonly (readonly Posting[])[]): void {
    const frequency = repeats[0]?.length ?? 0;
    const idf = Math.log(1 + (this.#collection.documents - frequency + 0.5) / (frequency + 0.5));
    for (const [at, postings] of repeats.entries()) {
      const gains = this.#repeats[at];
      if (gains === undefined) return;
      for (const { number, lengthClass: of } of postings) {
        if (at === 0) {
          if (this.#held[number] === 0) this.#touched.push(number);
          this.#held[number] = valueAt(this.#held, number) + 1;
        }
        this.#scores[number] = valueAt(this.#scores, number) + idf * valueAt(gains, of);
      }
    }
  }

  /**
   * The documents that hold at least `enough` tokens: how many, and those from `offset` on, best first. Equal scores stand
   * in the order of `keyOf`, because numbers tell when a document was first written, seen or not.
   */
  best(
    enough: number,
    offset: number,
    limit: number,
    keyOf: (number: number) => string,
  ): { total: number; items: { number: number; score: number }[] } {
    const keys = new Map<number, string>();
    const key = (number: number): string => {
      const known = keys.get(number) ?? keyOf(number);
      keys.set(number, known);
      return known;
    };
    const counted = this.#touched.filter((number) => valueAt(this.#held, number) >= enough);
    const scores = Float64Array.from(counted, (number) => valueAt(this.#scores, number)).toSorted();
    const least = valueAt(scores, Math.max(0, scores.length - offset - limit));
    const items = counted
      .map((number) => ({ number, score: valueAt(this.#scores, number) }))
      .filter(({ score }) => score >= least)
      .toSorted((one, other) => other.score - one.score || (key(one.number) < key(other.number) ? -1 : 1))
      .slice(offset, offset + limit);
    return { total: counted.length, items };
  }
}

function valueAt(values: Float64Array | Uint16Array, at: number): number {
  return values[at] ?? 0;
}

function saturation(repeats: number, lengthClassOf: number, average: number): number {
  const length = 2 ** (lengthClassOf / 8);
  return (repeats * (k1 + 1)) / (repeats + k1 * (1 - b + (b * length) / average));
}
