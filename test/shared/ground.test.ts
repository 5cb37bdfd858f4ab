import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { readSettings } from "@lianchuang/shared/env";
import { changedSince, eventItem } from "@lianchuang/shared/events";
import { isId, newId, prefixes } from "@lianchuang/shared/ids";
import { issuesOf } from "@lianchuang/shared/issues";
import { findShapeFault } from "@lianchuang/shared/json";
import { createCursors, fillPage, newCursorKey } from "@lianchuang/shared/page";
import {
  hashOf,
  idOfPartition,
  indexed,
  key,
  padded,
  partitionOf,
  read,
  readIndex,
  readMany,
  readRange,
  type Table,
} from "@lianchuang/shared/table";
import { graphemes, line, prose } from "@lianchuang/shared/text";
import { ensureTable, scanHeads, sweepExpired } from "@lianchuang/shared/upkeep";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { newTable } from "../support/world.ts";

let table: Table;
beforeAll(async () => {
  table = await newTable();
});
const put = (item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: table.name, Item: item }));

describe("ids and keys", () => {
  it("sort by time, say their kind, and give each thing a partition of its own", () => {
    for (const prefix of prefixes) {
      const [early, late] = [newId(prefix, new Date(1e12)), newId(prefix, new Date(2e12))];
      expect(early < late && isId(early) && idOfPartition(partitionOf(early)) === early).toBe(true);
      expect(key(early)).toEqual({ pk: early.replace("_", "#"), sk: "head" });
    }
    expect([isId("case_"), isId("dog_01J00000000000000000000000"), isId("case_01J0000000000000000000000I")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("hash different parts to different keys, wherever the parts are cut", () => {
    const parts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        parts,
        parts,
        (one, other) => (hashOf(...one) === hashOf(...other)) === (JSON.stringify(one) === JSON.stringify(other)),
      ),
      { numRuns: 10_000 },
    );
  });

  it("keep numbers in order", () => {
    fc.assert(fc.property(fc.nat(1e9), fc.nat(1e9), (one, other) => padded(one) < padded(other) === one < other));
  });
});

describe("the table", () => {
  it("reads many items in the order asked, more than one call holds, absent ones as undefined", async () => {
    const keys = Array.from({ length: 120 }, (_, position) => ({ pk: "many", sk: padded(position) }));
    await Promise.all(keys.filter((_, position) => position % 3 > 0).map((where) => put({ ...where, at: where.sk })));
    const items = await readMany(table, keys);
    expect(items.map((item) => item?.["at"])).toEqual(
      keys.map(({ sk }, position) => (position % 3 > 0 ? sk : undefined)),
    );
    expect(await read(table, z.object({ at: z.string() }), { pk: "many", sk: "none" })).toBeUndefined();
  });

  it("reads a range forwards and backwards, from a place and up to a limit, and a partition whole", async () => {
    for (const sk of ["e#1", "e#2", "e#3", "f#1"]) await put({ pk: "range", sk });
    const keysOf = async (range: Parameters<typeof readRange>[2]) =>
      (await readRange(table, "range", range)).map(({ sk }) => sk);
    expect(await keysOf({ prefix: "e#" })).toEqual(["e#1", "e#2", "e#3"]);
    expect(await keysOf({ prefix: "e#", after: "e#1", limit: 1 })).toEqual(["e#2"]);
    expect(await keysOf({ prefix: "e#", newestFirst: true, limit: 2 })).toEqual(["e#3", "e#2"]);
    expect(await keysOf({ prefix: "", after: "e#2" })).toEqual(["e#3", "f#1"]);
  });

  it("pages an index without loss or repetition, filtered too, and keeps out what has no place in it", async () => {
    for (let position = 0; position < 23; position++)
      await put({
        pk: `p${position}`,
        sk: "head",
        state: position % 2 === 0 ? "even" : "odd",
        ...indexed("byOwner", "pages", padded(position)),
      });
    await put({ pk: "p-none", sk: "head", state: "even" });
    const all = async (where?: Record<string, string>) => {
      const seen: string[] = [];
      let after: Record<string, string> | undefined;
      do {
        const page = await readIndex(table, {
          index: "byOwner",
          partition: "pages",
          limit: 5,
          newestFirst: true,
          ...(where && { where }),
          ...(after && { after }),
        });
        seen.push(...page.entries.map(({ pk }) => pk));
        after = page.last;
      } while (after);
      return seen;
    };
    expect(await all()).toEqual(Array.from({ length: 23 }, (_, position) => `p${22 - position}`));
    expect(await all({ state: "odd" })).toEqual(Array.from({ length: 11 }, (_, position) => `p${21 - 2 * position}`));
    expect(await all({ state: "none" })).toEqual([]);
  });

  it("may be created twice, scans heads by kind, and sweeps what is over", async () => {
    await ensureTable(table);
    await put({ pk: "case#A", sk: "head" });
    await put({ pk: "case#A", sk: "head#published" });
    await put({ pk: "org#A", sk: "head" });
    const heads: string[] = [];
    for await (const keys of scanHeads(table, ["case#"])) heads.push(...keys.map(({ pk }) => pk));
    expect(heads).toEqual(["case#A"]);
    await put({ pk: "idem#1", sk: "record", expires: 1000 });
    await put({ pk: "idem#2", sk: "record", expires: 3000 });
    expect(await sweepExpired(table, new Date(2_000_000))).toBe(1);
    expect(
      (
        await readMany(table, [
          { pk: "idem#1", sk: "record" },
          { pk: "idem#2", sk: "record" },
        ])
      ).map(Boolean),
    ).toEqual([false, true]);
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: "idem#2", sk: "record" } }));
  });

  it("answers unavailable where there is no such table", async () => {
    await expect(readMany({ ...table, name: "nowhere" }, [{ pk: "a", sk: "b" }])).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});

