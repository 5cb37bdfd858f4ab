import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Actor, visitor } from "@lianchuang/shared/actor";
import { once } from "@lianchuang/shared/command";
import {
  answerQuestion,
  askQuestion,
  draftRequest,
  getRequest,
  holdRequest,
  listQuestions,
  listRequestEvents,
  openRequest,
  submitRequest,
  withdrawRequest,
} from "@lianchuang/shared/cooperation";
import type { DraftRequest } from "@lianchuang/shared/cooperation/schema";
import { found } from "@lianchuang/shared/head";
import { findActor, registerOrganisation, registerPerson } from "@lianchuang/shared/members";
import { beforeAll, describe, expect, it } from "vitest";
import { questionKey } from "../../../packages/shared/src/cooperation/questions/store.ts";
import { creditCode, newWorld, system, type World } from "../../support/world.ts";

let world: World;
let colleague: Actor;
let another: Actor;
beforeAll(async () => {
  world = await newWorld();
  colleague = await person("示例讲师", world.otherId);
  const { id } = await registerOrganisation(world.as(system), {
    name: "示例检测院",
    creditCode: creditCode(),
    kind: "institute",
  });
  another = await person("示例检测员", id);
});
const person = async (name: string, organisationId: string): Promise<Actor> => {
  const { id } = await registerPerson(world.as(system), { name, organisationId, role: "member" });
  return found(await findActor(world.table, id, new Date()));
};

