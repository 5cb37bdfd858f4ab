import { visitor } from "@lianchuang/shared/actor";
import {
  changeRequest,
  closeRequest,
  confirmRequest,
  draftRequest,
  getRequest,
  holdRequest,
  listLeaks,
  listRequestEvents,
  listRequests,
  openRequest,
  renewRequest,
  returnRequest,
  submitRequest,
  withdrawRequest,
} from "@lianchuang/shared/cooperation";
import { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
const engineer = () => world.as(world.engineer);
const secretary = () => world.as(world.secretary);
const stranger = () => world.as(world.stranger);

const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const whole = DraftRequest.parse({
  direction: "need",
  type: "technology",
  title: "寻求薄壁铝件压铸缩孔的解决办法",
  summary: "薄壁铝合金压铸件缩孔率偏高，希望找到工艺或检测方面的合作伙伴。",
  elements: {
    industries: ["3392"],
    processes: ["压铸"],
    materials: ["ADC12"],
    products: ["壳体"],
    effects: ["降低缩孔率"],
  },
  limits: {
    certificates: ["IATF 16949"],
    regions: ["21", "32"],
    date: day(200),
    quantity: { min: 1000, unit: "件" },
    budget: { max: 800_000 },
  },
  languages: ["zh", "en"],
  deadline: day(60),
  questionsUntil: day(30),
  contact: "联系本单位合作部",
  description: "壁厚 2.5 毫米，缩孔集中在浇口附近。",
  expectation: "共同试模，费用分担。",
  details: "模具温度与压射曲线可以提供。",
  confidential: "新车型的壳体图纸。",
});
const opened = async (over: Partial<DraftRequest> = {}): Promise<string> => {
  const { head } = await draftRequest(engineer(), { ...whole, ...over });
  await submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: [] });
  await openRequest(secretary(), { id: head.id, revision: 2 });
  return head.id;
};

describe("drafting", () => {
  it("keeps every field, tells what is missing, and shows it to nobody else", async () => {
    const { head } = await draftRequest(engineer(), whole);
    const seen = await getRequest(engineer(), head.id);
    const { direction, type, ...said } = whole;
    expect(seen).toMatchObject({ direction, type, ...said, state: "draft", edition: "draft", toComplete: [] });
    await expect(getRequest(stranger(), head.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getRequest(world.as(visitor), head.id)).rejects.toMatchObject({ code: "not_found" });
    const { head: short } = await draftRequest(engineer(), { direction: "offer", type: "testing", title: "检测" });
    expect((await getRequest(engineer(), short.id)).toComplete).toContain("summary");
  });

  it.each([
    ["/limits/quantity", { limits: { quantity: { min: 5, max: 2, unit: "件" } } }],
    ["/limits/budget", { limits: { budget: { min: 5, max: 2 } } }],
    ["/limits/date", { limits: { date: day(20) } }],
    ["/questionsUntil", { questionsUntil: day(61) }],
    ["/elements/industries/0", { elements: { industries: ["9999"] } }],
  ])("refuses what contradicts itself, naming %s", async (pointer, over) => {
    const refused = draftRequest(engineer(), { ...whole, ...over });
    await expect(refused).rejects.toMatchObject({ issues: [{ pointer }] });
  });

  it("refuses a deadline that is past or more than a year ahead when it is submitted", async () => {
    for (const deadline of [day(-2), day(400)]) {
      const { head } = await draftRequest(engineer(), { ...whole, limits: {}, deadline, questionsUntil: undefined });
      const refused = submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: [] });
      await expect(refused).rejects.toMatchObject({ issues: [{ pointer: "/deadline" }] });
    }
  });
});

