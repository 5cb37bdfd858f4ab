// What follows an opening and an end: owners are told of each other once, and nobody is left waiting.

import type { Actor } from "@lianchuang/shared/actor";
import {
  acceptInterest,
  closeRequest,
  expressInterest,
  getInterest,
  getRequest,
  listRequestEvents,
  renewRequest,
  showInterest,
} from "@lianchuang/shared/cooperation";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import type { SearchIndex } from "@lianchuang/shared/search";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runDue } from "../../functions/clock/run-due.ts";
import { indexThings } from "../../functions/indexer/index-things.ts";
import { answers, openedRequest } from "../support/cooperation.ts";
import { runClock } from "../support/functions.ts";
import { newIndex } from "../support/index.ts";
import { newWorld, system, type World } from "../support/world.ts";

let world: World;
let index: SearchIndex;
let close: () => Promise<void>;
beforeEach(async () => {
  world = await newWorld();
  ({ index, close } = await newIndex());
});
afterEach(() => close());

const need: DraftRequest = {
  direction: "need",
  type: "technology",
  title: "寻求薄壁铝合金压铸件缩孔的解决办法",
  summary: "压铸件缩孔率偏高，希望降低缩孔率。",
  elements: { industries: ["3392"], processes: ["压铸"], materials: ["铝合金"], effects: ["降低缩孔率"] },
};
const open = async (actor: Actor, draft: DraftRequest): Promise<string> => {
  const id = await openedRequest(world, actor, draft);
  await indexThings(world.table, index, [id]);
  return id;
};
/** Lets the clock run so many minutes from now. */
const run = async (minutes: number) => {
  const { done, failed } = await runClock(world, new Date(Date.now() + minutes * 60_000), { index: () => index });
  expect(failed).toEqual([]);
  return done;
};
const toldOf = async (actor: Actor, id: string): Promise<string[]> => {
  const { items } = await listRequestEvents(world.as(actor), id, { limit: 100 });
  return items.flatMap(({ requestIds = [] }) => requestIds);
};

it("tells both owners of a match once, however often the clock runs and whoever came first", async () => {
  const asked = await open(world.engineer, need);
  expect(await run(0)).toEqual({});
  expect(await run(2)).toEqual({ match: 1 });
  expect(await toldOf(world.engineer, asked)).toEqual([]);
  const offered = await open(world.stranger, {
    ...need,
    direction: "offer",
    title: "降低铝合金压铸件缩孔的真空压铸技术",
  });
  const unrelated = await open(world.stranger, {
    direction: "offer",
    type: "talent",
    title: "工业设计专业实习生",
    summary: "平面设计。",
  });
  await Promise.all([run(2), run(2)]);
  await run(3);
  expect(await toldOf(world.engineer, asked)).toEqual([offered]);
  expect(await toldOf(world.stranger, offered)).toEqual([asked]);
  expect(await toldOf(world.stranger, unrelated)).toEqual([]);
  expect((await getRequest(world.as(world.engineer), asked)).revision).toBe(3);
});

it("answers everybody who waits when a request has ended, and says why", async () => {
  const id = await open(world.engineer, need);
  const waiting = await expressInterest(world.as(world.stranger), id, answers);
  const talking = await expressInterest(world.as(world.secretary), id, answers);
  await acceptInterest(world.as(world.engineer), { id: talking.id, revision: 1 });
  const { revision } = await getRequest(world.as(world.engineer), id);
  await closeRequest(world.as(world.engineer), { id, revision }, { outcome: "no-longer-needed" });
  expect(await run(0)).toEqual({});
  expect((await run(2))["settle"]).toBe(1);
  expect(await run(3)).toEqual({});
  const seen = await showInterest(world.as(world.stranger), await getInterest(world.as(world.stranger), waiting.id));
  expect(seen).toMatchObject({ state: "declined", reason: "other", actions: [] });
  expect(seen.feedback).toContain("已关闭");
  expect((await getInterest(world.as(world.secretary), talking.id)).state).toBe("ended");
});

it("answers nobody for a request that was opened again meanwhile", async () => {
  const id = await open(world.engineer, need);
  const waiting = await expressInterest(world.as(world.stranger), id, answers);
  const owner = world.as(world.engineer);
  const { revision } = await getRequest(owner, id);
  await closeRequest(owner, { id, revision }, { outcome: "no-longer-needed" });
  await renewRequest(owner, { id, revision: revision + 1 }, {});
  expect((await run(2))["settle"]).toBe(1);
  expect((await getInterest(owner, waiting.id)).state).toBe("proposed");
  expect(await run(3)).toEqual({});
});

it("stops between two things, however many wait, and leaves the others to the next run", async () => {
  const ids = [];
  for (let at = 0; at < 4; at++) ids.push(await open(world.engineer, { ...need, title: `${need.title} ${at}` }));
  const stopping = new AbortController();
  const until = new Date(Date.now() + 120_000);
  const failed = (id: string, error: unknown): never => {
    throw new Error(`${id} cannot be done`, { cause: error });
  };
  let asked = 0;
  const counted = (): SearchIndex => {
    // Once for whether there is an index, then once for each match.
    if (++asked === 2) stopping.abort();
    return index;
  };
  const ctx = world.as(system, { now: () => until });
  expect(await runDue(ctx, until, { index: counted, failed, signal: stopping.signal })).toEqual({ match: 1 });
  expect(await run(2)).toEqual({ match: 3 });
});
