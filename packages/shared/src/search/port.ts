// The port of search: what any engine must offer, and the two errors a caller can meet.
import type { SearchDocument, SearchKind, SearchView } from "./document.ts";
import type { FacetName, searchSorts } from "./schema.ts";
import type { Due, StandingQuery } from "./standing.ts";

/** A place in a list of hits. It holds only within the generation that made it. */
export interface SearchPosition {
  readonly generation: string;
  readonly offset: number;
}

export interface SearchQuery {
  /** At most 256 graphemes. Without any word in it (empty, punctuation) an empty `q` browses, anything else finds nothing. */
  readonly q: string;
  readonly filters?: Filters | undefined;
  /** `relevance` where it is not said. */
  readonly sort?: (typeof searchSorts)[number] | undefined;
  /** The reader's audience tokens. */
  readonly audience: readonly string[];
  /** 1 to 100. */
  readonly limit: number;
  readonly after?: SearchPosition | undefined;
  /** Ids of things, 1,000 at most: what is found beside them is left out, and everything else is as without it. */
  readonly among?: readonly string[] | undefined;
}

/**
 * Chosen values: those of one facet are alternatives, facets narrow each other; a facet without values narrows nothing.
 * An industry stands for all that lies below it.
 */
export type Filters = { readonly [Name in FacetName]?: readonly string[] | undefined };

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/**
 * Per facet the values with the number of visible documents that match query and filters, most first, equals by value. What
 * is chosen of a facet does not narrow its own counts. At most 50 values, what is chosen among them even where it counts 0.
 */
export type FacetCounts = Readonly<Record<FacetName, readonly FacetCount[]>>;

/** `[start, end)` in UTF-16 units of the text it belongs to. */
export type Highlight = readonly [start: number, end: number];

/** Something that a document was found by: a word or a whole code of the query, two neighbouring hanzi of it, or what sounds like them (`of`). */
export interface Match {
  readonly kind: "word" | "bigram" | "code" | "pinyin" | "synonym";
  /** As it stands in the document, folded. */
  readonly text: string;
  /** What of the query it was found for, where that is written otherwise. */
  readonly of?: string | undefined;
}

export interface Hit {
  readonly id: string;
  readonly view: SearchView;
  readonly kind: SearchKind;
  readonly version: number;
  readonly title: string;
  readonly titleHighlights: readonly Highlight[];
  readonly excerpt: { readonly text: string; readonly highlights: readonly Highlight[] };
  /** Greater is better; comparable only within one answer. 0 when browsing. */
  readonly score: number;
  /** What it was found by, in the order of the query; nothing when browsing. */
  readonly why: readonly Match[];
  readonly externalId?: string | undefined;
  readonly updatedAt: string;
}

/** What may have been meant; `applied` when nothing was found otherwise, and the answer is for `text`. */
export interface Correction {
  readonly text: string;
  readonly applied: boolean;
}

export interface SearchAnswer {
  readonly items: readonly Hit[];
  readonly correction?: Correction | undefined;
  /** Synonyms that found something, too. */
  readonly alsoSearched: readonly string[];
  /** Where nothing was found what comes nearest, at most 5: found without the filters, or holding anything of the query. */
  readonly nearest: readonly Hit[];
  readonly next?: SearchPosition | undefined;
  /** `value` is at most 10,000; `gte` says that there are more. */
  readonly total: { readonly value: number; readonly relation: "eq" | "gte" };
  readonly facets: FacetCounts;
}

export interface SimilarQuery {
  /** The id of the thing that others shall resemble. */
  readonly id: string;
  /** The reader's audience tokens. */
  readonly audience: readonly string[];
  /** What is looked for, each answered by itself: together they cost little more than one. */
  readonly wanted: readonly WantedAlike[];
}

export interface WantedAlike {
  /** Of which kind these are; where it is not said, of the same as the thing. */
  readonly kind?: SearchKind | undefined;
  /** What narrows them, as in a search. */
  readonly filters?: Filters | undefined;
  /** 1 to 100. */
  readonly limit: number;
  /** Of so many of them, from the first, a piece of the text is told, of the others none; of all where it is not said. */
  readonly excerpts?: number | undefined;
}

/** A document that resembles another (`score`: what share of what the other would score itself; 1 where they say the same), and the words that both hold and few others do, the most telling first, at most 5. */
export type Resemblance = Omit<Hit, "why" | "titleHighlights"> & { readonly shared: readonly string[] };

export interface SuggestQuery {
  /** What was typed so far, at most 64 graphemes. Without a letter, digit or hanzi in it nothing is suggested. */
  readonly q: string;
  /** The reader's audience tokens. */
  readonly audience: readonly string[];
  /** 1 to 20. */
  readonly limit: number;
}

/** A title or a name leads to its thing; a term (a process, a tag) is something to search for. */
export type Suggestion =
  | { readonly kind: SearchKind; readonly text: string; readonly highlights: readonly Highlight[]; readonly id: string }
  | {
      readonly kind: "term";
      readonly text: string;
      readonly highlights: readonly Highlight[];
      /** How many visible things carry it. */
      readonly count: number;
    };

/** What became of one document of a write. `stale` is success: the index already holds this version or a newer one. */
export type WriteResult =
  | { readonly key: string; readonly result: "applied" | "stale" }
  | { readonly key: string; readonly result: "failed"; readonly error: string };