describe("the event log by day", () => {
  it("finds every thing changed from one time to another, over midnight and all shards, and none outside", async () => {
    const at = (minute: number) => new Date(Date.parse("2026-03-01T23:30:00.000Z") + minute * 60_000).toISOString();
    const ids = Array.from({ length: 60 }, () => newId("case", new Date()));
    for (const [position, id] of ids.entries()) {
      const pk = partitionOf(id);
      await put(
        eventItem({
          pk,
          sk: "event#0000000001",
          schemaVersion: 1,
          id: newId("evt", new Date()),
          sequence: 1,
          at: at(position),
          actor: "a",
          action: "b",
          to: "c",
          items: [],
        }),
      );
    }
    const found: string[] = [];
    for await (const page of changedSince(table, at(10), at(49))) found.push(...page.map(({ id }) => id));
    expect(found.toSorted()).toEqual(ids.slice(10, 50).toSorted());
  });
});

describe("a page that is filled", () => {
  /** Pages of the places where `visible` is true, read as from an index: a last place is given where a read came to its limit. */
  const pagesOf = async (visible: readonly boolean[], limit: number, rounds: number) => {
    const pages: number[][] = [];
    let reads = 0;
    for (let after: number | undefined; ; ) {
      const page = await fillPage({ limit, rounds, after }, (count, from = 0) => {
        reads++;
        const entries = visible.slice(from, from + count).map((seen, step) => ({ seen, place: from + step + 1 }));
        const shown = entries.filter(({ seen }) => seen).map(({ place }) => ({ item: place, place }));
        return Promise.resolve({ shown, last: entries.length < count ? undefined : from + count });
      });
      pages.push(page.items);
      if (page.last === undefined) return { pages, reads };
      after = page.last;
    }
  };
  const chunks = (items: readonly number[], size: number) =>
    Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, page) =>
      items.slice(page * size, (page + 1) * size),
    );

  it("is as if what is hidden were not there, wherever it stands", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (seen, limit) => {
          const places = seen.flatMap((visible, position) => (visible ? [position + 1] : []));
          expect((await pagesOf(seen, limit, 3)).pages).toEqual(chunks(places, limit));
        },
      ),
    );
  });

  it("costs one read where all is seen, and ends its reads where too much is hidden", async () => {
    expect(await pagesOf(Array<boolean>(20).fill(true), 20, 3)).toMatchObject({ reads: 1 });
    const { pages, reads } = await pagesOf([...Array<boolean>(250).fill(false), true], 20, 3);
    expect([pages, reads]).toEqual([[[], [251]], 5]);
  });
});

