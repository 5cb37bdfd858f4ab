// What leaves and enters about saved searches, their alerts and feeds: browser-safe.
import * as z from "zod";
import { idOf } from "../ids.ts";
import { searchKinds, searchViews } from "../search/schema.ts";
import { line } from "../text.ts";

/** A person keeps no more. */
export const mostSearches = 50;

/** The parameters of a search without its paging, kept as they were given: what they mean is for search to say each time. */
export const SavedQuery = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type SavedQuery = z.infer<typeof SavedQuery>;

export const watchStates = ["watching", "paused"] as const;
const state = z
  .enum(watchStates)
  .meta({ description: "Paused, it raises no alerts; what comes meanwhile raises none later" });

/** What enters, given what a query may be: who takes it in knows every parameter of a search. */
export const searchBodies = <Query extends z.ZodType<SavedQuery>>(query: Query) => ({
  SaveSearch: z.strictObject({ name: line(60), query, state: state.default("watching") }).meta({ id: "SaveSearch" }),
  /** Absent fields stay. */
  ChangeSearch: z
    .strictObject({
      name: line(60).optional(),
      query: query.optional(),
      state: state.optional(),
      seenAt: z.iso.datetime().optional().meta({ description: "Alerts up to here are seen; not after now" }),
    })
    .refine((change) => Object.keys(change).length > 0, { params: { rule: "empty" } })
    .meta({ id: "ChangeSearch" }),
});
type Bodies = ReturnType<typeof searchBodies<typeof SavedQuery>>;
export type SaveSearch = z.infer<Bodies["SaveSearch"]>;
export type ChangeSearch = z.infer<Bodies["ChangeSearch"]>;

export const SearchView = z
  .object({
    id: idOf("search"),
    revision: z.int(),
    name: z.string(),
    query: SavedQuery,
    state: z.enum(watchStates),
    alertedAt: z.iso.datetime().optional().meta({ description: "When it raised its last alert" }),
    seenAt: z.iso.datetime().optional(),
    feedMadeAt: z.iso.datetime().optional().meta({ description: "When its feed link was made, if it has one" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "SavedSearch" });
export type SearchView = z.infer<typeof SearchView>;

export const DeletedSearch = z.object({ id: idOf("search"), revision: z.int() }).meta({ id: "DeletedSearch" });

/** What a thing is called and shows of itself to its reader. */
const thing = {
  kind: z.enum(searchKinds),
  view: z.enum(searchViews),
  title: z.string(),
  updatedAt: z.iso.datetime(),
};
const Thing = z.object(thing);
export type Thing = z.infer<typeof Thing>;

export const AlertView = z
  .object({
    id: z.string().meta({ description: "Of the thing found" }),
    at: z.iso.datetime().meta({ description: "When it was found" }),
    seen: z.boolean(),
    ...thing,
  })
  .meta({ id: "SearchAlert" });
export type AlertView = z.infer<typeof AlertView>;

export const FeedLink = z
  .object({
    id: idOf("search"),
    revision: z.int(),
    madeAt: z.iso.datetime(),
    json: z.url().meta({ description: "JSON Feed 1.1; whoever has the address reads it with your rights" }),
    atom: z.url().meta({ description: "Atom (RFC 4287)" }),
  })
  .meta({ id: "FeedLink" });
export type FeedLink = z.infer<typeof FeedLink>;

/** 128 random bits. */
export const FeedToken = z.string().regex(/^[0-9a-f]{32}$/);