/** A thing that could not be indexed, and why; reading it again mends it. */
export interface SetAside {
  readonly id: string;
  readonly error: string;
}

/** What the index remembers of a thing set aside, as long as it stays so. */
export interface Waiting extends SetAside {
  /** Since when, by the index's own clock (ISO 8601, UTC). */
  readonly at: string;
  /** How many times it failed since. */
  readonly attempts: number;
}

/** What an index says of itself; cheap to ask at any size. */
export interface IndexFacts {
  /** What it is made by: the ICU that cuts its words, and the versions of mapping, tokeniser and dictionary. */
  readonly make: {
    readonly icu: string;
    readonly mapping: number;
    readonly tokeniser: number;
    readonly dictionary: string;
  };
  /** Those that somebody sees. */
  readonly documents: number;
  /** What has gone and is not purged yet. */
  readonly tombstones: number;
  readonly bytes: number;
  readonly checkpoint?: string | undefined;
  /** How many things are set aside. */
  readonly setAside: number;
}

/** What a write brings beside documents, stored with them or not at all. */
export interface WriteOptions {
  /** How far the event log is followed now. */
  readonly checkpoint?: string | undefined;
  /** Things that were read: what is set aside of them is forgotten, unless one of their documents fails. */
  readonly read?: readonly string[] | undefined;
  /** Things that could not be read. */
  readonly setAside?: readonly SetAside[] | undefined;
  /** Standing queries, each under its version as documents are; they hold for the documents of the same write, too. */
  readonly standing?: readonly StandingQuery[] | undefined;
  /** The documents applied that say they changed then (ISO 8601, UTC) or later become due to the standing queries they may answer; without it none. */
  readonly dueSince?: string | undefined;
  /** What was due in another index and is not settled. */
  readonly due?: readonly Pick<Due, "query" | "thing">[] | undefined;
}

/** One line of the audit that compares table and index document by document. */
export interface IndexedVersion {
  readonly key: string;
  readonly id: string;
  readonly view: SearchView;
  readonly version: number;
  /** `hashDocument` of what was written. */
  readonly hash: string;
  readonly tombstone: boolean;
}

/** Every method may reject with `SearchUnavailable`, and with nothing else unless it says so. */
export interface SearchIndex {
  /** The name of the generation this index is. */
  readonly name: string;
  /**
   * The visible documents that hold enough of the query's tokens, best first; an empty `q` gives all visible ones, newest
   * first. Never a document whose audience the reader's tokens do not meet or whose `except` they do.
   * Rejects with `StaleCursor` when `after` is of another generation.
   */
  search(query: SearchQuery): Promise<SearchAnswer>;
  /** For each that is wanted the visible things that have most in common with a visible thing, most alike first; none where it is not held. */
  similar(query: SimilarQuery): Promise<readonly (readonly Resemblance[])[]>;
  /**
   * Titles, names and terms of visible things that may be meant by what was typed: as hanzi, pinyin or initials, from their
   * beginning, from a word within or, for hanzi, from anywhere. What begins so comes first; see `mixed` for the order.
   */
  suggest(query: SuggestQuery): Promise<readonly Suggestion[]>;
  /**
   * Writes documents, each under its version: one not newer than the stored one is `stale`. A document that cannot be
   * written is `failed`, its thing is set aside, and it stops no other. Resolved means durable against a crash of the
   * process.
   */
  write(documents: readonly SearchDocument[], options?: WriteOptions): Promise<readonly WriteResult[]>;
  /** The things set aside, by id, at most 1,000. */
  setAside(): Promise<readonly Waiting[]>;
  /** What the index says of itself. */
  facts(): Promise<IndexFacts>;
  /** The checkpoint of the last write that brought one. */
  checkpoint(): Promise<string | undefined>;
  /** What is due and not settled yet, longest due first, at most `limit`. A thing may be due that the query does not find. */
  due(limit: number): Promise<readonly Due[]>;
  /** Forgets what was due; what became due again meanwhile stays. */
  settle(due: readonly Due[]): Promise<void>;
  /** The versions held under these keys (of a standing query its id), tombstones among them; a key that holds nothing is left out. */
  held(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Up to `limit` documents, tombstones among them, whose key is greater than `afterKey`, in the order of their keys. */
  versions(afterKey: string, limit: number): Promise<readonly IndexedVersion[]>;
  /** Removes tombstones whose `updatedAt` is before `before` (ISO 8601, UTC); says how many. */
  purge(before: string): Promise<number>;
  /** Waits for what is under way and lets go of everything. Closing twice is allowed. */
  close(): Promise<void>;
}

/** The position belongs to another generation: the caller starts again from the first page. */
export class StaleCursor extends Error {
  override readonly name = "StaleCursor";
  constructor() {
    super("this place in the results belongs to an earlier index; start again from the first page");
  }
}

/** The index cannot answer now (closed, missing, damaged, locked, disk full, too much waiting). What happened is in `cause`, for the log only. */
export class SearchUnavailable extends Error {
  override readonly name: string = "SearchUnavailable";
  constructor(cause: unknown) {
    super("search is not available at the moment; try again later", { cause });
  }
}

/** The index has too much to do now; nothing is wrong with it. */
export class SearchBusy extends SearchUnavailable {
  override readonly name = "SearchBusy";
}

/** The index will not do this, however often it is asked; nothing is wrong with it otherwise. */
export class SearchRefused extends SearchUnavailable {
  override readonly name = "SearchRefused";
}
