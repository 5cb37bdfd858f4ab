import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Actor } from "@lianchuang/shared/actor";
import { getCase } from "@lianchuang/shared/cases";
import { once } from "@lianchuang/shared/command";
import {
  acceptInterest,
  closeRequest,
  confirmStep,
  declineInterest,
  draftCaseFrom,
  endInterest,
  expressInterest,
  findRequest,
  getInterest,
  getMeetings,
  getRequest,
  listInterests,
  listMessages,
  listRequestEvents,
  listRequestInterests,
  proposeStep,
  sendMessage,
  showInterest,
  withdrawInterest,
  withdrawRequest,
} from "@lianchuang/shared/cooperation";
import type { StepFacts } from "@lianchuang/shared/cooperation/interests/schema";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { answers, newMember, openedRequest } from "../../support/cooperation.ts";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
let third: Actor;
let thirdId: string;
beforeAll(async () => {
  world = await newWorld();
  ({ actor: third, organisationId: thirdId } = await newMember(world, "铸造"));
});
const owner = () => world.as(world.engineer);
const partner = () => world.as(world.stranger);
const other = () => world.as(third);
const secretary = () => world.as(world.secretary);

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
const talking = async (over: Partial<DraftRequest> = {}) => {
  const requestId = await request(over);
  const { id } = await expressInterest(partner(), requestId, answers);
  await acceptInterest(owner(), { id, revision: 1 });
  return { id, requestId };
};
const revisionOf = async (id: string): Promise<number> => (await getInterest(owner(), id)).revision;
/** The partner proposes, the owner confirms. */
const settle = async (id: string, step: StepFacts) => {
  const { revision, steps } = await proposeStep(partner(), { id, revision: await revisionOf(id) }, { step });
  return confirmStep(owner(), { id, revision }, { number: steps.length });
};
const nda = { kind: "nda", fileName: "保密协议.pdf", fileHash: "a".repeat(64) } as const;
const meeting = { kind: "meeting", startsAt: "2027-03-01T01:00:00.000Z", minutes: 60, place: "二号楼，三层" } as const;
const agreed = { kind: "agreement", summary: "共同试模三个月。" } as const;
const result = { kind: "result", summary: "缩孔率降了一半。", mayBecomeCase: true } as const;

