// Search at the door.
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  countMiss,
  search as find,
  isMiss,
  maxSuggestions,
  SearchInput,
  SearchPage,
  SuggestInput,
  SuggestionList,
  suggest,
} from "@lianchuang/shared/search";
import type { Dependencies, Door } from "./door.ts";
import { facetParameters, filtersOf, withLabels } from "./facets.ts";
import { limitUpTo, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

export const search = (app: OpenAPIHono<Door>, { index, later }: Pick<Dependencies, "index" | "later">): void => {
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
    handle: async (ctx, { query }) => {
      const input = { ...query, filters: filtersOf(query) };
      const value = await find(ctx, index, input);
      if (isMiss(input, value)) later(() => countMiss(ctx, query.q));
      return { value: withLabels(value) };
    },
  });

  operation(app, {
    id: "suggest",
    kind: "read",
    method: "get",
    path: "/suggest",
    tag: "search",
    summary: "What you may mean by what you have typed: cases, organisations, terms to search for · 输入建议",
    access: "anyone",
    query: queryOf({ ...SuggestInput.shape, limit: limitUpTo(maxSuggestions, 10) }),
    answer: SuggestionList,
    handle: async (ctx, { query }) => ({ value: { items: await suggest(ctx, index, query) } }),
  });
};
