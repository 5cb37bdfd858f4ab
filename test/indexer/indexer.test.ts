// The index follows the table: what each reader finds, what a rebuild finds, and what an audit says of the two.
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { changeCase, draftCase, publishCase, returnCase, submitCase, withdrawCase } from "@lianchuang/shared/cases";
import { newId } from "@lianchuang/shared/ids";
import { allianceId, registerOrganisation, retireFictitious } from "@lianchuang/shared/members";
import { type SearchIndex, search } from "@lianchuang/shared/search";
import { type Item, key, openTable, readRange } from "@lianchuang/shared/table";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { audit } from "../../functions/indexer/audit.ts";
import { documentsOf, indexThings, notHeld } from "../../functions/indexer/index-things.ts";
import { catchUp, fill } from "../../functions/indexer/rebuild.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { startFaultProxy } from "../engines/fault-proxy.ts";
import { newIndex, type OwnIndex } from "../support/index.ts";
import { creditCode, newWorld, system, type World } from "../support/world.ts";

let world: World;
let home: OwnIndex;
let index: SearchIndex;
beforeAll(async () => {
  world = await newWorld();
  home = await newIndex();
  index = home.index;
  await indexThings(world.table, index, organisationsOf(world));
});
afterAll(() => home.close());

const organisationsOf = (of: World) => [allianceId, of.organisationId, of.otherId];
const now = () => new Date();
const find = async (actor: Actor, q: string) => {
  const page = await search(world.as(actor), () => index, { q, limit: 100 });
  expect(page.total.value).toBe(page.items.length);
  return page.items.map(({ id, view, title }) => ({ id, view, title }));
};

const draft = async (title: string, audience: "members" | "public" = "members") => {
  const { head } = await draftCase(world.as(world.engineer), { title, body: `${title}的正文`, audience });
  return head.id;
};
const publish = async (id: string, revision: number) => {
  await submitCase(world.as(world.engineer), { id, revision });
  await publishCase(world.as(world.secretary), { id, revision: revision + 1 });
};

