// What must not linger or show through: after talks end, rings narrow, names are taken back; and in what stands beside a request.
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Actor } from "@lianchuang/shared/actor";
import {
  acceptInterest,
  changeRequest,
  closeRequest,
  confirmStep,
  draftRequest,
  endInterest,
  expressInterest,
  findRequest,
  getInterest,
  getRequest,
  holdRequest,
  listLeaks,
  listMessages,
  listSights,
  openRequest,
  proposeStep,
  renewRequest,
  returnRequest,
  sendMessage,
  settleInterests,
  showInterest,
  submitRequest,
} from "@lianchuang/shared/cooperation";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { beforeEach, describe, expect, it } from "vitest";
import { answers, newMember, openedRequest } from "../../support/cooperation.ts";
import { newWorld, system, type World } from "../../support/world.ts";

let world: World;
let third: Actor;
let thirdId: string;
beforeEach(async () => {
  world = await newWorld();
  ({ actor: third, organisationId: thirdId } = await newMember(world, "铸造"));
});
const owner = () => world.as(world.engineer);
const partner = () => world.as(world.stranger);
const other = () => world.as(third);
const secretary = () => world.as(world.secretary);

const open = async (id: string, revision: number) => {
  await submitRequest(owner(), { id, revision }, { accept: [] });
  await openRequest(secretary(), { id, revision: revision + 1 });
};
const request = (over: Partial<DraftRequest> = {}): Promise<string> =>
  openedRequest(world, world.engineer, {
    direction: "need",
    type: "technology",
    title: "寻求压铸件缩孔的解决办法",
    summary: "薄壁铝件缩孔率偏高。",
    details: "压射曲线。",
    confidential: "图纸号甲。",
    ...over,
  });
const talk = async (requestId: string, who = partner()) => {
  const { id } = await expressInterest(who, requestId, answers);
  await acceptInterest(owner(), { id, revision: 1 });
  return id;
};
const later = () => new Date(Date.now() + 3_600_000);
const clock = () => world.as(system, { now: later });
const revisionOf = async (id: string) => (await getRequest(owner(), id)).revision;

describe("who talked", () => {
  it("stands among all members again once the request has ended, whatever had been signed", async () => {
    const requestId = await request();
    const id = await talk(requestId);
    const nda = { kind: "nda", fileName: "保密协议.pdf", fileHash: "a".repeat(64) } as const;
    await proposeStep(partner(), { id, revision: 2 }, { step: nda });
    await confirmStep(owner(), { id, revision: 3 }, { number: 1 });
    await closeRequest(owner(), { id: requestId, revision: await revisionOf(requestId) }, { outcome: "no-partner" });
    await settleInterests(clock(), requestId, later());
    expect(await getRequest(partner(), requestId)).not.toHaveProperty("confidential");
    expect((await getRequest(partner(), requestId)).view).toBe("members");
    expect((await findRequest(world.table, requestId))?.head.circle).toEqual([]);
  });

  it("and was not chosen, stands there no more when another was", async () => {
    const requestId = await request();
    const [chosen, left] = [await talk(requestId), await talk(requestId, other())];
    await proposeStep(partner(), { id: chosen, revision: 2 }, { step: { kind: "agreement", summary: "共同试模。" } });
    await confirmStep(owner(), { id: chosen, revision: 3 }, { number: 1 });
    await settleInterests(clock(), requestId, later());
    expect(await getRequest(other(), requestId)).not.toHaveProperty("details");
    expect((await getRequest(partner(), requestId)).details).toBe("压射曲线。");
    expect((await getInterest(other(), left)).reason).toBe("already-chosen");
    // An agreement that came to nothing can be left, and the request opened again.
    await endInterest(owner(), { id: chosen, revision: 4 }, { reason: "terms" });
    await renewRequest(owner(), { id: requestId, revision: await revisionOf(requestId) }, {});
    expect(await getRequest(partner(), requestId)).toMatchObject({ state: "open", view: "members" });
  });

  it("may be answered after the deadline or on hold, and the request is in talks then", async () => {
    const requestId = await request();
    const { id } = await expressInterest(partner(), requestId, answers);
    await holdRequest(owner(), { id: requestId, revision: await revisionOf(requestId) }, {});
    await acceptInterest(owner(), { id, revision: 1 });
    expect((await getRequest(owner(), requestId)).state).toBe("in-talks");
  });
});