const engineer = () => world.as(world.engineer);
const stranger = () => world.as(world.stranger);
/** The day so many days from now, by the clocks of China. */
const day = (ahead: number): string =>
  new Date(Date.now() + ahead * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
const opened = async (over: Partial<DraftRequest> = {}): Promise<string> => {
  const { head } = await draftRequest(engineer(), {
    direction: "need",
    type: "technology",
    title: "寻求压铸缩孔的解决办法",
    summary: "薄壁铝件。",
    deadline: day(30),
    ...over,
  });
  await submitRequest(engineer(), { id: head.id, revision: 1 }, { accept: [] });
  await openRequest(world.as(world.secretary), { id: head.id, revision: 2 });
  return head.id;
};
const ask = (id: string, text = "缩孔在哪个部位？", ctx = stranger()) => askQuestion(ctx, id, { text, accept: [] });
const answer = (id: string, number: number, text = "在浇口附近。") =>
  answerQuestion(engineer(), id, { number, outcome: "answered", text, accept: [] });
const decline = (id: string, number: number, text?: string) =>
  answerQuestion(engineer(), id, { number, outcome: "declined", ...(text !== undefined && { text }), accept: [] });
const seenBy = async (actor: Actor, id: string): Promise<string[]> =>
  (await listQuestions(world.as(actor), id)).map(({ text }) => text);

describe("a question", () => {
  it("is seen by the owner, by the asker's own people and by the secretariat until it is answered, then by every member", async () => {
    const id = await opened();
    await ask(id, "问一");
    for (const actor of [world.engineer, world.stranger, colleague, world.secretary])
      expect(await seenBy(actor, id)).toEqual(["问一"]);
    expect(await seenBy(another, id)).toEqual([]);
    await answer(id, 1);
    const [seen] = await listQuestions(world.as(another), id);
    expect(seen).toMatchObject({ state: "answered", text: "问一", answer: { text: "在浇口附近。" } });
    for (const hidden of ["number", "organisationId", "kept"]) expect(seen).not.toHaveProperty(hidden);
    await expect(listQuestions(world.as(visitor), id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("tells its asker to his own people and to the secretariat, never to the owner: not in the list, not in the timeline", async () => {
    const id = await opened();
    await ask(id);
    await answer(id, 1);
    for (const actor of [world.stranger, colleague, world.secretary])
      expect(await listQuestions(world.as(actor), id)).toMatchObject([{ organisationId: world.otherId }]);
    const told = JSON.stringify([
      await listQuestions(engineer(), id),
      await listRequestEvents(engineer(), id, { limit: 50 }),
      await getRequest(engineer(), id),
    ]);
    expect(told).toContain('"action":"ask"');
    expect(told).not.toContain(world.otherId);
    expect(told).not.toContain(found(world.stranger.kind === "person" ? world.stranger.id : undefined));
    const { items } = await listRequestEvents(world.as(world.secretary), id, { limit: 50 });
    expect(items.find(({ action }) => action === "ask")?.actorId).toBe(
      world.stranger.kind === "person" ? world.stranger.id : "",
    );
  });

  it("is hidden from a secretary who belongs to the owner as from the owner, and answered by the number he sees", async () => {
    const id = await opened();
    await ask(id);
    const both =
      world.secretary.kind === "person" && world.engineer.kind === "person"
        ? { ...world.secretary, memberships: [...world.secretary.memberships, ...world.engineer.memberships] }
        : visitor;
    expect(await listQuestions(world.as(both), id)).toMatchObject([{ number: 1, state: "unanswered" }]);
    expect((await listQuestions(world.as(both), id))[0]).not.toHaveProperty("organisationId");
  });

  it("that is declined stays among those who saw it before, with the reason", async () => {
    const id = await opened();
    await ask(id, "问一");
    await decline(id, 1, "属于商业秘密。");
    expect(await listQuestions(world.as(colleague), id)).toMatchObject([
      { state: "declined", answer: { text: "属于商业秘密。" } },
    ]);
    expect(await seenBy(another, id)).toEqual([]);
  });

  it("leaves revision and time of change as they are for all outside", async () => {
    const id = await opened();
    const [member, outside] = [await getRequest(stranger(), id), await getRequest(world.as(visitor), id)];
    await ask(id);
    await answer(id, 1);
    expect([await getRequest(stranger(), id), await getRequest(world.as(visitor), id)]).toEqual([member, outside]);
    expect((await getRequest(engineer(), id)).revision).toBe(3);
  });

  it("is asked by members of other organisations alone, and answered by the owner alone", async () => {
    const id = await opened();
    await expect(ask(id, "自问", engineer())).rejects.toMatchObject({ code: "forbidden" });
    const foreign = { text: "问", organisationId: world.organisationId, accept: [] };
    await expect(askQuestion(stranger(), id, foreign)).rejects.toMatchObject({ code: "forbidden" });
    await expect(ask(id, "问", world.as(visitor))).rejects.toMatchObject({ code: "forbidden" });
    await ask(id);
    for (const actor of [world.stranger, world.secretary]) {
      const said = { number: 1, outcome: "answered" as const, text: "答", accept: [] };
      await expect(answerQuestion(world.as(actor), id, said)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("is answered once, also where two answer at the same time", async () => {
    const id = await opened();
    await ask(id);
    const both = await Promise.allSettled(["甲", "乙"].map((text) => once(engineer(), () => answer(id, 1, text))));
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(answer(id, 1, "丙")).rejects.toMatchObject({ reason: "state" });
    await expect(answer(id, 2)).rejects.toMatchObject({ issues: [{ pointer: "/number" }] });
  });
});

describe("the time for questions", () => {
  it.each([
    ["the last day for questions", { questionsUntil: day(5) }, 5],
    ["the deadline where no day is named", {}, 30],
  ])("lasts to the end of %s in China", async (_, over, last) => {
    const id = await opened(over);
    const endOfDay = Date.parse(`${day(last)}T24:00:00+08:00`);
    const at = (time: number) => world.as(world.stranger, { now: () => new Date(time) });
    await expect(ask(id, "问", at(endOfDay))).rejects.toMatchObject({ reason: "state" });
    await ask(id, "问", at(endOfDay - 1));
  });

  it("is over while it is on hold; what was asked is still answered", async () => {
    const id = await opened();
    await ask(id);
    await holdRequest(engineer(), { id, revision: 3 }, {});
    await expect(ask(id)).rejects.toMatchObject({ reason: "state" });
    await answer(id, 1);
    expect(await seenBy(another, id)).toEqual(["缩孔在哪个部位？"]);
    await withdrawRequest(engineer(), { id, revision: 4 }, {});
    await expect(listQuestions(stranger(), id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the bounds of questions", () => {
  it("are five that wait of one organisation, whoever of it asks and however many at once", async () => {
    const id = await opened();
    const asks = Array.from({ length: 8 }, (_, at) => {
      const ctx = world.as(at % 2 === 0 ? world.stranger : colleague);
      return once(ctx, () => ask(id, `问${at}`, ctx));
    });
    await Promise.allSettled(asks);
    // Who raced too often asks again, as any client would.
    while ((await seenBy(world.stranger, id)).length < 5) await ask(id, "再问");
    expect((await seenBy(world.engineer, id)).length).toBe(5);
    await expect(ask(id)).rejects.toMatchObject({ reason: "state" });
    await ask(id, "他人问", world.as(another));
    await decline(id, 1);
    await ask(id);
  });

  it("are fifty of one request", async () => {
    const id = await opened();
    for (let number = 1; number <= 50; number++) {
      const question = { number, text: "问", organisationId: world.otherId, personId: "p", kept: [] };
      const item = { pk: id.replace("_", "#"), sk: questionKey(number), at: new Date().toISOString(), ...question };
      await world.table.client.send(new PutCommand({ TableName: world.table.name, Item: item }));
    }
    await expect(ask(id, "问", world.as(another))).rejects.toMatchObject({ reason: "state" });
  });
});

describe("what tells who wrote a question or an answer", () => {
  const refused = { reason: "state", issues: [{ pointer: "/text", code: "leak" }] };

  it("is refused in a question until the asker accepts it, and the secretariat sees what was kept", async () => {
    const id = await opened();
    const text = "示例大学可以检测吗？";
    await expect(ask(id, text)).rejects.toMatchObject(refused);
    await askQuestion(stranger(), id, { text, accept: ["示例大学"] });
    expect(await listQuestions(world.as(world.secretary), id)).toMatchObject([{ kept: ["示例大学"] }]);
    expect((await listQuestions(engineer(), id))[0]).not.toHaveProperty("kept");
  });

  it("is refused in an answer as far as the owner's rings hide it, and any other organisation always", async () => {
    const [known, hidden] = [await opened(), await opened({ rings: { organisation: "nda" } })];
    for (const id of [known, hidden]) await ask(id);
    await expect(answer(hidden, 1, "请到示例机床厂来。")).rejects.toMatchObject(refused);
    await expect(answer(known, 1, "请打 13800138000。")).rejects.toMatchObject(refused);
    await expect(answer(known, 1, "示例检测院也问过。")).rejects.toMatchObject(refused);
    await answer(known, 1, "请到示例机床厂来。");
  });

  it("is marked in an answer no otherwise for who asked than for who did not", async () => {
    const id = await opened();
    await ask(id);
    const issuesOf = (name: string) =>
      answer(id, 1, `${name}问过。`).catch(({ issues }: { issues: unknown }) =>
        JSON.stringify(issues).replaceAll(name, "某单位"),
      );
    expect(await issuesOf("示例大学")).toBe(await issuesOf("示例检测院"));
  });
});