describe("what a reader finds", () => {
  it("is the working view for its organisation and the secretariat, the published one for its audience, one hit each", async () => {
    const id = await draft("蜗杆砂轮磨齿");
    await indexThings(world.table, index, [id]);
    expect(await notHeld(index, [{ id, sequence: 1 }])).toEqual([]);
    expect(await notHeld(index, [{ id, sequence: 2 }])).toEqual([id]);
    const working = [{ id, view: "working", title: "蜗杆砂轮磨齿" }];
    expect([
      await find(world.engineer, "磨齿"),
      await find(world.secretary, "磨齿"),
      await find(world.stranger, "磨齿"),
      await find(visitor, "磨齿"),
    ]).toEqual([working, working, [], []]);

    await publish(id, 1);
    await indexThings(world.table, index, [id]);
    const published = [{ id, view: "published", title: "蜗杆砂轮磨齿" }];
    expect([
      await find(world.engineer, "磨齿"),
      await find(world.stranger, "磨齿"),
      await find(visitor, "磨齿"),
    ]).toEqual([published, published, []]);

    await changeCase(
      world.as(world.engineer),
      { id, revision: 3 },
      { title: "蜗杆砂轮磨齿与修形", audience: "public" },
    );
    await indexThings(world.table, index, [id]);
    const changed = [{ id, view: "working", title: "蜗杆砂轮磨齿与修形" }];
    expect([
      await find(world.engineer, "磨齿"),
      await find(world.stranger, "磨齿"),
      await find(world.stranger, "修形"),
    ]).toEqual([changed, published, []]);

    await publish(id, 4);
    await indexThings(world.table, index, [id]);
    expect((await find(visitor, "磨齿"))[0]?.title).toBe("蜗杆砂轮磨齿与修形");

    await withdrawCase(world.as(world.secretary), { id, revision: 6 }, {});
    await indexThings(world.table, index, [id]);
    expect([await find(world.engineer, "磨齿"), await find(world.stranger, "磨齿")]).toEqual([[], []]);
    expect((await audit(world.table, index)).differences).toEqual([]);
  });

  it("never comes from an older state, though ids come twice, late and in any order, and older documents after newer ones", async () => {
    const id = await draft("电主轴动平衡");
    await publish(id, 1);
    const older = await documentsOf(world.table, id);
    await indexThings(world.table, index, [id, id]);
    await changeCase(world.as(world.engineer), { id, revision: 3 }, { title: "气浮主轴", body: "改过的正文" });
    await Promise.all([indexThings(world.table, index, [id]), indexThings(world.table, index, [id])]);
    const readers = [world.engineer, world.stranger];
    const found = () => Promise.all(readers.flatMap((actor) => [find(actor, "主轴"), find(actor, "气浮")]));
    const before = await found();
    expect(before.map((hits) => hits.some((hit) => hit.id === id))).toEqual([true, true, true, false]);
    expect((await index.write(older)).map(({ result }) => result)).toEqual(["stale", "stale"]);
    expect(await found()).toEqual(before);
    expect((await audit(world.table, index)).differences).toEqual([]);
  });

  it("leaks nothing of what its reader may not read: no id, no count, no word of title or excerpt, and not whether a word is there", async () => {
    const steps = fc.array(fc.constantFrom("submit", "publish", "return", "change", "withdraw"), { maxLength: 6 });
    const plan = fc.array(fc.record({ audience: fc.constantFrom("members" as const, "public" as const), steps }), {
      minLength: 3,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(plan, async (cases) => {
        const marker = newId("evt", now()).slice(-8).toLowerCase();
        const newWord = () => newId("evt", now()).slice(-8).toLowerCase();
        const made: { id: string; words: string[]; published: string | undefined; reader: "members" | "public" }[] = [];
        for (const { audience, steps: way } of cases) {
          let revision = 1;
          const words = [newWord()];
          const title = () => `${marker} 保密${words.at(-1)}`;
          let published: string | undefined;
          let reader = audience;
          const { head } = await draftCase(world.as(world.engineer), { title: title(), body: "正文", audience });
          const { id } = head;
          for (const step of way) {
            const on = { id, revision };
            try {
              if (step === "submit") await submitCase(world.as(world.engineer), on);
              else if (step === "publish") await publishCase(world.as(world.secretary), on);
              else if (step === "return") await returnCase(world.as(world.secretary), on, { reason: "补充" });
              else if (step === "withdraw") await withdrawCase(world.as(world.secretary), on, {});
              else {
                words.push(newWord());
                await changeCase(world.as(world.engineer), on, { title: title() });
              }
              revision++;
              if (step === "publish") published = words.at(-1);
              if (step === "publish") reader = audience;
              if (step === "withdraw") published = undefined;
            } catch {
              expect(["submit", "publish", "return", "withdraw"]).toContain(step);
            }
          }
          await indexThings(world.table, index, [id]);
          made.push({ id, words, published, reader });
        }
        for (const actor of [world.stranger, visitor]) {
          const { items, total } = await search(world.as(actor), () => index, { q: marker, limit: 100 });
          const visible = made.filter(
            ({ published, reader }) => published !== undefined && (reader === "public" || actor !== visitor),
          );
          expect(items.map(({ id }) => id).toSorted()).toEqual(visible.map(({ id }) => id).toSorted());
          expect(total.value).toBe(visible.length);
          for (const { id, words, published } of made)
            for (const word of words) {
              const isSeen = word === published && visible.some((each) => each.id === id);
              expect(await find(actor, word)).toEqual(isSeen ? [expect.objectContaining({ id })] : []);
              if (!isSeen) expect(JSON.stringify(items)).not.toContain(word);
            }
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe("what things say of themselves", () => {
  const facts = { industry: "3421", mode: "management-change", region: "21", firmSize: "small" } as const;
  const labelled = { processes: ["磨削"], tags: ["砂轮", "磨削"] };

  it("is, of a case, its facts as facets, its highest evidence, what its author tagged; and how mature it is once published", async () => {
    const results = [{ name: "精度", result: 2, grade: "claimed" as const }];
    const content = { title: "成形磨削", body: "正文", ...facts, ...labelled, results, audience: "members" as const };
    const { head } = await draftCase(world.as(world.engineer), content);
    const said = { facets: { ...facts, evidence: "claimed" }, terms: ["磨削", "砂轮", "磨削"] };
    const nothing = { facets: {}, terms: [], audience: [] };
    expect(await documentsOf(world.table, head.id)).toMatchObject([said, nothing]);
    await publish(head.id, 1);
    const [working, published] = await documentsOf(world.table, head.id);
    expect(working).toMatchObject(nothing);
    expect(published).toMatchObject({ ...said, facets: { ...said.facets, maturity: "innovation" } });
  });

  it("is, of a bare case, nothing but that it is new", async () => {
    const id = await draft("只有标题");
    expect((await documentsOf(world.table, id))[0]).toMatchObject({ facets: {}, terms: [] });
    await publish(id, 1);
    expect((await documentsOf(world.table, id))[1]?.facets).toEqual({ maturity: "innovation" });
  });

  it("is, of an organisation, its name, kind, industry and region in Chinese; everybody finds it, until a demonstration retires it", async () => {
    const ctx = world.as(system);
    const given = {
      name: "珠峰测试机床厂",
      kind: "manufacturer",
      industry: "3421",
      region: "54",
      size: "small",
    } as const;
    const { id } = await registerOrganisation(ctx, { ...given, creditCode: creditCode(), fictitious: true });
    await indexThings(world.table, index, [id]);
    const found = [{ id, view: "published", title: "珠峰测试机床厂" }];
    for (const q of ["珠峰测试", "西藏", "金属切削机床 西藏"]) expect((await find(visitor, q))[0]).toEqual(found[0]);
    const filters = { kind: ["organisation"], industry: ["34"], region: ["54"], firmSize: ["small"] };
    const page = await search(world.as(visitor), () => index, { q: "", filters, limit: 10 });
    expect(page.items.map((hit) => [hit.id, hit.kind])).toEqual([[id, "organisation"]]);
    await retireFictitious(ctx, id);
    await indexThings(world.table, index, [id]);
    for (const actor of [visitor, world.secretary]) expect(await find(actor, "珠峰测试")).toEqual([]);
    expect((await audit(world.table, index)).differences.filter(({ key: of }) => of.startsWith(id))).toEqual([]);
  });
});

describe("catching up", () => {
  it("reads from the table only what the index does not hold yet", async () => {
    const own = await newWorld();
    const other = await newIndex();
    const proxy = await startFaultProxy(inject("endpoint"));
    const table = openTable({ name: own.table.name, client: clientFor(proxy.endpoint) });
    const write = (title: string) =>
      draftCase(own.as(own.engineer), { title, body: "正文", audience: "members" }).then(({ head }) => head);
    const first = await write("先写的");
    const readsToCatchUp = async () => {
      proxy.calls.clear();
      await catchUp(table, other.index, first.createdAt, now().toISOString());
      return proxy.calls.get("Query") ?? 0;
    };
    const withOne = await readsToCatchUp();
    const withNone = await readsToCatchUp();
    expect(withOne - withNone).toBe(1);
    await Promise.all(["又写的", "再写的", "还写的"].map(write));
    await changeCase(own.as(own.engineer), { id: first.id, revision: 1 }, { title: "改了的" });
    expect((await readsToCatchUp()) - withNone).toBe(4);
    expect((await audit(own.table, other.index)).differences).toEqual([]);
    await proxy.close();
    await other.close();
  });
});

describe("a rebuild", () => {
  it("finds everything in the table, and what is written while it runs", async () => {
    const next = await home.generations.create();
    const before = await draft("重建之前");
    const [things, during] = await Promise.all([fill(world.table, next, now), draft("重建之中")]);
    const after = await draft("重建之后");
    await catchUp(world.table, next, (await next.checkpoint()) ?? "", now().toISOString());
    expect(await next.setAside()).toEqual([]);
    expect(things).toBeGreaterThan(5);
    expect((await audit(world.table, next)).differences).toEqual([]);
    const found = await search(world.as(world.engineer), () => next, { q: "重建", limit: 10 });
    expect(found.items.map(({ id }) => id).toSorted()).toEqual([before, during, after].toSorted());
    await next.close();
  });
});

describe("what cannot be read", () => {
  it("is set aside, stops nothing else, and is mended by coming again", async () => {
    const own = await newWorld();
    const other = await newIndex();
    const good = await draftCase(own.as(own.engineer), { title: "好的", body: "正文", audience: "members" });
    const bad = newId("case", now());
    const put = (Item: object) => own.table.client.send(new PutCommand({ TableName: own.table.name, Item }));
    await put({ ...key(bad), state: "unreadable" });
    await indexThings(own.table, other.index, [bad, good.head.id]);
    expect(await other.index.setAside()).toMatchObject([{ id: bad, error: "ZodError", attempts: 1 }]);
    expect((await search(own.as(own.engineer), () => other.index, { q: "好的", limit: 5 })).items.length).toBe(1);
    const copy = (part: Item) => put({ ...part, pk: key(bad).pk, ...(part.sk === "head" && { id: bad }) });
    const [head, ...texts] = await readRange(own.table, key(good.head.id).pk, { prefix: "head" });
    if (head) await copy(head);
    await indexThings(own.table, other.index, [bad, good.head.id]);
    const [waiting, ...more] = await other.index.setAside();
    expect([waiting?.error, waiting?.attempts, more]).toEqual(["Torn", 2, []]);
    expect(Math.abs(Date.now() - Date.parse(waiting?.at ?? ""))).toBeLessThan(20_000);
    for (const text of texts) await copy(text);
    await indexThings(own.table, other.index, [bad]);
    expect(await other.index.setAside()).toEqual([]);
    await other.close();
  });
});

describe("an audit", () => {
  it("names what is missing, extra, different or unreadable, and nothing else", async () => {
    const own = await newWorld();
    const other = await newIndex();
    const ids = [];
    for (const title of ["在的", "缺的", "别的"]) {
      const { head } = await draftCase(own.as(own.engineer), { title, body: "正文", audience: "members" });
      ids.push(head.id);
    }
    const [same = "", missing = "", different = ""] = ids;
    await indexThings(own.table, other.index, [...organisationsOf(own), same, different]);
    const ghost = {
      id: newId("case", now()),
      view: "working",
      kind: "case",
      version: 99,
      title: "幽灵",
      text: "",
      terms: [],
      facets: {},
      audience: ["members"],
      except: [],
      updatedAt: now().toISOString(),
    } as const;
    await other.index.write([ghost, { ...ghost, id: different }]);
    const unreadable = newId("case", now());
    const Item = { ...key(unreadable), state: "unreadable" };
    await own.table.client.send(new PutCommand({ TableName: own.table.name, Item }));

    const { differences } = await audit(own.table, other.index);
    expect(new Map(differences.map(({ key: of, what }) => [of, what]))).toEqual(
      new Map([
        [`${missing}#working`, "missing"],
        [`${different}#working`, "different"],
        [unreadable, "unreadable"],
        [`${ghost.id}#working`, "extra"],
      ]),
    );
    expect(differences.length).toBe(4);
    await other.close();
  });
});
