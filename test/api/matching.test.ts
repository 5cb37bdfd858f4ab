// Matching at the door: who is suggested to whom, with reasons for both sides; and nobody who may not be.

import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Actor } from "@lianchuang/shared/actor";
import { draftCase, publishCase, submitCase } from "@lianchuang/shared/cases";
import { draftRequest, holdRequest } from "@lianchuang/shared/cooperation";
import type { ExpertView, MatchView, TeamView } from "@lianchuang/shared/cooperation/matching/schema";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import type { SearchIndex } from "@lianchuang/shared/search";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { readLearned, readShown } from "../../packages/shared/src/cooperation/learning/log.ts";
import { openedRequest } from "../support/cooperation.ts";
import { newDoor, type TestDoor } from "../support/door.ts";
import { newIndex } from "../support/index.ts";
import { newWorld, type World } from "../support/world.ts";

let world: World;
let door: TestDoor;
let index: SearchIndex;
let closeIndex: () => Promise<void>;
let need: string;
let offers: Record<"fitting" | "uncertified" | "held" | "draft" | "hidden", string>;

const open = (actor: Actor, draft: DraftRequest): Promise<string> => openedRequest(world, actor, draft);
const offer: DraftRequest = {
  direction: "offer",
  type: "technology",
  title: "真空压铸与局部挤压技术降低缩孔",
  summary: "为薄壁铝合金压铸件提供真空压铸工艺，降低缩孔率。",
  elements: { industries: ["3392"], processes: ["真空压铸"], materials: ["铝合金"], effects: ["降低缩孔率"] },
  limits: { certificates: ["IATF 16949"], regions: ["21"] },
  confidential: "模具参数 zqhidden。",
};

beforeAll(async () => {
  world = await newWorld();
  ({ index, close: closeIndex } = await newIndex());
  door = newDoor(world, { index: () => index });
  need = await open(world.engineer, {
    direction: "need",
    type: "technology",
    title: "寻求薄壁铝合金压铸件缩孔的解决办法",
    summary: "压铸件缩孔率偏高，希望降低缩孔率。",
    elements: { industries: ["3392"], processes: ["压铸"], materials: ["铝合金"], effects: ["降低缩孔率"] },
    limits: { certificates: ["IATF16949"], regions: ["21", "22"] },
  });
  const { head: draft } = await draftRequest(world.as(world.stranger), offer);
  offers = {
    fitting: await open(world.stranger, offer),
    uncertified: await open(world.stranger, { ...offer, limits: { certificates: ["ISO 9001"] } }),
    held: await open(world.stranger, offer),
    draft: draft.id,
    // Its title is for members, and says nothing of the effect.
    hidden: await open(world.stranger, {
      ...offer,
      title: "真空压铸与局部挤压技术",
      rings: { title: "members", elements: "nda", organisation: "nda" },
    }),
  };
  await holdRequest(world.as(world.stranger), { id: offers.held, revision: 3 }, {});
  const { head } = await draftCase(world.as(world.stranger), {
    title: "真空压铸降低铝合金壳体缩孔率",
    body: "真空压铸使薄壁铝合金压铸件缩孔率由百分之八降到百分之二。",
    audience: "members",
  });
  await submitCase(world.as(world.stranger), { id: head.id, revision: 1 });
  await publishCase(world.as(world.secretary), { id: head.id, revision: 2 });
  await indexThings(world.table, index, [need, ...Object.values(offers), head.id]);
});
afterAll(() => closeIndex());

const send = async (actor: Actor, path: string): Promise<{ status: number; text: string }> => {
  const headers = { authorization: `Bearer ${door.tokenOf(actor)}` };
  const answer = await door.fetch(`http://door/v1/cooperation/${path}`, { headers });
  return { status: answer.status, text: await answer.text() };
};
const itemsIn = <T>({ text }: { text: string }): T[] => (JSON.parse(text) as { items: T[] }).items;

