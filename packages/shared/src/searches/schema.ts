// What leaves and enters about saved searches, their alerts and feeds: browser-safe.
import * as z from "zod";
import { idOf } from "../ids.ts";
import { SearchInput, searchKinds } from "../search/schema.ts";
import { line } from "../text.ts";

/** A person keeps no more. */
export const mostSearches = 50;

const Asked = z.strictObject(SearchInput.shape);
const queryBytes = 4_096;

/** The parameters of a search without its paging, kept as they were given: what they mean is for search to say each time. */
export const SavedQuery = z
  .custom<z.input<typeof Asked>>()
  .check((found) => {
    const { issues = [] } = Asked.safeParse(found.value).error ?? {};
    for (const issue of issues)
      found.issues.push({ ...issue, input: found.value } as unknown as (typeof found.issues)[number]);
    if (issues.length === 0 && new TextEncoder().encode(JSON.stringify(found.value)).length > queryBytes)
      found.issues.push({ code: "custom", input: found.value, params: { rule: "bytes", maximum: queryBytes } });
  })
  .meta({ ...z.toJSONSchema(Asked, { io: "input" }), $schema: undefined, description: "As the query of /v1/search" });

export const watchStates = ["watching", "paused"] as const;
const state = z
  .enum(watchStates)
  .meta({ description: "Paused, it raises no alerts; what comes meanwhile raises none later" });

export const SaveSearch = z
  .strictObject({ name: line(60), query: SavedQuery, state: state.default("watching") })
  .meta({ id: "SaveSearch" });
export type SaveSearch = z.infer<typeof SaveSearch>;

/** Absent fields stay. */
export const ChangeSearch = z
  .strictObject({
    name: line(60).optional(),
    query: SavedQuery.optional(),
    state: state.optional(),
    seenAt: z.iso.datetime().optional().meta({ description: "Alerts up to here are seen; not after now" }),
  })
  .refine((change) => Object.keys(change).length > 0, { params: { rule: "empty" } })
  .meta({ id: "ChangeSearch" });
export type ChangeSearch = z.infer<typeof ChangeSearch>;

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
  view: z.enum(["working", "published"]),
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