describe("cursors", () => {
  const keys = [newCursorKey(), newCursorKey()];
  const [newest, oldest] = keys;
  it("open where they were sealed, also after the key was renewed, and nowhere else", () => {
    const cursors = createCursors(keys);
    const sealed = cursors.seal({ at: "甲" }, ["list", "person"]);
    const Place = z.object({ at: z.string() });
    expect(cursors.open(sealed, ["list", "person"], Place)).toEqual({ at: "甲" });
    expect(cursors.seal({ at: "甲" }, ["list", "person"])).toBe(sealed);
    const old = createCursors(oldest ? [oldest] : []).seal({ at: "乙" }, ["list"]);
    expect(cursors.open(old, ["list"], Place)).toEqual({ at: "乙" });
    for (const [text, binding] of [
      [sealed, ["list", "other"]],
      [sealed.slice(0, -2), ["list", "person"]],
      ["", ["list", "person"]],
      ["漢", ["list", "person"]],
    ] as const)
      expect(() => cursors.open(text, binding, Place)).toThrow(expect.objectContaining({ reason: "cursor" }));
    expect(() => cursors.open(sealed, ["list", "person"], z.object({ other: z.string() }))).toThrow(
      expect.objectContaining({ reason: "cursor" }),
    );
    expect(() => createCursors(newest ? [newest] : []).open(old, ["list"], Place)).toThrow(
      expect.objectContaining({ reason: "cursor" }),
    );
    expect(() => createCursors([])).toThrow("a cursor key is needed");
  });

  it("open after no single bit was changed", () => {
    const cursors = createCursors(keys);
    const sealed = Buffer.from(cursors.seal([1, 2, 3], ["x"]), "base64url");
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const broken = Buffer.from(sealed);
        broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => cursors.open(broken.toString("base64url"), ["x"], z.array(z.int()))).toThrow(
          "The cursor does not belong to this list",
        );
      }),
    );
  });
});

describe("text", () => {
  it("counts graphemes as people do", () => {
    expect([graphemes("数控"), graphemes("👩‍🔬e\u0301"), graphemes("𠮷野家"), graphemes("啊啊啊啊", 2)]).toEqual([
      2, 2, 3, 3,
    ]);
  });

  it("is refused, never changed", () => {
    const text = prose(5);
    for (const good of ["数控", "a\nb", "𠮷", "👩‍🔬👩‍🔬👩‍🔬👩‍🔬👩‍🔬", "㎡ﬁ"]) expect(text.parse(good)).toBe(good);
    for (const bad of [
      "",
      " \u3000",
      "六个字的文本",
      "\ud800",
      "\udc00a",
      "a\u0000",
      "\u202eabc",
      "\u2066a",
      "\u{e0041}",
      "\ufeff",
      "\u0085",
      "\u061c",
      "\u206a",
      "\ufff9",
      "\ufdd0",
      "\u{1ffff}",
      "\u200b\u3164",
      "\u2800\u00ad",
    ])
      expect([bad, text.safeParse(bad).success]).toEqual([bad, false]);
    expect(line(5).safeParse("a\nb").success).toBe(false);
    expect(prose(100, 10).safeParse("一二三四").success).toBe(false);
    expect(prose(1000).safeParse("a".repeat(100_000)).success).toBe(false);
  });
});

