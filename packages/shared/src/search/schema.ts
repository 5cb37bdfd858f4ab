// What leaves and enters about search: browser-safe.
import * as z from "zod";
import { graphemes } from "../text.ts";

export const searchKinds = ["case"] as const;
export const maxQuery = 256;

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
  kind: z.enum(searchKinds).optional(),
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
    view: z.enum(["working", "published"]),
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

export const SearchPage = z
  .object({
    items: z.array(SearchHit),
    next: z.string().optional(),
    total: z
      .object({ value: z.int(), relation: z.enum(["eq", "gte"]) })
      .meta({ description: "How many things match; at most 10,000, then `gte`" }),
  })
  .meta({ id: "SearchPage" });
export type SearchPage = z.infer<typeof SearchPage>;
