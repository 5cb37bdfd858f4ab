// The mapping of a generation: which fields its one index has, how tokens count, and what makes it another generation.
import { dictionaryVersion } from "../dictionary.ts";
import type { IndexFacts } from "../port.ts";
import { facetNames } from "../schema.ts";
import { tokeniserVersion } from "../tokens.ts";

/** Rises whenever the mapping, or what is written under it, changes: it is part of a generation's name. */
const mappingVersion = 3;

export const make: IndexFacts["make"] = {
  icu: process.versions.icu ?? "none",
  mapping: mappingVersion,
  tokeniser: tokeniserVersion,
  dictionary: dictionaryVersion,
};

/** Sizes of a cluster. */
export interface Profile {
  readonly shards: number;
  readonly replicas: number;
  /** How long a write may take to be found, as OpenSearch writes times; `now`: a write is answered when it can be found. */
  readonly refresh: string;
}

/** A cluster of one node. */
export const singleNode: Profile = { shards: 1, replicas: 0, refresh: "1s" };

const keyword = { type: "keyword" } as const;
/** Looked up, never counted or sorted by. */
const lookedUp = { type: "keyword", doc_values: false } as const;
/** Read with a hit, never looked up. */
const readAlong = { type: "keyword", index: false } as const;

/*
 * A document holds its tokens as one text: the score of a token is how often it stands there (`count`), and everything that
 * turns counts into a score is said with the query (scoring.ts), by what its reader sees. So nothing hidden is in a score.
 * `size` is the length of the document's class of lengths (rank.ts). `hanzi` and `folded` are what the second pass reads.
 * What a title or a term may be typed as lies in `begins` and `holds`, `termBegins` and `termHolds` (suggester.ts).
 * Beside documents, told apart by `role`, lie the checkpoint, what is set aside, standing queries and what is due (state.ts);
 * they have no audience, so no search meets them. Fields that are not named here are kept and not indexed.
 */
const properties = {
  role: keyword,
  key: keyword,
  id: keyword,
  tombstone: { type: "boolean" },
  audience: lookedUp,
  except: lookedUp,
  tokens: { type: "text", analyzer: "whitespace", similarity: "count", norms: false, index_options: "freqs" },
  latin: keyword,
  length: { type: "integer", index: false },
  size: { type: "double", index: false },
  hanzi: { type: "binary", doc_values: true },
  folded: readAlong,
  time: { type: "long" },
  ...Object.fromEntries(facetNames.map((name) => [name, keyword])),
  units: { type: "short", index: false },
  begins: lookedUp,
  holds: lookedUp,
  termBegins: keyword,
  termHolds: keyword,
  wanted: lookedUp,
  mark: { type: "long" },
};

/** What is indexed and need not be kept. */
const derived =
  "tokens latin length size hanzi folded time year units begins holds termBegins termHolds wanted audience except";

/** The body that creates an index. */
export function indexBody({ shards, replicas, refresh }: Profile): object {
  return {
    settings: {
      number_of_shards: shards,
      number_of_replicas: replicas,
      refresh_interval: refresh === "now" ? "-1" : refresh,
      // What was typed may be read in many ways (suggester.ts).
      max_regex_length: 10_000,
      similarity: { count: { type: "scripted", script: { source: "return doc.freq" } } },
    },
    mappings: { dynamic: false, _source: { excludes: derived.split(" ") }, properties },
  };
}