describe("an owner whose name is not seen", () => {
  const hidden = { rings: { organisation: "named" } } as const;

  it("is not told by an interest made while it was, nor by who writes the messages", async () => {
    const requestId = await request();
    const id = await talk(requestId);
    await changeRequest(owner(), { id: requestId, revision: await revisionOf(requestId) }, hidden);
    await open(requestId, await revisionOf(requestId));
    await sendMessage(owner(), { id }, { text: "您好。" });
    await sendMessage(partner(), { id }, { text: "收到。" });
    const seen = await showInterest(partner(), await getInterest(partner(), id));
    expect(JSON.stringify(seen)).not.toContain(world.organisationId);
    const { items } = await listMessages(partner(), id, { limit: 10 });
    expect(items.map(({ personId }) => personId !== undefined)).toEqual([false, true]);
  });

  it("reads who learned it by an interest", async () => {
    const requestId = await request({ rings: { organisation: "qualified", details: "members" } });
    const id = await talk(requestId);
    expect((await listSights(owner(), requestId, { limit: 10 })).items).toEqual([]);
    await showInterest(partner(), await getInterest(partner(), id));
    const { items } = await listSights(owner(), requestId, { limit: 10 });
    expect(items).toMatchObject([{ ring: "qualified", fields: ["organisation"] }]);
  });

  it("is warned of his name in the contact, the certificates and the unit, too", async () => {
    const { head } = await draftRequest(owner(), {
      direction: "need",
      type: "testing",
      title: "寻求检测",
      contact: "示例机床厂合作部",
      limits: { certificates: ["示例机床厂企业标准"], quantity: { min: 1, unit: "件13800138000" } },
      rings: { organisation: "named", contact: "public", limits: "public" },
    });
    const marks = await listLeaks(owner(), head.id);
    expect(marks.map(({ field, kind }) => `${field} ${kind}`).toSorted()).toEqual([
      "contact organisation",
      "limits organisation",
      "limits telephone",
    ]);
    await expect(listLeaks(secretary(), head.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is not told by a refusal while his rights rest", async () => {
    const requestId = await request(hidden);
    const Item = { pk: "alliance#standing", sk: "head", suspended: [world.organisationId] };
    await world.table.client.send(new PutCommand({ TableName: world.table.name, Item }));
    const refused = await expressInterest(partner(), requestId, answers).catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: "state" });
    expect((refused as { text: { zh: string } }).text.zh).not.toMatch(/暂停|权利/);
  });
});

describe("what only some see", () => {
  it("changes nothing that others see of it, not even a time", async () => {
    const requestId = await request();
    await talk(requestId);
    const before = await getRequest(partner(), requestId);
    await changeRequest(
      owner(),
      { id: requestId, revision: await revisionOf(requestId) },
      { confidential: "图纸号乙。" },
    );
    await expressInterest(other(), requestId, answers);
    expect(await getRequest(partner(), requestId)).toEqual(before);
  });

  it("is seen no more by an organisation that its owner no longer names, without being screened", async () => {
    const requestId = await request({ named: [thirdId] });
    expect((await getRequest(other(), requestId)).confidential).toBe("图纸号甲。");
    await changeRequest(owner(), { id: requestId, revision: await revisionOf(requestId) }, { named: null });
    expect((await getRequest(other(), requestId)).view).toBe("members");
  });

  it("keeps the reason of a return while others answer", async () => {
    const requestId = await request();
    const { id } = await expressInterest(partner(), requestId, answers);
    const revision = await revisionOf(requestId);
    await changeRequest(owner(), { id: requestId, revision }, { confidential: "图纸号丙。" });
    await submitRequest(owner(), { id: requestId, revision: revision + 1 }, { accept: [] });
    await returnRequest(secretary(), { id: requestId, revision: revision + 2 }, { reason: "请补充产量" });
    await acceptInterest(owner(), { id, revision: 1 });
    expect((await getRequest(owner(), requestId)).reason).toBe("请补充产量");
  });
});
