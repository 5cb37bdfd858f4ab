// Feeds of searches and of alerts: well formed whatever the titles hold, and never more than their reader may see.
import { randomUUID } from "node:crypto";
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { draftCase, publishCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import { makeFeed, revokeFeed, saveSearch } from "@lianchuang/shared/searches";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ElementCompact, xml2js } from "xml-js";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { raiseDue } from "../../functions/indexer/raise-due.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex, type OwnIndex } from "../support/index.ts";
import { newWorld, system, type World } from "../support/world.ts";

let world: World;
let door: TestDoor;
let home: OwnIndex;
beforeAll(async () => {
  world = await newWorld();
  home = await newIndex();
  door = newDoor(world, { index: () => home.index });
});
afterAll(() => home.close());

const hostile = `]]> <script>alert("x")</script> &amp; & ' "引号" 𠮷 <![CDATA[ %00`;

const follow = async (...ids: string[]): Promise<void> => {
  await indexThings(world.table, home.index, ids, { dueSince: "" });
  while ((await raiseDue(world.as(system), home.index, () => {})) > 0);
};
const draft = async (title: string, audience: "members" | "public"): Promise<string> => {
  const { head } = await draftCase(world.as(world.engineer), { title, body: hostile, audience });
  await follow(head.id);
  return head.id;
};
const publish = async (title: string, audience: "members" | "public" = "public"): Promise<string> => {
  const id = await draft(title, audience);
  await submitCase(world.as(world.engineer), { id, revision: 1 });
  await publishCase(world.as(world.secretary), { id, revision: 2 });
  await follow(id);
  return id;
};

const get = (path: string, as?: Actor, headers: Record<string, string> = {}) =>
  door.fetch(path.startsWith("http") ? path : `https://feeds.example${path}`, {
    headers: { ...(as && { authorization: `Bearer ${door.tokenOf(as)}` }), ...headers },
  });

interface Read {
  title: string;
  self: string;
  alternate: string;
  entries: { id: string; title: string; url: string; at: string }[];
}

const readJson = async (answer: Response): Promise<Read> => {
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/feed+json; charset=utf-8"]);
  const feed = (await answer.json()) as Record<string, string> & { items: Record<string, string>[] };
  expect(feed["version"]).toBe("https://jsonfeed.org/version/1.1");
  return {
    title: feed["title"] ?? "",
    self: feed["feed_url"] ?? "",
    alternate: feed["home_page_url"] ?? "",
    entries: feed.items.map(({ id = "", title = "", url = "", date_modified: at = "" }) => ({ id, title, url, at })),
  };
};

const textOf = (element: ElementCompact | undefined): string => {
  const text = element?._cdata ?? element?._text ?? "";
  return Array.isArray(text) ? text.join("") : String(text);
};
/** What a reader of HTML shows of it. */
const shownOf = (html: string): string => html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const listOf = (elements: ElementCompact | ElementCompact[] | undefined): ElementCompact[] =>
  elements === undefined ? [] : [elements].flat();

/** Every element that RFC 4287, 4.1 asks for is there. */
const readAtom = async (answer: Response): Promise<Read> => {
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/atom+xml; charset=utf-8"]);
  const { feed } = xml2js(await answer.text(), { compact: true }) as ElementCompact;
  expect(feed._attributes.xmlns).toBe("http://www.w3.org/2005/Atom");
  expect(textOf(feed.author.name)).not.toBe("");
  for (const one of [feed, ...listOf(feed.entry)]) {
    expect(textOf(one.id)).toMatch(/^urn:lianchuang:\w/);
    expect(Number.isNaN(Date.parse(textOf(one.updated)))).toBe(false);
    expect(one.script).toBeUndefined();
  }
  const linkOf = (rel: string) =>
    listOf(feed.link).find(({ _attributes }) => _attributes?.["rel"] === rel)?._attributes?.["href"];
  return {
    title: textOf(feed.title),
    self: String(linkOf("self")),
    alternate: String(linkOf("alternate")),
    entries: listOf(feed.entry).map((entry) => {
      expect(entry["title"]._attributes.type).toBe("html");
      expect(textOf(entry["title"])).not.toMatch(/[<>]/);
      return {
        id: textOf(entry["id"]),
        title: shownOf(textOf(entry["title"])),
        url: String(entry["link"]._attributes.href),
        at: textOf(entry["updated"]),
      };
    }),
  };
};

