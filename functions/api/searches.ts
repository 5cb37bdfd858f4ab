// Saved searches at the door: save, list, read, change, delete; their alerts, and the link of their feed.
import type { OpenAPIHono } from "@hono/zod-openapi";
import {
  changeSearch,
  deleteSearch,
  getSearch,
  listAlerts,
  listSearches,
  makeFeed,
  repeatFeed,
  revokeFeed,
  saveSearch,
  viewSearch,
} from "@lianchuang/shared/searches";
import { AlertView, DeletedSearch, FeedLink, SearchView, searchBodies } from "@lianchuang/shared/searches/schema";
import type { Door, Result } from "./door.ts";
import { idParams, listOf, pageOf, paging, queryOf } from "./lists.ts";
import { operation } from "./operation.ts";
import { queryToSave } from "./saved-query.ts";
import { describeThings } from "./things.ts";

const tag = "searches";
const { SaveSearch, ChangeSearch } = searchBodies(queryToSave);
const SearchList = listOf(SearchView, "SavedSearchList");
const AlertPage = pageOf(AlertView, "SearchAlertPage");
const params = idParams("search");

type Saved = Parameters<typeof viewSearch>[0];
const shown = (search: Saved): Result<SearchView> => ({
  value: viewSearch(search),
  revision: search.revision,
  location: `/v1/searches/${search.id}`,
});

const linkOf = ({ search, token }: Awaited<ReturnType<typeof makeFeed>>, { origin }: URL): Result<FeedLink> => {
  const { id, revision, feed, updatedAt } = search;
  const address = `${origin}/v1/feeds/${token}/alerts`;
  const value = { id, revision, madeAt: feed?.madeAt ?? updatedAt, json: `${address}.json`, atom: `${address}.atom` };
  return { value, revision };
};

export const searches = (app: OpenAPIHono<Door>): void => {
  operation(app, {
    id: "saveSearch",
    kind: "create",
    method: "post",
    path: "/searches",
    tag,
    summary: "Save a search; it watches from now on · 保存搜索",
    access: "person",
    body: SaveSearch,
    answer: SearchView,
    handle: async (ctx, { body }) => shown(await saveSearch(ctx, body)),
    replay: async (ctx, { id }) => shown(await getSearch(ctx, id)),
  });

  operation(app, {
    id: "listSearches",
    kind: "read",
    method: "get",
    path: "/searches",
    tag,
    summary: "My saved searches, newest first, all of them · 我的搜索",
    access: "person",
    answer: SearchList,
    handle: async (ctx) => ({ value: { items: (await listSearches(ctx)).map(viewSearch) } }),
  });

  operation(app, {
    id: "getSearch",
    kind: "read",
    method: "get",
    path: "/searches/{id}",
    tag,
    summary: "One saved search · 搜索详情",
    access: "person",
    params,
    answer: SearchView,
    handle: async (ctx, { params: { id } }) => shown(await getSearch(ctx, id)),
  });

  operation(app, {
    id: "changeSearch",
    kind: "change",
    method: "patch",
    path: "/searches/{id}",
    tag,
    summary: "Change a saved search, pause or resume it, say up to when its alerts are seen · 修改搜索",
    access: "person",
    params,
    body: ChangeSearch,
    answer: SearchView,
    handle: async (ctx, { params: { id }, revision, body }) => shown(await changeSearch(ctx, { id, revision }, body)),
    replay: async (ctx, { id }) => shown(await getSearch(ctx, id)),
  });

  operation(app, {
    id: "deleteSearch",
    kind: "change",
    method: "delete",
    path: "/searches/{id}",
    tag,
    summary: "Delete a saved search with its alerts and its feed · 删除搜索",
    access: "person",
    params,
    answer: DeletedSearch,
    handle: async (ctx, { params: { id }, revision }) => {
      const { revision: last } = await deleteSearch(ctx, { id, revision });
      return { value: { id, revision: last }, revision: last };
    },
    replay: async (_, { id, revision }) => ({ value: { id, revision }, revision }),
  });

  operation(app, {
    id: "listAlerts",
    kind: "read",
    method: "get",
    path: "/searches/{id}/alerts",
    tag,
    summary: "What a saved search has found since it watches, newest first · 搜索提醒",
    access: "person",
    params,
    query: queryOf(paging),
    answer: AlertPage,
    handle: async (ctx, { params: { id }, query }) => ({ value: await listAlerts(ctx, id, query, describeThings) }),
  });

  operation(app, {
    id: "makeFeed",
    kind: "change",
    method: "post",
    path: "/searches/{id}/feed",
    tag,
    summary: "Make a feed link, shown this once; the one before ends · 生成订阅链接",
    access: "person",
    params,
    answer: FeedLink,
    handle: async (ctx, { params: { id }, revision, url }) => linkOf(await makeFeed(ctx, { id, revision }), url),
    replay: async (ctx, { id, answer }, { url }) => linkOf(await repeatFeed(ctx, id, answer), url),
  });

  operation(app, {
    id: "revokeFeed",
    kind: "change",
    method: "delete",
    path: "/searches/{id}/feed",
    tag,
    summary: "Revoke the feed link · 撤销订阅链接",
    access: "person",
    params,
    answer: SearchView,
    handle: async (ctx, { params: { id }, revision }) => shown(await revokeFeed(ctx, { id, revision })),
    replay: async (ctx, { id }) => shown(await getSearch(ctx, id)),
  });
};
