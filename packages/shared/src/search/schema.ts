// What leaves and enters about search: browser-safe.
import * as z from "zod";
import type { Text } from "../errors.ts";
import { graphemes } from "../text.ts";

/** What a hit can be. Another kind of thing adds its word here. */
export const searchKinds = ["case", "organisation", "request"] as const;
/** The views a thing can have, the narrowest first: what its own people work on, what members see, what everybody may. */
export const searchViews = ["working", "members", "published"] as const;
/** By what a thing says of itself one may narrow a search; each thing has at most one value of each. */
export const factFacets = [
  "industry",
  "mode",
  "region",
  "firmSize",
  "maturity",
  "evidence",
  "direction",
  "cooperation",
] as const;
/** All facets: `kind`, and the `year` of `updatedAt` in China, follow from the thing itself. */
export const facetNames = [...factFacets, "year", "kind"] as const;
export type FacetName = (typeof facetNames)[number];
/** A record of what `make` gives for each facet. */
export const perFacet = <T>(make: (name: FacetName) => T): Record<FacetName, T> =>
  Object.fromEntries(facetNames.map((name) => [name, make(name)])) as Record<FacetName, T>;
export const searchSorts = ["relevance", "newest"] as const;
export const kindNames = {
  case: { en: "practice case", zh: "案例" },
  organisation: { en: "organisation", zh: "单位" },
  request: { en: "cooperation request", zh: "合作需求" },
} as const satisfies Record<(typeof searchKinds)[number], Text>;
export const maxQuery = 256;
export const maxTyped = 64;
export const maxSuggestions = 20;

export const SearchInput = z.object({
  q: z
    .string()
    .max(4096, { abort: true })
    .refine((text) => graphemes(text, maxQuery) <= maxQuery, { params: { rule: "graphemes", maximum: maxQuery } })
    .default("")
    .meta({
      description: "Words, a phrase, a code or a whole question; empty lists the newest",
      example: "数控机床误差补偿",
    }),
  sort: z
    .enum(searchSorts)
    .default("relevance")
    .meta({ description: "Best first, or newest first; without words in q always newest first" }),
});

const Span = z.tuple([z.int(), z.int()]).meta({ description: "[start, end) in UTF-16 units of the text beside it" });

const Match = z
  .object({
    kind: z.enum(["word", "bigram", "code", "pinyin", "synonym"]),
    text: z.string().meta({ description: "As it stands in what was found" }),
    of: z.string().optional().meta({ description: "What you typed, where that is something else" }),
  })
  .meta({ id: "SearchMatch" });

export const SearchHit = z
  .object({
    id: z.string(),
    kind: z.enum(searchKinds),
    view: z.enum(searchViews),
    title: z.string(),
    titleHighlights: z.array(Span),
    excerpt: z.object({ text: z.string(), highlights: z.array(Span) }),
    score: z.number(),
    why: z.array(Match).meta({ description: "What it was found by" }),
    externalId: z.string().optional(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;

/** Something that resembles another. */
export const SimilarHit = SearchHit.omit({ why: true, titleHighlights: true })
  .extend({ shared: z.array(z.string()).meta({ description: "Words that both hold and few others do" }) })
  .meta({ id: "SimilarHit" });
export type SimilarHit = z.infer<typeof SimilarHit>;

const FacetValue = z
  .object({
    value: z.string(),
    label: z.object({ zh: z.string(), en: z.string().optional() }).optional(),
    count: z.int(),
  })
  .meta({ id: "FacetValue" });
const values = z.array(FacetValue);
export type FacetValue = z.infer<typeof FacetValue>;

export const SearchPage = z
  .object({
    items: z.array(SearchHit),
    next: z.string().optional(),
    total: z
      .object({ value: z.int(), relation: z.enum(["eq", "gte"]) })
      .meta({ description: "How many things match; at most 10,000, then `gte`" }),
    correction: z
      .object({ text: z.string(), applied: z.boolean() })
      .optional()
      .meta({ description: "What you may have meant; applied when nothing was found otherwise" }),
    alsoSearched: z.array(z.string()).meta({ description: "Synonyms that found something, too" }),
    nearest: z.array(SearchHit).meta({ description: "Where nothing was found what comes nearest, at most 5" }),
    facets: z.object(perFacet(() => values)).meta({
      description:
        "How many of the things that match have each value, most first, at most 50 values each. What is chosen of a facet does not narrow its own counts. Industries: sections and divisions, and below a chosen division or group what lies in it",
    }),
  })
  .meta({ id: "SearchPage" });
export type SearchPage = z.infer<typeof SearchPage>;

export const SuggestInput = z.object({
  q: z
    .string()
    .max(4096, { abort: true })
    .trim()
    .refine((text) => graphemes(text, maxTyped) <= maxTyped, { params: { rule: "graphemes", maximum: maxTyped } })
    .default("")
    .meta({
      description: "What was typed so far: hanzi, pinyin, initials or Latin letters, also mixed; empty gives nothing",
      example: "shuk",
    }),
});

export const SuggestionView = z
  .object({
    kind: z
      .enum([...searchKinds, "term"])
      .meta({ description: "A thing by its title or name, or a term to search for" }),
    text: z.string(),
    highlights: z.array(Span).meta({ description: "What of the text was typed, also as pinyin or initials" }),
    id: z.string().optional().meta({ description: "Of the thing" }),
    count: z.int().optional().meta({ description: "Of a term: how many things that you may read carry it" }),
  })
  .meta({ id: "Suggestion" });
export type SuggestionView = z.infer<typeof SuggestionView>;

export const SuggestionList = z.object({ items: z.array(SuggestionView) }).meta({ id: "SuggestionList" });
