// Whatever a person asks of search, no answer holds anything of what is hidden from that person.
import type { Actor } from "@lianchuang/shared/actor";
import {
  changeCase,
  draftCase,
  findWhole,
  publishCase,
  returnCase,
  submitCase,
  viewCase,
  withdrawCase,
} from "@lianchuang/shared/cases";
import type { SearchIndex } from "@lianchuang/shared/search";
import type { SearchPage } from "@lianchuang/shared/search/schema";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";

/** Words that each stand in one text only: two rare hanzi and a Latin word for every text there will be. */
const hanzi = Array.from(
  "锆钒铌钽铼锇铱铊锗镓铟硒碲砷锑铋钪钇镧铈镨钕钐铕钆铽镝钬铒铥镱镥铪鎏镍钴铬锰锶钡铯铷氦氖氩氪氙氡",
);
const secretsOf = (at: number): string[] => [
  `${hanzi[at % hanzi.length]}${hanzi[(at * 7 + 3) % hanzi.length]}`,
  `zq${at.toString(26).replaceAll(/[0-9]/g, (digit) => "ghjkmnpqrs"[Number(digit)] ?? "")}xv`,
];
const regions = ["11", "12", "21", "22", "31", "32", "33", "34", "35", "36", "37", "41"] as const;

let world: World;
let door: TestDoor;
let index: SearchIndex;
let closeIndex: () => Promise<void>;
const ids: string[] = [];
let texts = 0;

/** A text of its own, with words that all share and some that no other holds. */
const newText = () => {
  const [word = "", latin = ""] = secretsOf(texts);
  const region = regions[texts % regions.length] ?? "11";
  texts++;
  return {
    title: `${word}车间焊接改造`,
    body: `用 ${latin} 方法把${word}焊接的废品率降了一半。`,
    tags: [`${word}标签`],
    region,
  };
};

/** Takes a case so far along its life, each step with a text of its own where it writes one. */
const lives = ["draft", "submitted", "returned", "published", "changed", "resubmitted", "withdrawn"] as const;
const live = async (actor: Actor, until: (typeof lives)[number], audience: "members" | "public"): Promise<void> => {
  const { head } = await draftCase(world.as(actor), { ...newText(), audience });
  const { id } = head;
  ids.push(id);
  if (until === "draft") return;
  await submitCase(world.as(actor), { id, revision: 1 });
  if (until === "submitted") return;
  const secretary = world.as(world.secretary);
  if (until === "returned") return void (await returnCase(secretary, { id, revision: 2 }, { reason: "补充数据" }));
  await publishCase(secretary, { id, revision: 2 });
  if (until === "published") return;
  if (until === "withdrawn") return void (await withdrawCase(secretary, { id, revision: 3 }, {}));
  await changeCase(world.as(actor), { id, revision: 3 }, newText());
  if (until === "resubmitted") await submitCase(world.as(actor), { id, revision: 4 });
};

beforeAll(async () => {
  world = await newWorld();
  const opened = await newIndex();
  ({ index, close: closeIndex } = opened);
  door = newDoor(world, { index: () => index });
  for (const actor of [world.engineer, world.stranger])
    for (const life of lives) for (const audience of ["members", "public"] as const) await live(actor, life, audience);
  await indexThings(world.table, index, ids);
});
afterAll(() => closeIndex());

interface Sight {
  readonly token: string | undefined;
  readonly ids: ReadonlySet<string>;
  /** Everything the person may read, as one text. */
  readonly text: string;
  readonly regions: ReadonlySet<string>;
}

const sightOf = async (actor: Actor): Promise<Sight> => {
  const views = await Promise.all(
    ids.map(async (id) => {
      const whole = await findWhole(world.table, id);
      return whole ? [viewCase(world.as(actor), whole), viewCase(world.as(actor), whole, "published")] : [];
    }),
  );
  const seen = views.flat().filter((view) => view !== undefined);
  return {
    token: actor.kind === "person" ? door.tokenOf(actor) : undefined,
    ids: new Set(seen.map(({ id }) => id)),
    text: JSON.stringify(seen),
    regions: new Set(seen.flatMap(({ region }) => region?.code ?? [])),
  };
};

it("of 2,000 questions of all kinds of people none is answered with anything hidden", async () => {
  const people = [{ kind: "visitor" } as const, world.engineer, world.representative, world.stranger, world.secretary];
  const sights = await Promise.all(people.map(sightOf));
  const secrets = Array.from({ length: texts }, (_, at) => secretsOf(at)).flat();
  expect(sights.map((sight) => sight.ids.size)).toEqual([6, 20, 20, 20, 28]);

  const word = fc.oneof(
    fc.constantFrom(...secrets),
    fc.constantFrom(...secrets).map((secret) => secret.slice(0, -1)),
    fc.constantFrom(...secrets).map((secret) => `${secret.slice(0, 1)}${secret.slice(2)}`),
    fc.constantFrom("焊接", "车间", "汉接", "hanjie", "hanjie chejian", "焊接废品率", "標籤", "标签", "改造"),
  );
  const question = fc.record({
    person: fc.nat(sights.length - 1),
    words: fc.array(word, { maxLength: 3 }),
    region: fc.option(fc.constantFrom(...regions), { nil: undefined }),
    sort: fc.constantFrom("relevance", "newest"),
    path: fc.constantFrom("search", "search", "search", "suggest", "similar", "feed"),
    id: fc.constantFrom(...ids),
  });
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(question, async ({ person, words, region, sort, path, id }) => {
      const asking = sights[person];
      // A feed is for everybody, whoever asks.
      const sight = path === "feed" ? sights[0] : asking;
      if (!sight || !asking) return;
      const wanted = { q: words.join(" "), ...(region && { region }) };
      const parameters = new URLSearchParams(path === "feed" ? wanted : { ...wanted, sort, limit: "50" }).toString();
      const address = {
        search: `/v1/search?${parameters}`,
        suggest: `/v1/suggest?${new URLSearchParams({ q: words.at(-1) ?? "" }).toString()}`,
        similar: `/v1/cases/${id}/similar`,
        feed: `/v1/search/feed.json?${parameters}`,
      }[path];
      const headers = asking.token === undefined ? {} : { authorization: `Bearer ${asking.token}` };
      const answer = await door.fetch(`http://door${address}`, { headers });
      asked++;
      if (path === "similar") expect(answer.status).toBe(sight.ids.has(id) ? 200 : 404);
      else expect(answer.status).toBe(200);
      const text = await answer.text();
      for (const secret of secrets)
        if (!words.join(" ").includes(secret) && text.includes(secret)) expect(sight.text).toContain(secret);
      for (const each of ids) if (text.includes(each) && !sight.ids.has(each)) expect(address).toContain(each);
      if (path === "search") assertCounts(JSON.parse(text) as SearchPage, sight);
    }),
    { numRuns: 2_000 },
  );
  expect(asked).toBe(2_000);
});

const assertCounts = ({ items, total, facets }: SearchPage, sight: Sight): void => {
  expect(total.value).toBeLessThanOrEqual(sight.ids.size);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  for (const { value, count } of facets.region) if (count > 0) expect(sight.regions).toContain(value);
  for (const { count } of Object.values(facets).flat()) expect(count).toBeLessThanOrEqual(sight.ids.size);
};
