import { acceptInterest, draftRequest, expressInterest, getDesk, submitRequest } from "@lianchuang/shared/cooperation";
import { beforeEach, expect, it } from "vitest";
import { answers, openedRequest } from "../../support/cooperation.ts";
import { newWorld, type World } from "../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

/** After all that made the world: a table's time never goes back. */
const start = Date.now() + 86_400_000;
const after = (days: number) => ({ now: () => new Date(start + days * 86_400_000) });
const day = (days: number): string => new Date(start + days * 86_400_000).toISOString().slice(0, 10);
const draft = (deadline: string) =>
  ({ direction: "need", type: "testing", title: "寻求检测", summary: "壳体检测。", deadline }) as const;
const submit = async (deadline: string): Promise<string> => {
  const engineer = world.as(world.engineer, after(0));
  const { head } = await draftRequest(engineer, draft(deadline));
  await submitRequest(engineer, { id: head.id, revision: 1 }, { accept: [] });
  return head.id;
};
const open = (deadline: string): Promise<string> => openedRequest(world, world.engineer, draft(deadline), after(0));

it("shows the secretariat what waits: to screen, without an answer, without a move, about to end; and nobody else", async () => {
  const screening = await submit(day(100));
  const [quiet, talked, ending] = [await open(day(200)), await open(day(200)), await open(day(40))];
  const unanswered = await expressInterest(world.as(world.stranger, after(1)), quiet, answers);
  const talking = await expressInterest(world.as(world.stranger, after(1)), talked, answers);
  await acceptInterest(world.as(world.engineer, after(2)), { id: talking.id, revision: 1 });

  const early = await getDesk(world.as(world.secretary, after(5)));
  expect(early.screening.items.map(({ id }) => id)).toEqual([screening]);
  expect([early.unanswered.count, early.stuck.count, early.expiring.count]).toEqual([0, 0, 0]);
  expect(early.workload).toEqual({ open: 2, inTalks: 1 });

  const late = await getDesk(world.as(world.secretary, after(35)));
  expect(late.unanswered.items.map(({ id }) => id)).toEqual([unanswered.id]);
  expect(late.stuck.items.map(({ id }) => id)).toEqual([talking.id]);
  expect(late.expiring.items.map(({ id }) => id)).toEqual([ending]);
  await expect(getDesk(world.as(world.engineer))).rejects.toMatchObject({ code: "not_found" });
});