describe("issues", () => {
  const explain = (schema: z.ZodType, value: unknown) => {
    const parsed = schema.safeParse(value);
    return parsed.success
      ? []
      : issuesOf(parsed.error, value).map(({ pointer, code, message }) => ({
          pointer,
          code,
          en: message.en,
          zh: message.zh,
        }));
  };
  const schema = z.strictObject({
    count: z.int().min(1).max(9).optional(),
    kind: z.enum(["a", "b"]).optional(),
    when: z.iso.date().optional(),
    name: line(3).optional(),
    list: z.array(z.string()).max(1).optional(),
    id: z.string().regex(/^x/, "begins with x").optional(),
    word: z.string().min(2).optional(),
    any: z.union([z.string(), z.number()]).optional(),
  });
  it.each([
    [{ count: 10 }, "/count", "too_big", /9/],
    [{ count: 0 }, "/count", "too_small", /1/],
    [{ count: "1" }, "/count", "type", /1/],
    [{ kind: "dog" }, "/kind", "not_allowed", /dog.*a, b/],
    [{ when: "yesterday" }, "/when", "format", /yesterday/],
    [{ id: "y" }, "/id", "format", /begins with x/],
    [{ name: "四个字呀" }, "/name", "too_long", /3/],
    [{ name: "  " }, "/name", "blank", /./],
    [{ name: "a\u0000" }, "/name", "characters", /./],
    [{ name: "a\n" }, "/name", "one_line", /./],
    [{ list: ["a", "b"] }, "/list", "too_big", /1/],
    [{ word: "a" }, "/word", "too_small", /2/],
    [{ any: [] }, "/any", "invalid", /./],
    [{ "a/b~c": 1 }, "/a~1b~0c", "unknown", /./],
    [null, "", "type", /null/],
  ])("%j name field, value and what is allowed", (value, pointer, code, text) => {
    const issues = explain(schema, value);
    expect(issues[0]).toMatchObject({ pointer, code });
    expect(issues[0]?.en).toMatch(text);
    expect(issues[0]?.zh).toMatch(/\p{Script=Han}/u);
  });

  it("stay few and short, whatever comes", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, position) => [`k${position}`, "v".repeat(1000)]));
    expect(explain(schema, many).length).toBe(20);
    expect(explain(schema, { kind: "v".repeat(1000) })[0]?.en.length).toBeLessThan(120);
    expect(
      explain(z.object({ code: z.string().refine(() => false, { params: { rule: "empty" } }) }), { code: "x" })[0]
        ?.code,
    ).toBe("empty");
    expect(
      explain(z.object({ code: z.string().refine(() => false, { error: "why", params: { rule: "other" } }) }), {
        code: "x",
      })[0]?.en,
    ).toBe("why");
    expect(
      explain(z.object({ code: z.string().refine(() => false, { params: { rule: "credit_code" } }) }), { code: "x" })[0]
        ?.code,
    ).toBe("credit_code");
    expect(
      explain(z.object({ code: z.string().refine(() => false, { params: { rule: "bytes", maximum: 5 } }) }), {
        code: "x",
      })[0]?.code,
    ).toBe("too_long");
  });
});

describe("the shape of JSON", () => {
  it("is refused where it is too deep, broken or reserved, with the place", () => {
    expect(findShapeFault({ a: [{ b: "数控" }, 1, null, true] })).toBeUndefined();
    expect(findShapeFault(JSON.parse('{"a":[{"__proto__":1}]}'))).toMatchObject({
      pointer: "/a/0/__proto__",
      code: "reserved",
    });
    expect(findShapeFault({ a: { b: "\ud800" } })).toMatchObject({ pointer: "/a/b", code: "characters" });
    expect(findShapeFault({ "\ud800": 1 })).toMatchObject({ code: "characters" });
    let deep: unknown = 1;
    for (let level = 0; level < 40; level++) deep = [deep];
    expect(findShapeFault(deep)).toMatchObject({ code: "too_deep" });
  });
});

describe("the settings of a function", () => {
  const issuer = { issuer: "https://issuer.example", jwksUri: "https://issuer.example/keys", audience: "lianchuang" };
  const of = (issuers: unknown) => ({ ISSUERS: JSON.stringify(issuers) });

  it("are read with what has a default", () => {
    const given = { TABLE_NAME: "alliance", OPENSEARCH_URL: "https://search.example", CURSOR_KEYS: "arn:aws:x" };
    expect(readSettings("api", given)).toEqual({ ...given, SEARCH_PREFIX: "lianchuang", ORIGINS: [] });
    expect(readSettings("api", { ...given, ORIGINS: '["https://console.example"]' }).ORIGINS).toEqual([
      "https://console.example",
    ]);
    expect(readSettings("authorizer", of([issuer])).ISSUERS).toEqual([issuer]);
  });

  it("are refused with every name that is missing or wrong", () => {
    expect(() => readSettings("api", { OPENSEARCH_URL: "nowhere" })).toThrow(
      /settings of api: .*TABLE_NAME.*OPENSEARCH_URL.*CURSOR_KEYS/,
    );
    expect(() => readSettings("authorizer", { ISSUERS: "[" })).toThrow(/ISSUERS: is not JSON/);
    expect(() => readSettings("authorizer", of([]))).toThrow(/ISSUERS/);
    expect(() => readSettings("authorizer", of([{ ...issuer, clientId: "x" }]))).toThrow(/either an audience or/);
    expect(() => readSettings("authorizer", of([{ ...issuer, audience: undefined }]))).toThrow(/either an audience or/);
  });
});
