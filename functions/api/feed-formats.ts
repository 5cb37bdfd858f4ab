// The two formats of a feed: JSON Feed 1.1 and Atom (RFC 4287).
import * as z from "zod";

export interface FeedEntry {
  /** The same for one thing for ever. */
  id: string;
  title: string;
  summary?: string;
  /** Absolute, as all addresses here. */
  url: string;
  updatedAt: string;
}

export interface Feed {
  id: string;
  title: string;
  /** Its own address, and that of what it is made from. */
  self: string;
  alternate: string;
  updatedAt: string;
  language: "zh" | "en";
  /** Newest first. */
  entries: readonly FeedEntry[];
}

const author = "联创 Lianchuang";
const urn = (id: string) => `urn:lianchuang:${id}`;

export const JsonFeed = z
  .object({
    version: z.literal("https://jsonfeed.org/version/1.1"),
    title: z.string(),
    home_page_url: z.url(),
    feed_url: z.url(),
    language: z.string(),
    authors: z.array(z.object({ name: z.string() })),
    items: z.array(
      z.object({
        id: z.string(),
        url: z.url(),
        title: z.string(),
        content_text: z.string(),
        date_modified: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "JsonFeed" });

/** By hand, because the library writes version 1, without language and authors. */
export const jsonFeed = (feed: Feed): z.infer<typeof JsonFeed> => ({
  version: "https://jsonfeed.org/version/1.1",
  title: legible(feed.title),
  home_page_url: feed.alternate,
  feed_url: feed.self,
  language: feed.language === "zh" ? "zh-CN" : "en",
  authors: [{ name: author }],
  items: feed.entries.map(({ id, url, title, summary, updatedAt }) => ({
    id: urn(id),
    url,
    title,
    content_text: summary ?? title,
    date_modified: updatedAt,
  })),
});

export const atomFeed = async (feed: Feed): Promise<string> => {
  // Few ask for one; nobody else waits for its code.
  const { Feed: Atom } = await import("feed");
  const atom = new Atom({
    id: urn(feed.id),
    // The library reads `&amp;` in a text as `&`, and only then escapes it.
    title: legible(feed.title).replaceAll("&", "&amp;"),
    link: feed.alternate,
    feedLinks: { atom: feed.self },
    updated: new Date(feed.updatedAt),
    author: { name: author },
    generator: author,
  });
  for (const { id, url, title, summary, updatedAt } of feed.entries)
    atom.addItem({
      id: urn(id),
      link: url,
      title: inHtml(title),
      ...(summary !== undefined && { description: inHtml(summary) }),
      date: new Date(updatedAt),
    });
  return atom.atom1();
};

/** No XML holds the others, however they are escaped (XML 1.0, 2.2). */
const legible = (text: string): string =>
  text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");

/** The library calls titles and summaries of entries HTML, so texts are escaped as such once more. */
const inHtml = (text: string): string =>
  legible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
