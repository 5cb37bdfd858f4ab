// DynamoDB calls per operation of cooperation, counted between us and the engine: exact, so that an extra round trip is seen at once.
import type { Actor } from "@lianchuang/shared/actor";
import { draftRequest, openRequest, submitRequest } from "@lianchuang/shared/cooperation";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import type { SearchIndex } from "@lianchuang/shared/search";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexThings } from "../../functions/indexer/index-things.ts";
import type { FaultProxy } from "../engines/fault-proxy.ts";
import { type Counting, openCounting } from "../support/counting.ts";
import type { TestDoor } from "../support/door.ts";
import type { World } from "../support/world.ts";

let world: World;
let door: TestDoor;
let proxy: FaultProxy;
let index: SearchIndex;
let counted: Counting["counted"];
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, door, proxy, index, counted, close } = await openCounting());
});
afterAll(() => close());

const actor = { BatchGetItem: 1 };

const request = {
  direction: "need" as const,
  type: "technology" as const,
  title: "寻求压铸件缩孔的解决办法",
  summary: "薄壁铝件缩孔率偏高。",
  elements: { processes: ["压铸"] },
};
const opened = async (author: Actor, over: Partial<DraftRequest> = {}): Promise<string> => {
  const { head } = await draftRequest(world.as(author), { ...request, ...over });
  await submitRequest(world.as(author), { id: head.id, revision: 1 }, { accept: [] });
  await openRequest(world.as(world.secretary), { id: head.id, revision: 2 });
  return head.id;
};
const three = { fit: "同类件做过三年", brings: "真空压铸", next: "下周试模" };

