// Hostile searches: operators, nothing but marks, mixed scripts, too much, the ten-thousandth hit, cursors of elsewhere: an answer or a problem, never an engine's word.
import { draftCase } from "@lianchuang/shared/cases";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex, type OwnIndex } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});

interface Answer {
  items: { id: string }[];
  next?: string;
  total: object;
  reason?: string;
  issues?: object[];
}
/** Every answer is an answer or a problem; a cursor, which is sealed, may spell anything and is not looked at. */
const ask = async (door: TestDoor, query: string, as = world.engineer, path = "search") => {
  const answer = await door.fetch(`http://door/v1/${path}?${query}`, {
    headers: { authorization: `Bearer ${door.tokenOf(as)}` },
  });
  const text = await answer.text();
  expect(answer.status === 200 || /"type":"\/problems\//.test(text)).toBe(true);
  const words = text.replace(/"next":"[^"]*"/, "");
  expect(words).not.toMatch(/fts5|sqlite|syntax|malformed MATCH|opensearch|lucene|painless|shard|_exception/i);
  return { status: answer.status, body: JSON.parse(text) as Answer };
};
const of = (q: string): string => `q=${encodeURIComponent(q)}`;

describe("a query", () => {
  const operators = "AND OR NOT NEAR NEAR/3 TO";
  const signs = "* ^ : \" ' ` - + ~ ~2 ( ) { } [ ] / \\ && || ! ? $ @ # -- ; /* % _ = < > ,";
  const marks = [...operators.split(" "), ...signs.split(" "), "\u0000"];
  const shapes = (mark: string): string[] => [
    `${mark}热补偿`,
    `热补偿${mark}`,
    `热补偿 ${mark} 主轴`,
    `${mark}热补偿${mark}`,
    `tokens:热补偿 ${mark}`,
  ];
  const others = [
    "",
    " ",
    "\u3000",
    "\t\n",
    "的 了 是 在",
    "the of and",
    "热\u200b补\u200d偿",
    "🔧热补偿🔧",
    "GB/T".repeat(50),
    ..."。，、；：？！…—|''''|\"\"\"|的|a|1|\u202e偿补热|\ufeff热补偿|𠮷野家|ﬁ㎡①Ａ".split("|"),
    "热补償 Spindle ＳＰＩＮＤＬＥ ｽﾋﾟﾝﾄﾞﾙ шпиндель مغزل 주축 ไทย",
    "rebuchang".repeat(20),
    "a b ".repeat(64).trim(),
    marks.join(" "),
    marks.join(""),
  ];
  let id: string;
  let door: TestDoor;
  let close: () => Promise<void>;
  const logged: string[] = [];
  beforeAll(async () => {
    const own = await newIndex();
    close = own.close;
    door = newDoor(world, { index: () => own.index, log: (message) => logged.push(message) });
    const input = { title: "主轴热补偿", body: "正文", audience: "members" } as const;
    ({ id } = (await draftCase(world.as(world.engineer), input)).head);
    await indexThings(world.table, own.index, [id]);
  });
  afterAll(() => close());

  it("is answered, and what are operators elsewhere are none", async () => {
    for (const mark of marks)
      for (const q of shapes(mark)) {
        const { status, body } = await ask(door, of(q));
        expect([q, status, body.items.map((hit) => hit.id)]).toEqual([q, 200, [id]]);
      }
    for (const q of [...marks, ...others]) expect([q, (await ask(door, of(q))).status]).toEqual([q, 200]);
    expect(logged.filter((message) => message !== "request")).toEqual([]);
  });

  it("is completed, operators and marks between its letters or not", async () => {
    for (const mark of signs.split(" ").filter((sign) => !/[+#\d]/.test(sign)))
      for (const q of [`${mark}热补`, `热${mark}补`, `热补${mark}`, `${mark}re bu${mark}`]) {
        const { status, body } = await ask(door, of(q), world.engineer, "suggest");
        expect([q, status, body.items.map((item) => item.id)]).toEqual([q, 200, [id]]);
      }
    const asked = [...marks, ...others].map((q) => Array.from(q).slice(0, 30).join(""));
    for (const q of asked) expect([q, (await ask(door, of(q), world.engineer, "suggest")).status]).toEqual([q, 200]);
    expect(logged.filter((message) => message !== "request")).toEqual([]);
  });

  it("is completed up to 64 graphemes, what stands around it not counted, and not one more", async () => {
    for (const grapheme of ["热", "a", "👩‍🔬", "e\u0301", "🇨🇳"]) {
      const most = ` ${grapheme.repeat(64)} `;
      expect([grapheme, (await ask(door, of(most), world.engineer, "suggest")).status]).toEqual([grapheme, 200]);
      const { status, body } = await ask(door, of(grapheme.repeat(65)), world.engineer, "suggest");
      expect([grapheme, status]).toEqual([grapheme, 400]);
      expect(body.issues).toMatchObject([{ pointer: "/query/q", code: "too_long" }]);
    }
    for (const query of ["q=a&limit=0", "q=a&limit=21", "q=a&limit=x", "q=a&q=b", "q=a&kind=case"])
      expect([query, (await ask(door, query, world.engineer, "suggest")).status]).toEqual([query, 400]);
    for (const query of ["", "q=", "q=%20%20"])
      expect([query, await ask(door, query, world.engineer, "suggest")]).toMatchObject([
        query,
        { status: 200, body: { items: [] } },
      ]);
  });

  it("holds 256 graphemes, whatever they are made of, and not one more", async () => {
    for (const grapheme of ["热", "a", "👩‍🔬", "e\u0301", "🇨🇳"]) {
      expect([grapheme, (await ask(door, of(grapheme.repeat(256)))).status]).toEqual([grapheme, 200]);
      const { status, body } = await ask(door, of(grapheme.repeat(257)));
      expect([grapheme, status]).toEqual([grapheme, 400]);
      expect(body.issues).toMatchObject([{ pointer: "/query/q", code: "too_long" }]);
    }
    const endless = await ask(door, of(`e${"\u0301".repeat(5_000)}`));
    expect(endless).toMatchObject({ status: 400, body: { issues: [{ pointer: "/query/q" }] } });
  });
});

describe("pages", () => {
  const query = of("热补偿");
  let own: OwnIndex;
  let door: TestDoor;
  beforeAll(async () => {
    own = await newIndex();
    door = newDoor(world, { index: () => own.index });
    const document = {
      view: "published",
      kind: "case",
      version: 1,
      text: "",
      except: [],
      terms: [],
      facets: {},
    } as const;
    const facts = { title: "热补偿", audience: ["members"], updatedAt: "2026-03-18T08:00:00.000Z" };
    const step = 2_020;
    for (let start = 0; start < 5 * step; start += step)
      await own.index.write(
        Array.from({ length: step }, (_, at) => ({ ...document, ...facts, id: `case_${start + at}` })),
      );
  }, 60_000);
  afterAll(() => own.close());

  const refused = async (asked: string, at = door, as = world.engineer): Promise<void> => {
    const { status, body } = await ask(at, asked, as);
    expect([asked.slice(-60), status, body.reason]).toEqual([asked.slice(-60), 400, "cursor"]);
  };

  it("end at the ten-thousandth, having shown each thing once", async () => {
    const seen = new Set<string>();
    let next = "";
    for (let page = 0; page < 100; page++) {
      const { status, body } = await ask(door, `limit=100${next && `&cursor=${next}`}`);
      expect([page, status, body.total]).toEqual([page, 200, { value: 10_000, relation: "gte" }]);
      for (const hit of body.items) seen.add(hit.id);
      next = body.next ?? "";
    }
    expect([seen.size, next]).toEqual([10_000, ""]);
  }, 60_000);

  it("take no cursor of another query, reader or list, none that was changed, and none cut short", async () => {
    const cursor = (await ask(door, `${query}&limit=1`)).body.next ?? "";
    expect((await ask(door, `${query}&cursor=${cursor}`)).status).toBe(200);
    for (const other of [of("主轴"), "", `${query}&kind=case`, of("热补偿 ")])
      await refused(`${other}&cursor=${cursor}`);
    await refused(`${query}&cursor=${cursor}`, door, world.stranger);
    await refused(`${query}&cursor=${cursor}${cursor}`);
    for (let at = 1; at < cursor.length; at++) {
      const changed = `${cursor.slice(0, at)}${cursor[at] === "Q" ? "g" : "Q"}${cursor.slice(at + 1)}`;
      if (Buffer.from(changed, "base64url").compare(Buffer.from(cursor, "base64url")) !== 0)
        await refused(`${query}&cursor=${changed}`);
      await refused(`${query}&cursor=${cursor.slice(0, at)}`);
    }
  }, 60_000);

  it("take no cursor of an earlier index, and begin anew without one", async () => {
    const next = await own.generations.create();
    let current = own.index;
    const swapped = newDoor(world, { index: () => current });
    const cursor = (await ask(swapped, `${query}&limit=1`)).body.next ?? "";
    current = next;
    await refused(`${query}&cursor=${cursor}`, swapped);
    expect((await ask(swapped, query)).status).toBe(200);
    await next.close();
  });
});
