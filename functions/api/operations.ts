// The operations of search at the door, for the secretariat: how the index stands, re-drive, rebuild, what was searched for in vain.
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  askAgain,
  getSearchStatus,
  listMisses,
  operationsId,
  rebuildSearch,
  redriveSearch,
} from "@lianchuang/shared/search";
import {
  RebuildAsked,
  Redrive,
  RedriveResults,
  SearchMiss,
  SearchStatus,
} from "@lianchuang/shared/search/operations/schema";
import type { Dependencies, Door } from "./door.ts";
import { pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";

const tag = "operations";
const SearchMissPage = pageOf(SearchMiss, "SearchMissPage");

export const operations = (app: OpenAPIHono<Door>, { index, keeper }: Pick<Dependencies, "index" | "keeper">): void => {
  operation(app, {
    id: "getSearchStatus",
    kind: "read",
    method: "get",
    path: "/operations/search",
    tag,
    summary: "How the search index stands (secretariat) · 搜索索引状态",
    access: "staff",
    answer: SearchStatus,
    handle: async (ctx) => ({ value: await getSearchStatus(ctx, index, keeper) }),
  });

  operation(app, {
    id: "redriveSearch",
    kind: "append",
    log: operationsId,
    method: "post",
    path: "/operations/search/redrive",
    tag,
    summary: "Read things again that could not be indexed, or any named (secretariat) · 重新索引",
    access: "staff",
    body: Redrive,
    answer: RedriveResults,
    handle: async (ctx, { body }) => ({ value: RedriveResults.parse(await redriveSearch(ctx, keeper, body)) }),
    replay: async (_, { answer }) => ({ value: RedriveResults.parse(answer) }),
  });

  operation(app, {
    id: "rebuildSearch",
    kind: "append",
    log: operationsId,
    method: "post",
    path: "/operations/search/rebuild",
    tag,
    summary: "Build a new search index while this one answers (secretariat) · 重建索引",
    access: "staff",
    answer: RebuildAsked,
    handle: async (ctx) => ({ value: await rebuildSearch(ctx, keeper) }),
    replay: async (_, { answer }) => ({ value: askAgain(keeper, RebuildAsked.parse(answer)) }),
  });

  operation(app, {
    id: "listSearchMisses",
    kind: "read",
    method: "get",
    path: "/operations/search/misses",
    tag,
    summary: "What was searched for in vain, newest day first (secretariat) · 无结果的搜索",
    access: "staff",
    query: queryOf(paging),
    answer: SearchMissPage,
    handle: async (ctx, { query }) => ({ value: await listMisses(ctx, query) }),
  });
};