describe("calls to the table", () => {
  it("draft: actor and one transaction; change: one read more; submit reads its owner and the names that may not be told beside, open the outcomes that its owner has shown", async () => {
    const drafted = await counted("POST", "/cooperation", request);
    expect([drafted.status, drafted.calls]).toEqual([201, { ...actor, TransactWriteItems: 1 }]);
    const path = `/cooperation/${String(drafted.body["id"])}`;
    const changed = await counted("PATCH", path, { expectation: "共同试模" }, { "if-match": '"1.x"' });
    expect([changed.status, changed.calls]).toEqual([200, { ...actor, Query: 1, TransactWriteItems: 1 }]);
    const submitted = await counted("POST", `${path}/submit`, {}, { "if-match": '"2.x"' });
    expect([submitted.status, submitted.calls]).toEqual([200, { BatchGetItem: 3, Query: 2, TransactWriteItems: 1 }]);
    const open = await counted("POST", `${path}/open`, undefined, { "if-match": '"3.x"' }, world.secretary);
    expect([open.status, open.calls]).toEqual([200, { ...actor, Query: 2, TransactWriteItems: 1 }]);
    const confirmed = await counted("POST", `${path}/confirm`, undefined, { "if-match": '"4.x"' });
    expect([confirmed.status, confirmed.calls]).toEqual([200, { ...actor, Query: 1, TransactWriteItems: 1 }]);
  });

  it("read a request: actor and one query, the same for a hidden and an absent one; an inner ring is written down first", async () => {
    const id = await opened(world.engineer, { details: "压射曲线可以提供。" });
    const { head: draft } = await draftRequest(world.as(world.engineer), request);
    const read = async (which: string, as?: Actor) => {
      const { status, calls } = await counted("GET", `/cooperation/${which}`, undefined, {}, as);
      return [status, calls];
    };
    expect(await read(id)).toEqual([200, { ...actor, Query: 1 }]);
    expect(await read(id, world.stranger)).toEqual([200, { ...actor, Query: 1 }]);
    expect(await read(id, world.secretary)).toEqual([200, { ...actor, Query: 1, PutItem: 1 }]);
    expect(await read(draft.id, world.stranger)).toEqual([404, { ...actor, Query: 1 }]);
    expect(await read("coop_01J00000000000000000000000", world.stranger)).toEqual([404, { ...actor, Query: 1 }]);
  });

  it("lists: actor, the index, the heads; what happened to a request: its heads and events; who saw it: one query more than to read it; what may leak: owner and names beside", async () => {
    const id = await opened(world.engineer);
    expect((await counted("GET", "/cooperation")).calls).toEqual({ BatchGetItem: 2, Query: 1 });
    const screening = await counted("GET", "/cooperation?state=open", undefined, {}, world.secretary);
    expect([screening.status, screening.calls]).toEqual([200, { BatchGetItem: 2, Query: 1 }]);
    expect((await counted("GET", `/cooperation/${id}/events`)).calls).toEqual({ BatchGetItem: 2, Query: 1 });
    expect((await counted("GET", `/cooperation/${id}/sights`)).calls).toEqual({ ...actor, Query: 2 });
    expect((await counted("GET", `/cooperation/${id}/leaks`)).calls).toEqual({ BatchGetItem: 2, Query: 2 });
  });

  it("an interest: actor, the request, the standings, one transaction; to accept it: the interest, the standings, the request; a message: the interest; each time what its reader may know of the request now", async () => {
    const id = await opened(world.engineer);
    const expressed = await counted("POST", `/cooperation/${id}/interests`, three, {}, world.stranger);
    expect([expressed.status, expressed.calls]).toEqual([201, { BatchGetItem: 3, Query: 1, TransactWriteItems: 1 }]);
    const path = `/interests/${String(expressed.body["id"])}`;
    expect((await counted("GET", path)).calls).toEqual({ BatchGetItem: 3 });
    expect((await counted("GET", `/cooperation/${id}/interests`)).calls).toEqual({ BatchGetItem: 3, Query: 2 });
    expect((await counted("GET", "/interests", undefined, {}, world.stranger)).calls).toEqual({
      BatchGetItem: 3,
      Query: 1,
    });
    const accepted = await counted("POST", `${path}/accept`, undefined, { "if-match": '"1.x"' });
    expect([accepted.status, accepted.calls]).toEqual([200, { BatchGetItem: 4, Query: 1, TransactWriteItems: 1 }]);
    const sent = await counted("POST", `${path}/messages`, { text: "何时试模？" });
    expect([sent.status, sent.calls]).toEqual([200, { BatchGetItem: 3, TransactWriteItems: 1 }]);
    expect((await counted("GET", `${path}/messages`)).calls).toEqual({ BatchGetItem: 3, Query: 1 });
  });

  it("suggestions: the request, then at once what members see of those found, how often each was shown and whose rights rest; one read more where views hide whose they are, or of cases", async () => {
    const need = await opened(world.engineer, { title: "薄壁件真空压铸缩孔" });
    const offer = { direction: "offer" as const, title: "真空压铸减少薄壁件缩孔" };
    const named = await opened(world.stranger, offer);
    await indexThings(world.table, index, [need, named]);
    const list = async (what = "matches", as = world.engineer) => {
      const { status, calls, body } = await counted("GET", `/cooperation/${need}/${what}`, undefined, {}, as);
      return [status, calls, (body["items"] as unknown[]).length];
    };
    expect(await list()).toEqual([200, { BatchGetItem: 4, Query: 1 }, 1]);
    expect(await list("similar")).toEqual([200, { ...actor, Query: 1 }, 0]);
    await door.doChores();
    const hidden = await opened(world.stranger, { ...offer, rings: { organisation: "nda" } });
    await indexThings(world.table, index, [hidden]);
    expect(await list()).toEqual([200, { BatchGetItem: 5, Query: 1 }, 2]);
    // The secretariat works on the requests that are suggested: it is shown their working views.
    expect(await list("matches", world.secretary)).toEqual([200, { BatchGetItem: 6, Query: 1 }, 2]);
    expect(await list("teams")).toEqual([200, { BatchGetItem: 5, Query: 1 }, 1]);
    expect(await list("experts")).toEqual([200, { BatchGetItem: 5, Query: 1 }, 0]);
  });

  it("a list of suggestions, after its answer: one entry, and one count for each that was shown", async () => {
    const need = await opened(world.engineer, { title: "薄板冲压回弹" });
    const offer = await opened(world.stranger, { direction: "offer", title: "薄板冲压回弹补偿" });
    await indexThings(world.table, index, [need, offer]);
    await door.doChores();
    const { body } = await counted("GET", `/cooperation/${need}/matches`);
    const shown = (body["items"] as unknown[]).length;
    proxy.calls.clear();
    await door.doChores();
    expect(Object.fromEntries(proxy.calls)).toEqual({ PutItem: 1, UpdateItem: shown });
    expect(shown).toBeGreaterThan(0);
  });
});
