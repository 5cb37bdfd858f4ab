// Feeds at the door: any search as a visitor may see it, and a saved search's alerts for who has its link.
import type { OpenAPIHono } from "@hono/zod-openapi";
import { visitor } from "@lianchuang/shared/actor";
import type { Context } from "@lianchuang/shared/context";
import { search as find, type SearchIndex } from "@lianchuang/shared/search";
import { listAlerts, openFeed } from "@lianchuang/shared/searches";
import { FeedToken } from "@lianchuang/shared/searches/schema";
import { hashOf } from "@lianchuang/shared/table";
import * as z from "zod";
import type { Door } from "./door.ts";
import { filtersOf } from "./facets.ts";
import { atomFeed, type Feed, JsonFeed, jsonFeed } from "./feed-formats.ts";
import { operation } from "./operation.ts";
import { searchParameters } from "./saved-query.ts";
import { addressOf, describeThings } from "./things.ts";

const tag = "feeds";
const mostEntries = 50;
/** Of a feed in which there is nothing yet. */
const never = new Date(0).toISOString();

/** How a feed's request was sent. */
interface Asked {
  url: URL;
  language: "zh" | "en";
}

const says = {
  search: { zh: "联创搜索", en: "Lianchuang search" },
  alerts: { zh: "联创提醒", en: "Lianchuang alerts" },
} as const;

/** Whoever asks, it holds what a visitor sees. */
const searchFeed = async (
  ctx: Context,
  index: () => SearchIndex,
  query: z.output<typeof searchParameters>,
  { url, language }: Asked,
): Promise<Feed> => {
  const asVisitor = { ...ctx, actor: visitor };
  const asked = { ...query, filters: filtersOf(query), sort: "newest", limit: mostEntries } as const;
  const { items } = await find(asVisitor, index, asked);
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return {
    id: `search:${hashOf(...given.map((entry) => JSON.stringify(entry)).toSorted())}`,
    title: [says.search[language], query.q].filter((part) => part !== "").join(" · "),
    self: url.href,
    alternate: `${url.origin}/v1/search${url.search}`,
    updatedAt: items[0]?.updatedAt ?? never,
    language,
    entries: items.map((item) => ({
      id: item.id,
      title: item.title,
      summary: item.excerpt.text,
      url: url.origin + addressOf(item),
      updatedAt: item.updatedAt,
    })),
  };
};

/** As its owner may see it now. */
const alertFeed = async (ctx: Context, token: string, { url, language }: Asked): Promise<Feed> => {
  const { search, owner } = await openFeed(ctx, token);
  const { items } = await listAlerts({ ...ctx, actor: owner }, search.id, { limit: mostEntries }, describeThings);
  return {
    id: search.id,
    title: `${says.alerts[language]} · ${search.name}`,
    self: url.href,
    alternate: `${url.origin}/v1/searches/${search.id}`,
    updatedAt: items[0]?.at ?? search.createdAt,
    language,
    entries: items.map((item) => ({
      id: item.id,
      title: item.title,
      url: url.origin + addressOf(item),
      updatedAt: item.at,
    })),
  };
};

export const feeds = (app: OpenAPIHono<Door>, index: () => SearchIndex): void => {
  const query = searchParameters;
  const params = z.object({ token: FeedToken });
  const shared = { kind: "read", method: "get", tag, access: "anyone" } as const;
  const atom = { media: "application/atom+xml", answer: z.string() } as const;
  const json = { media: "application/feed+json", answer: JsonFeed } as const;

  operation(app, {
    ...shared,
    ...json,
    id: "getSearchFeed",
    path: "/search/feed.json",
    summary: "A search as JSON Feed, newest first, as visitors see it · 搜索订阅",
    query,
    handle: async (ctx, input) => ({ value: jsonFeed(await searchFeed(ctx, index, input.query, input)) }),
  });

  operation(app, {
    ...shared,
    ...atom,
    id: "getSearchFeedAtom",
    path: "/search/feed.atom",
    summary: "A search as Atom, newest first, as visitors see it · 搜索订阅（Atom）",
    query,
    handle: async (ctx, input) => ({ value: await atomFeed(await searchFeed(ctx, index, input.query, input)) }),
  });

  operation(app, {
    ...shared,
    ...json,
    id: "getAlertFeed",
    path: "/feeds/{token}/alerts.json",
    summary: "Alerts of a saved search as JSON Feed, for who has its link · 提醒订阅",
    params,
    handle: async (ctx, input) => ({ value: jsonFeed(await alertFeed(ctx, input.params.token, input)) }),
  });

  operation(app, {
    ...shared,
    ...atom,
    id: "getAlertFeedAtom",
    path: "/feeds/{token}/alerts.atom",
    summary: "Alerts of a saved search as Atom, for who has its link · 提醒订阅（Atom）",
    params,
    handle: async (ctx, input) => ({ value: await atomFeed(await alertFeed(ctx, input.params.token, input)) }),
  });
};
