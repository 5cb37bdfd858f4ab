// Search at the door: what may be chosen, how a wrong choice is refused, and what the values are called.
import { draftCase, publishCase, submitCase } from "@lianchuang/shared/cases";
import { allianceId } from "@lianchuang/shared/members";
import type { SearchPage } from "@lianchuang/shared/search/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { createClient } from "../../packages/client/src/client.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
let door: TestDoor;
let closeIndex: () => Promise<void>;
beforeAll(async () => {
  world = await newWorld();
  const { index, close } = await newIndex();
  closeIndex = close;
  door = newDoor(world, { index: () => index });
  const cases = [
    { industry: "3421", mode: "management-change", region: "21", firmSize: "small" },
    { industry: "3511", mode: "other", region: "11" },
    { industry: "2710", region: "11" },
  ] as const;
  const ids = [];
  for (const facts of cases) {
    const content = { title: "质量改进", body: "做法", ...facts, audience: "public" as const };
    const { head } = await draftCase(world.as(world.engineer), content);
    await submitCase(world.as(world.engineer), { id: head.id, revision: 1 });
    await publishCase(world.as(world.secretary), { id: head.id, revision: 2 });
    ids.push(head.id);
  }
  await indexThings(world.table, index, [...ids, allianceId, world.organisationId, world.otherId]);
});
afterAll(() => closeIndex());

const ask = (query: string, language = "en") =>
  door.fetch(`http://door/v1/search?${query}`, { headers: { "accept-language": language } });
const page = async (query: string) => {
  const answer = await ask(query);
  expect({ status: answer.status, text: await answer.clone().text() }).toMatchObject({ status: 200 });
  return (await answer.json()) as SearchPage;
};
const issueOf = async (query: string, language?: string) => {
  const answer = await ask(query, language);
  expect(answer.status).toBe(400);
  const { issues } = (await answer.json()) as { issues: { pointer: string; code: string; message: string }[] };
  return issues[0];
};

describe("facets at the door", () => {
  it("come with every answer, named where the house has a name", async () => {
    const { total, facets } = await page("");
    expect(total.value).toBe(6);
    expect(facets.kind).toEqual([
      { value: "case", label: { en: "practice case", zh: "案例" }, count: 3 },
      { value: "organisation", label: { en: "organisation", zh: "单位" }, count: 3 },
    ]);
    expect(facets.industry).toContainEqual({ value: "34", label: { zh: "通用设备制造业" }, count: 2 });
    expect(facets.industry[0]).toEqual({ value: "C", label: { zh: "制造业" }, count: 4 });
    expect(facets.region[0]).toEqual({ value: "11", label: { zh: "北京" }, count: 2 });
    expect(facets.mode.map(({ label }) => label?.zh)).toEqual(["管理变革型", "其他"]);
    expect(facets.maturity).toEqual([{ value: "innovation", label: { en: "innovation", zh: "创新实践" }, count: 3 }]);
    expect(facets.firmSize.map(({ label }) => label?.en)).toEqual(["small"]);
    expect(facets.year.map(({ count, label }) => [count, label])).toEqual([[6, undefined]]);
    expect(facets.evidence).toEqual([]);
  });

  it("narrow by alternatives of one and by several together", async () => {
    const counts = async (query: string) => (await page(query)).total.value;
    expect(await counts("kind=case&region=11&region=21")).toBe(3);
    expect(await counts("kind=case&kind=organisation")).toBe(6);
    expect(await counts("kind=case&industry=34&industry=27")).toBe(2);
    expect(await counts("industry=34&mode=other")).toBe(0);
    expect(await counts("q=质量&industry=C&mode=other&sort=newest")).toBe(1);
    expect([await counts("year=0000"), await counts("year=9999")]).toEqual([0, 0]);
    expect(await counts(Array.from({ length: 20 }, () => "region=11").join("&"))).toBe(2);
  });

  it("are chosen with the client by lists", async () => {
    const client = createClient({ url: "http://door", fetch: door.fetch });
    const { body } = await client.call("search", { query: { kind: ["case"], region: ["11", "21"], sort: "newest" } });
    expect(body.total.value).toBe(3);
  });

  it.each([
    ["kind=dog", "/query/kind", "not_allowed", /dog.*case, organisation/],
    ["kind=case&kind=dog", "/query/kind/1", "not_allowed", /dog.*case, organisation/],
    ["kind=", "/query/kind", "not_allowed", /case, organisation/],
    ["mode=other&mode[]=other", "/query/mode[]", "unknown", /spelling/],
    ["region=99", "/query/region", "not_allowed", /99.*11, 12/],
    ["firmSize=huge", "/query/firmSize", "not_allowed", /micro, small, medium, large/],
    ["maturity=old", "/query/maturity", "not_allowed", /innovation, promising/],
    ["evidence=none", "/query/evidence", "not_allowed", /claimed, documented, verified/],
    ["industry=X", "/query/industry", "format", /X .*C, 34, 342, 3421/],
    ["industry=34&industry=9999", "/query/industry/1", "industry", /9999 is not a code of GB\/T 4754/],
    ["year=26", "/query/year", "format", /26 .*four digits/],
    ["year=２０２６", "/query/year", "format", /four digits/],
    ["sort=best", "/query/sort", "not_allowed", /relevance, newest/],
    ["sort=newest&sort=newest", "/query/sort", "not_allowed", /array of 2.*relevance, newest/],
    [Array.from({ length: 21 }, () => "region=11").join("&"), "/query/region", "too_big", /at most 20/],
    [Array.from({ length: 200 }, (_, at) => `year=${1900 + at}`).join("&"), "/query/year", "too_big", /at most 20/],
  ])("a wrong choice is refused by name, with what is allowed: %s", async (query, pointer, code, message) => {
    expect(await issueOf(query)).toEqual({ pointer, code, message: expect.stringMatching(message) });
    expect((await issueOf(query, "zh"))?.message).toMatch(/\p{Script=Han}/u);
  });

  it("a place in the results holds for the same choice alone, in whatever order it was made", async () => {
    const { next } = await page("limit=1&kind=case&region=11&region=21&sort=newest");
    const cursor = `limit=1&cursor=${encodeURIComponent(next ?? "")}`;
    expect((await page(`${cursor}&region=21&region=11&kind=case&sort=newest`)).items.length).toBe(1);
    for (const other of ["kind=case&region=11&sort=newest", "kind=case&region=11&region=21", "", "sort=newest"]) {
      const answer = await ask(`${cursor}&${other}`);
      expect([answer.status, ((await answer.json()) as { reason: string }).reason]).toEqual([400, "cursor"]);
    }
  });
});
