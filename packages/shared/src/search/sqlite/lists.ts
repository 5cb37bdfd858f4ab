// Posting lists: which of the documents that a reader sees hold a token, and how often.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { commonFrom, mostRepeats, type Posting, type Repeats } from "../rank.ts";
import type { QueryToken } from "../token-lists.ts";
import { firstVisible, lastVisible, matchExpression, unpackPosting } from "./posting.ts";
import type { Sight } from "./readership.ts";

export class PostingLists {
  /** The lists that a search has read to their end: it asks for some of them again. */
  readonly #read = new WeakMap<Sight, Map<string, readonly Posting[]>>();
  readonly #postings: StatementSync;

  constructor(database: DatabaseSync) {
    // Numbers are bound as REAL, and FTS5 seeks only to an INTEGER: to anything else it reads its way, row by row.
    this.#postings = database.prepare(
      `SELECT rowid FROM posting
        WHERE posting MATCH ? AND rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY rowid LIMIT ?`,
    );
    this.#postings.setReturnArrays(true);
  }

  /** The visible documents that hold a token; nothing when more than `most` of them do. */
  repeatsOf(token: QueryToken, sight: Sight, most: number): Repeats | undefined {
    const repeats: (readonly Posting[])[] = [];
    for (let count = 1; count <= (token.alone ? 1 : mostRepeats); count++) {
      const postings = this.#postingsOf(token, count, sight, most);
      if (postings.length > most) return undefined;
      if (postings.length === 0) break;
      repeats.push(postings);
    }
    return repeats;
  }

  /** All visible documents that hold a token. */
  holdersOf(token: QueryToken, sight: Sight): readonly Posting[] {
    return this.#postingsOf(token, 1, sight, sight.documents);
  }

  /** How many visible documents hold a token; beyond `most` it counts no further. */
  frequencyOf(token: QueryToken, sight: Sight, most: number): number {
    return this.#postingsOf(token, 1, sight, most).length;
  }

  /**
   * The visible documents that hold the token at least `count` times; reading stops beyond `most` of them. Rowids lie
   * together by readership, so what is hidden costs at most one chunk each time before it is jumped over.
   */
  #postingsOf(token: QueryToken, count: number, sight: Sight, most: number): readonly Posting[] {
    const { visible } = sight;
    const expression = matchExpression(token, count);
    const read = this.#read.get(sight) ?? new Map<string, readonly Posting[]>();
    this.#read.set(sight, read);
    const known = read.get(expression);
    if (known) return known;
    // Of a prefix FTS5 gathers all rows before it gives the first: a second chunk would cost as much as everything.
    const chunk = token.alone ? Number.MAX_SAFE_INTEGER : commonFrom(sight) + 1;
    const postings: Posting[] = [];
    const to = lastVisible(visible);
    for (let from = firstVisible(visible, 0); from <= to && postings.length <= most; ) {
      const rows = this.#postings.all(expression, from, to, chunk) as unknown as [number][];
      for (const [rowid] of rows) {
        const posting = unpackPosting(rowid, visible);
        if (posting) postings.push(posting);
      }
      const end = rows.at(-1)?.[0];
      if (end === undefined || rows.length < chunk) break;
      from = firstVisible(visible, end + 1);
    }
    if (postings.length <= most) read.set(expression, postings);
    return postings;
  }
}

/** The documents that hold any of several tokens, each as often as the one it repeats most. */
export function unite(lists: readonly Repeats[]): Repeats {
  if (lists.length < 2) return lists[0] ?? [];
  const most = Math.max(...lists.map((repeats) => repeats.length));
  return Array.from({ length: most }, (_, at) => [
    ...new Map(lists.flatMap((repeats) => repeats[at] ?? []).map((posting) => [posting.number, posting])).values(),
  ]);
}