describe("an interest", () => {
  it("answers three questions, once for an organisation, and only where it may see an open request of another", async () => {
    const id = await request();
    const interest = await expressInterest(partner(), id, answers);
    expect(await showInterest(owner(), interest)).toMatchObject({
      ...answers,
      state: "proposed",
      due: { side: "owner", what: "answer" },
    });
    await expect(expressInterest(partner(), id, answers)).rejects.toMatchObject({ reason: "taken" });
    await expect(expressInterest(owner(), id, answers)).rejects.toMatchObject({ reason: "state" });
    await withdrawRequest(owner(), { id, revision: 3 }, {});
    await expect(expressInterest(other(), id, answers)).rejects.toMatchObject({ code: "not_found" });
  });

  it("lets its partner see what is for those who qualified once it is accepted, and no more once talks end", async () => {
    const { id, requestId } = await talking();
    expect(await getRequest(partner(), requestId)).toMatchObject({
      view: "inner",
      state: "in-talks",
      details: "压射曲线。",
    });
    expect(await getRequest(partner(), requestId)).not.toHaveProperty("confidential");
    expect(await getRequest(other(), requestId)).not.toHaveProperty("details");
    await settle(id, nda);
    expect((await getRequest(partner(), requestId)).confidential).toBe("图纸号甲。");
    await endInterest(owner(), { id, revision: await revisionOf(id) }, { reason: "terms" });
    const after = await getRequest(partner(), requestId);
    expect(after).toMatchObject({ view: "members", state: "open" });
    expect(after).not.toHaveProperty("details");
  });

  it("does not say whose request it is to a partner who may not know it yet", async () => {
    const requestId = await request({ rings: { organisation: "qualified" } });
    const { id } = await expressInterest(partner(), requestId, answers);
    const before = await showInterest(partner(), await getInterest(partner(), id));
    expect(JSON.stringify(before)).not.toContain(world.organisationId);
    await acceptInterest(owner(), { id, revision: 1 });
    expect((await showInterest(partner(), await getInterest(partner(), id))).ownerId).toBe(world.organisationId);
  });

  it("is declined with a reason, and then is over", async () => {
    const requestId = await request();
    const { id } = await expressInterest(partner(), requestId, answers);
    await declineInterest(owner(), { id, revision: 1 }, { reason: "timing", feedback: "明年再谈。" });
    const seen = await showInterest(partner(), await getInterest(partner(), id));
    expect(seen).toMatchObject({ state: "declined", reason: "timing", feedback: "明年再谈。", actions: [] });
    await expect(acceptInterest(owner(), { id, revision: 2 })).rejects.toMatchObject({ reason: "state" });
    await expect(withdrawInterest(partner(), { id, revision: 2 })).rejects.toMatchObject({ reason: "state" });
  });

  it("may be expressed anew once it was taken back or talks ended, and not once it was declined", async () => {
    const requestId = await request();
    const first = await expressInterest(partner(), requestId, answers);
    await withdrawInterest(partner(), { id: first.id, revision: 1 });
    const second = await expressInterest(partner(), requestId, answers);
    await acceptInterest(owner(), { id: second.id, revision: 1 });
    await endInterest(partner(), { id: second.id, revision: 2 }, { reason: "timing" });
    const last = await expressInterest(partner(), requestId, answers);
    await declineInterest(owner(), { id: last.id, revision: 1 }, { reason: "not-fitting" });
    await expect(expressInterest(partner(), requestId, answers)).rejects.toMatchObject({ reason: "taken" });
  });

  it("is there for the two sides and the secretariat, its texts for the two sides alone", async () => {
    const { id, requestId } = await talking();
    await sendMessage(partner(), { id }, { text: "图纸号乙。" });
    await settle(id, { ...agreed, summary: "价格丙。" });
    await expect(getInterest(other(), id)).rejects.toMatchObject({ code: "not_found" });
    await expect(listMessages(secretary(), id, { limit: 10 })).rejects.toMatchObject({ code: "not_found" });
    await expect(getMeetings(secretary(), id)).rejects.toMatchObject({ code: "not_found" });
    const desk = await showInterest(secretary(), await getInterest(secretary(), id));
    expect(desk).toMatchObject({ state: "agreed", ownerId: world.organisationId, actions: [] });
    for (const hidden of [...Object.values(answers), "价格丙", "图纸号"])
      expect(JSON.stringify(desk)).not.toContain(hidden);
    const events = await listRequestEvents(secretary(), requestId, { limit: 50 });
    for (const hidden of [...Object.values(answers), "价格丙", "图纸号"])
      expect(JSON.stringify(events)).not.toContain(hidden);
    expect((await listRequestInterests(other(), requestId, { limit: 10 })).items).toEqual([]);
    expect((await listRequestInterests(owner(), requestId, { limit: 10 })).items.map((each) => each.id)).toEqual([id]);
    expect((await listInterests(partner(), { limit: 100 })).items.map((each) => each.id)).toContain(id);
    const { items } = await listMessages(owner(), id, { limit: 10 });
    expect(items).toMatchObject([{ number: 1, side: "partner", text: "图纸号乙。" }]);
  });
});