/** Both formats, which must say the same but for their own address. */
const readBoth = async (path: string, query = "", as?: Actor): Promise<Read> => {
  const json = await readJson(await get(`${path}.json${query}`, as));
  const atom = await readAtom(await get(`${path}.atom${query}`, as));
  expect({ ...atom, self: "" }).toEqual({ ...json, self: "" });
  return json;
};

describe("a feed of a search", () => {
  it("says the same in both formats, newest first, with every title as it was written", async () => {
    const ids = [await publish(`精铸 ${hostile}`), await publish("精铸工艺"), await publish("精铸 精铸 精铸")];
    const feed = await readBoth("/v1/search/feed", "?q=精铸&kind=case");
    expect(feed.entries.map(({ id }) => id)).toEqual(ids.toReversed().map((id) => `urn:lianchuang:${id}`));
    expect(feed.entries.at(-1)?.title).toBe(`精铸 ${hostile}`);
    expect(feed.entries.map(({ url }) => url)).toEqual(
      ids.toReversed().map((id) => `https://feeds.example/v1/cases/${id}`),
    );
    expect(feed.title).toBe("联创搜索 · 精铸");
    expect(new URL(feed.self).searchParams.get("q")).toBe("精铸");
    expect((await get(feed.alternate)).status).toBe(200);
  });

  it("holds what a visitor may see, whoever asks", async () => {
    const open = await publish("水刀切割");
    const secret = [await publish("水刀切割内部", "members"), await draft("水刀切割草稿", "public")];
    for (const as of [undefined, world.engineer, world.secretary]) {
      const { entries } = await readBoth("/v1/search/feed", "?q=水刀", as);
      expect(entries.map(({ id }) => id)).toEqual([`urn:lianchuang:${open}`]);
    }
    const text = await (await get("/v1/search/feed.json", world.secretary)).text();
    for (const id of secret) expect(text).not.toContain(id);
    expect(text).not.toContain("externalId");
  });

  it("is well formed whatever is asked, and holds nothing where nothing is found", async () => {
    for (const q of [hostile, "\u0000\u0008\uFFFE", "\u{1F469}\u200D\u{1F469}", "", " "])
      await readBoth("/v1/search/feed", `?q=${encodeURIComponent(q)}`);
    const feed = await readBoth("/v1/search/feed", "?q=zzzz");
    expect(feed.entries).toEqual([]);
  });

  it("has the same id for the same question, and answers 304 until something changes", async () => {
    const idOf = async (query: string) =>
      /<id>([^<]+)</.exec(await (await get(`/v1/search/feed.atom${query}`)).text())?.[1];
    expect(await idOf("?q=激光&kind=case")).toBe(await idOf("?kind=case&q=激光"));
    expect(await idOf("?q=激光")).not.toBe(await idOf("?q=激光切割"));
    const etag = (await get("/v1/search/feed.atom?q=激光")).headers.get("etag") ?? "";
    expect((await get("/v1/search/feed.atom?q=激光", undefined, { "if-none-match": etag })).status).toBe(304);
    await publish("激光熔覆");
    expect((await get("/v1/search/feed.atom?q=激光", undefined, { "if-none-match": etag })).status).toBe(200);
  });
});