describe("a request on its way", () => {
  it("is open once it was screened, and shown to each ring as far as it reaches", async () => {
    const id = await opened();
    const member = await getRequest(stranger(), id);
    expect(member).toMatchObject({ view: "members", state: "open", organisationId: world.organisationId });
    expect(member.description).toBe(whole.description);
    expect(member).not.toHaveProperty("details");
    const outside = await getRequest(world.as(visitor), id);
    expect(outside).toMatchObject({
      view: "published",
      title: whole.title,
      owner: { kind: "manufacturer", region: { code: "21" } },
    });
    for (const hidden of ["organisationId", "limits", "description", "contact", "rings", "actions", "createdBy"])
      expect(outside).not.toHaveProperty(hidden);
  });

  it("stays shown as it was while its next edition is written and screened", async () => {
    const id = await opened();
    const { head } = await changeRequest(engineer(), { id, revision: 3 }, { title: "新的题目" });
    expect(head).toMatchObject({ state: "open", edition: "draft" });
    expect((await getRequest(stranger(), id)).title).toBe(whole.title);
    expect((await getRequest(engineer(), id, "opened")).title).toBe(whole.title);
    await submitRequest(engineer(), { id, revision: 4 }, { accept: [] });
    const { items } = await listRequests(secretary(), { state: "screening", limit: 100 });
    expect(items.map((each) => each.id)).toContain(id);
    await openRequest(secretary(), { id, revision: 5 });
    expect((await getRequest(stranger(), id)).title).toBe("新的题目");
  });

  it("does not wait to be screened any more once it was withdrawn or closed", async () => {
    const waiting = async () =>
      (await listRequests(secretary(), { state: "screening", limit: 100 })).items.map((each) => each.id);
    const { head } = await draftRequest(engineer(), whole);
    await submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: [] });
    const id = await opened();
    await changeRequest(engineer(), { id, revision: 3 }, { title: "新的题目" });
    await submitRequest(engineer(), { id, revision: 4 }, { accept: [] });
    expect(await waiting()).toEqual(expect.arrayContaining([head.id, id]));
    await withdrawRequest(engineer(), { id: head.id, revision: 2 }, {});
    await closeRequest(engineer(), { id, revision: 5 }, { outcome: "no-partner" });
    expect((await waiting()).filter((each) => each === head.id || each === id)).toEqual([]);
    const closed = await listRequests(secretary(), { state: "closed", limit: 100 });
    expect(closed.items.map((each) => each.id)).toContain(id);
  });

  it("goes back to its owner with a reason that nobody else reads", async () => {
    const { head } = await draftRequest(engineer(), whole);
    await submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: [] });
    await returnRequest(secretary(), { id: head.id, revision: 2 }, { reason: "请补充数量" });
    expect(await getRequest(engineer(), head.id)).toMatchObject({ state: "draft", reason: "请补充数量" });
  });

  it("is held, renewed with a new deadline for all who see it, confirmed, closed and then unchanged", async () => {
    const id = await opened();
    await holdRequest(engineer(), { id, revision: 3 }, { reason: "产线检修" });
    const held = await getRequest(stranger(), id);
    expect(held.state).toBe("on-hold");
    expect(held).not.toHaveProperty("reason");
    await renewRequest(engineer(), { id, revision: 4 }, { deadline: day(120) });
    expect(await getRequest(stranger(), id)).toMatchObject({ state: "open", deadline: day(120) });
    await confirmRequest(engineer(), { id, revision: 5 });
    await closeRequest(world.as(world.representative), { id, revision: 6 }, { outcome: "met-elsewhere" });
    expect((await getRequest(stranger(), id)).state).toBe("closed");
    const late = changeRequest(engineer(), { id, revision: 7 }, { title: "改" });
    await expect(late).rejects.toMatchObject({ reason: "state" });
  });

  it("is gone for others once it is withdrawn", async () => {
    const id = await opened();
    await withdrawRequest(engineer(), { id, revision: 3 }, {});
    await expect(getRequest(stranger(), id)).rejects.toMatchObject({ code: "not_found" });
    expect((await getRequest(engineer(), id)).state).toBe("withdrawn");
    const { items } = await listRequestEvents(engineer(), id, { limit: 10 });
    expect(items.map(({ action, to }) => `${action} ${to}`)).toEqual([
      "draft draft",
      "submit screening",
      "open open",
      "withdraw withdrawn",
    ]);
    await expect(listRequestEvents(stranger(), id, { limit: 10 })).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses who sees it and may not, and a revision that is not the present one", async () => {
    const id = await opened();
    const change = { title: "别人的" };
    await expect(changeRequest(stranger(), { id, revision: 3 }, change)).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeRequest(engineer(), { id, revision: 2 }, change)).rejects.toMatchObject({ reason: "stale" });
    await expect(openRequest(engineer(), { id, revision: 3 })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("what tells whose a request is", () => {
  it("is marked, stops the submission until it is accepted, and is shown to the secretariat where it was kept", async () => {
    const telling = {
      ...whole,
      description: "请联系示例机床厂，电话 13800138000。",
      rings: { organisation: "nda" as const },
    };
    const { head } = await draftRequest(engineer(), telling);
    const marks = await listLeaks(engineer(), head.id);
    expect(marks.map(({ kind, text, field }) => `${field} ${kind} ${text}`)).toEqual([
      "description organisation 示例机床厂",
      "description telephone 13800138000",
    ]);
    const refused = submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: ["示例机床厂"] });
    await expect(refused).rejects.toMatchObject({
      reason: "state",
      issues: [{ pointer: "/description", code: "leak" }],
    });
    const accept = ["示例机床厂", "13800138000"];
    await submitRequest(engineer(), { id: head.id, revision: 1 }, { accept });
    expect((await getRequest(secretary(), head.id)).kept?.map(({ text }) => text)).toEqual(accept);
    await expect(listLeaks(stranger(), head.id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is no fault in a field that only those read who know whose it is", async () => {
    const { head } = await draftRequest(engineer(), { ...whole, details: "示例机床厂 13800138000" });
    expect(await listLeaks(engineer(), head.id)).toEqual([]);
  });
});