describe("the outcome ledger", () => {
  it("counts what one side proposed and the other confirmed, and never two different things", async () => {
    const { id, requestId } = await talking();
    await proposeStep(partner(), { id, revision: 2 }, { step: agreed });
    await expect(confirmStep(partner(), { id, revision: 3 }, { number: 1 })).rejects.toMatchObject({ reason: "state" });
    // Both say what they agreed, each something else: the later takes the place of the earlier.
    await proposeStep(owner(), { id, revision: 3 }, { step: { ...agreed, summary: "先试一个月。" } });
    const stale = confirmStep(owner(), { id, revision: 3 }, { number: 1 });
    await expect(stale).rejects.toMatchObject({ reason: "stale" });
    await expect(confirmStep(owner(), { id, revision: 4 }, { number: 1 })).rejects.toMatchObject({ reason: "state" });
    const confirmed = await confirmStep(partner(), { id, revision: 4 }, { number: 2 });
    expect(confirmed).toMatchObject({
      state: "agreed",
      steps: [{ number: 2, state: "confirmed", facts: { summary: "先试一个月。" } }],
    });
    expect((await getRequest(owner(), requestId)).state).toBe("agreed");
  });

  it("takes no result before an agreement, and no agreement once the request is closed", async () => {
    const { id, requestId } = await talking();
    await expect(proposeStep(partner(), { id, revision: 2 }, { step: result })).rejects.toMatchObject({
      reason: "state",
    });
    await proposeStep(partner(), { id, revision: 2 }, { step: agreed });
    const { revision } = await getRequest(owner(), requestId);
    await closeRequest(owner(), { id: requestId, revision }, { outcome: "met-elsewhere" });
    await expect(confirmStep(owner(), { id, revision: 3 }, { number: 1 })).rejects.toMatchObject({ reason: "state" });
  });

  it("leads to a draft case that names the interest and is named by it, where both said so", async () => {
    const { id } = await talking();
    await settle(id, agreed);
    await settle(id, { ...result, mayBecomeCase: false });
    const refused = draftCaseFrom(owner(), { id, revision: await revisionOf(id) });
    await expect(refused).rejects.toMatchObject({ reason: "state" });
    await settle(id, result);
    const { caseId = "" } = await draftCaseFrom(owner(), { id, revision: await revisionOf(id) });
    expect(await getCase(owner(), caseId)).toMatchObject({
      state: "draft",
      origin: id,
      organisationId: world.organisationId,
    });
    await expect(getCase(partner(), caseId)).rejects.toMatchObject({ code: "not_found" });
    const again = draftCaseFrom(owner(), { id, revision: await revisionOf(id) });
    await expect(again).rejects.toMatchObject({ reason: "state" });
  });

  it("gives meetings as a calendar: tentative, moved under the same id, confirmed, cancelled with the talks", async () => {
    const { id } = await talking();
    await proposeStep(partner(), { id, revision: 2 }, { step: meeting });
    const first = await getMeetings(owner(), id);
    expect(first).toContain("STATUS:TENTATIVE");
    expect(first).toContain("LOCATION:二号楼，三层");
    const uid = /UID:(\S+)/.exec(first)?.[1];
    await proposeStep(owner(), { id, revision: 3 }, { step: { ...meeting, startsAt: "2027-03-02T01:00:00.000Z" } });
    await confirmStep(partner(), { id, revision: 4 }, { number: 2 });
    const moved = await getMeetings(partner(), id);
    expect(moved.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(moved).toContain(`UID:${uid}`);
    expect(moved).toContain("DTSTART:20270302T010000Z");
    expect(moved).toContain("SEQUENCE:2");
    expect(moved).toContain("STATUS:CONFIRMED");
    await endInterest(partner(), { id, revision: 5 }, { reason: "location" });
    expect(await getMeetings(partner(), id)).toContain("STATUS:CANCELLED");
  });
});

describe("when things meet", () => {
  it("an interest is written before its request is withdrawn, or refused after: never in between", async () => {
    for (let round = 0; round < 5; round++) {
      const id = await request();
      const [came, gone] = await Promise.allSettled([
        once(partner(), () => expressInterest(partner(), id, answers)),
        once(owner(), () => withdrawRequest(owner(), { id, revision: 3 }, {})),
      ]);
      expect(gone.status).toBe("fulfilled");
      const { items } = await listRequestEvents(owner(), id, { limit: 20 });
      const actions = items.map(({ action }) => action);
      if (came.status === "fulfilled") expect(actions.slice(3)).toEqual(["interest", "withdraw"]);
      else expect(actions.slice(3)).toEqual(["withdraw"]);
    }
  });

  it("two acceptances at once both count, and the request knows both", async () => {
    const id = await request();
    const one = await expressInterest(partner(), id, answers);
    const two = await expressInterest(other(), id, answers);
    await Promise.all(
      [one, two].map((each) => once(owner(), () => acceptInterest(owner(), { id: each.id, revision: 1 }))),
    );
    const whole = await findRequest(world.table, id);
    expect(whole?.head.circle.map(({ organisationId }) => organisationId).toSorted()).toEqual(
      [world.otherId, thirdId].toSorted(),
    );
  });

  it("what binds rests while the other organisation's rights do; talks may end", async () => {
    const { id } = await talking();
    await proposeStep(partner(), { id, revision: 2 }, { step: meeting });
    const standing = (suspended: string[]) => {
      const Item = { pk: "alliance#standing", sk: "head", suspended };
      return world.table.client.send(new PutCommand({ TableName: world.table.name, Item }));
    };
    await standing([world.otherId]);
    await expect(confirmStep(owner(), { id, revision: 3 }, { number: 1 })).rejects.toMatchObject({ reason: "state" });
    const ended = await endInterest(owner(), { id, revision: 3 }, { reason: "other" });
    expect(ended.state).toBe("ended");
    await standing([]);
  });
});