describe("a feed of alerts", () => {
  const watch = async (actor: Actor, q: string) => {
    const ctx = world.as(actor);
    const { id } = await saveSearch(ctx, { name: `我的${hostile.slice(0, 20)}`, query: { q }, state: "watching" });
    await follow(id);
    const { search, token } = await makeFeed(ctx, { id, revision: 1 });
    return { id, revision: search.revision, path: `/v1/feeds/${token}/alerts` };
  };

  it("is read by its address alone, as its owner may see it now", async () => {
    const { path } = await watch(world.stranger, "滚齿");
    const [seen, gone, secret] = [
      await publish("滚齿工艺", "members"),
      await publish("滚齿刀具"),
      await draft("滚齿草稿", "public"),
    ];
    const ids = async () => (await readBoth(path)).entries.map(({ id }) => id.replace("urn:lianchuang:", ""));
    expect(await ids()).toEqual([gone, seen]);
    await withdrawCase(world.as(world.secretary), { id: gone, revision: 3 }, {});
    expect(await ids()).toEqual([seen]);
    expect(await (await get(`${path}.json`)).text()).not.toContain(secret);
  });

  it("answers 404, to the letter the same, for a token that was never made, was revoked, or whose search is deleted", async () => {
    const kept = await watch(world.engineer, "插齿");
    const revoked = await watch(world.engineer, "插齿");
    await revokeFeed(world.as(world.engineer), revoked);
    const deleted = await watch(world.engineer, "插齿");
    const headers = {
      authorization: `Bearer ${door.tokenOf(world.engineer)}`,
      "if-match": `"${deleted.revision}.x"`,
      "idempotency-key": randomUUID(),
    };
    const removal = { method: "DELETE", headers };
    expect((await door.fetch(`https://feeds.example/v1/searches/${deleted.id}`, removal)).status).toBe(200);
    const answerOf = async (path: string) => {
      const answer = await get(path);
      const body = (await answer.json()) as Record<string, unknown>;
      return { status: answer.status, body: { ...body, requestId: "" } };
    };
    const never = await answerOf(`/v1/feeds/${"0".repeat(32)}/alerts.json`);
    expect(never.status).toBe(404);
    for (const { path } of [revoked, deleted])
      for (const form of ["json", "atom"]) expect(await answerOf(`${path}.${form}`)).toEqual(never);
    for (const path of ["/v1/feeds/x/alerts.json", `/v1/feeds/${"0".repeat(33)}/alerts.atom`])
      expect((await get(path)).status).toBe(404);
    await readBoth(kept.path);
  });

  it("is made by a command that shows it once, and shows it again to who repeats the command", async () => {
    const { id } = await saveSearch(world.as(world.engineer), { name: "一", query: {}, state: "watching" });
    const make = (key: string, revision: number) =>
      door.fetch(`https://feeds.example/v1/searches/${id}/feed`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${door.tokenOf(world.engineer)}`,
          "if-match": `"${revision}.x"`,
          "idempotency-key": key,
        },
      });
    const key = randomUUID();
    const madeBy = async (answer: Response) => (await answer.json()) as { json: string; atom: string; madeAt: string };
    const [first, again] = [await madeBy(await make(key, 1)), await madeBy(await make(key, 1))];
    expect(again).toEqual(first);
    await readAtom(await get(first.atom));
    const shown = await (await get(`/v1/searches/${id}`, world.engineer)).text();
    expect(shown).not.toContain(/[0-9a-f]{32}/.exec(first.atom)?.[0]);
    expect(JSON.parse(shown).feedMadeAt).toBe(first.madeAt);
    await make(randomUUID(), 2);
    expect((await get(first.json)).status).toBe(404);
    expect((await make(key, 1)).status).toBe(409);
  });

  it("belongs to nobody who is not its owner: not even its being there", async () => {
    const { id } = await watch(world.engineer, "剃齿");
    for (const actor of [world.stranger, world.secretary, visitor])
      expect((await get(`/v1/searches/${id}`, actor === visitor ? undefined : actor)).status).toBe(
        actor === visitor ? 401 : 404,
      );
  });
});
