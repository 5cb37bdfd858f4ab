// Search at the door.
import type { OpenAPIHono } from "@hono/zod-openapi";
import { search as find, type SearchIndex, SearchInput, SearchPage } from "@lianchuang/shared/search";
import type { Door } from "./door.ts";
import { facetParameters, filtersOf, withLabels } from "./facets.ts";
import { paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

export const search = (app: OpenAPIHono<Door>, index: () => SearchIndex): void => {
  operation(app, {
    id: "search",
    kind: "read",
    method: "get",
    path: "/search",
    tag: "search",
    summary: "Find what you may read, best first · 搜索",
    access: "anyone",
    query: queryOf({ ...SearchInput.shape, ...facetParameters, ...paging }),
    answer: SearchPage,
    handle: async (ctx, { query }) => ({
      value: withLabels(await find(ctx, index, { ...query, filters: filtersOf(query) })),
    }),
  });
};