describe("suggestions for a need", () => {
  it("are open offers of others that break no limit, best first, with reasons and gaps in words for both sides", async () => {
    const answer = await send(world.engineer, `${need}/matches`);
    const items = itemsIn<MatchView>(answer);
    expect(items.map(({ request }) => request.id).toSorted()).toEqual([offers.fitting, offers.hidden].toSorted());
    const [best] = items;
    expect(best?.request.id).toBe(offers.fitting);
    expect(best?.reasons.map(({ toYou }) => toYou.zh).join()).toContain("降低缩孔率");
    expect(best?.reasons.every(({ worth }) => worth > 0)).toBe(true);
    expect(answer.text).not.toContain("zqhidden");
  });

  it("are given to its own people and the secretariat, and to nobody else", async () => {
    expect((await send(world.secretary, `${need}/matches`)).status).toBe(200);
    expect((await send(world.stranger, `${need}/matches`)).status).toBe(404);
  });

  it("say nothing of what only an inner ring sees, nor count it", async () => {
    const items = itemsIn<MatchView>(await send(world.engineer, `${need}/matches`));
    const effectsOf = (id: string) => items.find(({ request }) => request.id === id)?.forYou.parts.effects ?? 0;
    expect(effectsOf(offers.fitting)).toBe(1);
    expect(effectsOf(offers.hidden)).toBeLessThan(0.5);
    // What its organisation has shown would tell which it is.
    const shownBy = (id: string) => items.find(({ request }) => request.id === id)?.forYou.parts.evidence;
    expect(shownBy(offers.fitting)).toBeGreaterThan(0.5);
    expect(shownBy(offers.hidden)).toBeUndefined();
  });

  it("are kept with rank, parts and reasons, and counted as shown", async () => {
    await send(world.engineer, `${need}/matches`);
    await door.doChores();
    const today = new Date().toISOString().slice(0, 10);
    const lines = await Array.fromAsync(readLearned(world.table, today, today));
    const shown = lines.filter((line) => line.kind === "shown" && line.from === need);
    expect(shown[0]).toMatchObject({ items: [{ id: offers.fitting, rank: 1, organisationId: world.otherId }, {}] });
    expect((await readShown(world.table, [offers.fitting])).get(offers.fitting)).toBeGreaterThan(0);
  });
});

it("suggests nobody whose rights rest", async () => {
  const Item = { pk: "alliance#standing", sk: "head", suspended: [world.otherId] };
  await world.table.client.send(new PutCommand({ TableName: world.table.name, Item }));
  expect(itemsIn<MatchView>(await send(world.engineer, `${need}/matches`))).toEqual([]);
  await world.table.client.send(new PutCommand({ TableName: world.table.name, Item: { ...Item, suspended: [] } }));
});

it("goes the other way, too: the need is suggested to who offers", async () => {
  const items = itemsIn<MatchView>(await send(world.stranger, `${offers.fitting}/matches`));
  expect(items.map(({ request }) => request.id)).toEqual([need]);
});

it("names who has solved something like it, by cases that one may read", async () => {
  const items = itemsIn<ExpertView>(await send(world.engineer, `${need}/experts`));
  expect(items).toMatchObject([
    { organisationId: world.otherId, evidence: [{ title: "真空压铸降低铝合金壳体缩孔率" }] },
  ]);
});

it("proposes a team whose members are of different organisations, and names the roles nobody fills", async () => {
  const items = itemsIn<TeamView>(await send(world.engineer, `${need}/teams?roles=university&roles=finance`));
  expect(items[0]).toMatchObject({ members: [{ role: "university" }], unfilled: ["finance"] });
});

it("shows before a draft is published what there is already that resembles it", async () => {
  const items = itemsIn<{ id: string }>(await send(world.stranger, `${offers.fitting}/similar`));
  expect(items.map(({ id }) => id)).toContain(offers.uncertified);
  expect(items.map(({ id }) => id)).not.toContain(need);
});
