// The query of a saved search: everything that the door's search takes but its paging.
import { SearchInput } from "@lianchuang/shared/search/schema";
import type { SavedQuery } from "@lianchuang/shared/searches/schema";
import * as z from "zod";
import { facetParameters, filtersOf } from "./facets.ts";

export const searchParameters = z.strictObject({ ...SearchInput.shape, ...facetParameters });

/** Kept on a head, which stays small. */
const mostBytes = 4_096;

/** Kept as it was given, and refused where search would refuse it. */
export const queryToSave = z
  .custom<SavedQuery>()
  .check((given) => {
    for (const issue of searchParameters.safeParse(given.value).error?.issues ?? [])
      given.issues.push({ ...issue, input: given.value } as unknown as (typeof given.issues)[number]);
    const bytes = new TextEncoder().encode(JSON.stringify(given.value) ?? "").length;
    if (bytes > mostBytes)
      given.issues.push({ code: "custom", input: given.value, params: { rule: "bytes", maximum: mostBytes } });
  })
  .meta({
    ...z.toJSONSchema(searchParameters, { io: "input", override: ({ jsonSchema }) => delete jsonSchema.id }),
    $schema: undefined,
    description: "As the query of /v1/search",
  });

/** What search is to be asked, if it still understands the query. */
export const searchOf = (query: SavedQuery) => {
  const asked = searchParameters.safeParse(query).data;
  return asked && { ...asked, filters: filtersOf(asked) };
};
