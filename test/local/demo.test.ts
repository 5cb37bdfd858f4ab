// The demonstration comes, goes and comes again, however many organisations there are beside it.
import {
  acceptInterest,
  expressInterest,
  findRequest,
  getInterest,
  getRequest,
  listInterests,
  listRequests,
} from "@lianchuang/shared/cooperation";
import type { RequestState } from "@lianchuang/shared/cooperation/schema";
import { findActor, listOrganisations, registerOrganisation } from "@lianchuang/shared/members";
import { describe, expect, it } from "vitest";
import { demonstrate, removeDemonstration } from "../../packages/local/src/demo.ts";
import { creditCode, newWorld, system } from "../support/world.ts";

describe("the demonstration", () => {
  it("is removed whole from among more than a page of organisations, and can be added again", async () => {
    const world = await newWorld();
    const ctx = world.as(system);
    // Names that stand before 示例 in the list.
    for (let position = 0; position < 101; position++)
      await registerOrganisation(ctx, { name: `一厂 ${position}`, creditCode: creditCode(), kind: "manufacturer" });
    await demonstrate(ctx);
    expect(await removeDemonstration(ctx)).toBe(3);
    expect(await removeDemonstration(ctx)).toBe(0);
    await demonstrate(ctx);
    expect(await removeDemonstration(ctx)).toBe(3);
    const { items } = await listOrganisations(ctx, { limit: 1 });
    expect(items).toHaveLength(1);
  });

  it("has needs and offers that are open, one draft, one to be screened, one with an interest; and takes them all back", async () => {
    const world = await newWorld();
    const secretary = world.as(world.secretary);
    const titlesIn = async (state: RequestState) =>
      (await listRequests(secretary, { state, limit: 100 })).items.map(({ title }) => title);
    await demonstrate(world.as(system));
    const [open, drafts, screening] = [await titlesIn("open"), await titlesIn("draft"), await titlesIn("screening")];
    expect([open.length, drafts.length, screening.length]).toEqual([3, 1, 1]);
    expect([...open, ...drafts, ...screening].every((title) => title.startsWith("示例："))).toBe(true);
    const { items: waiting } = await listInterests(secretary, { state: "proposed", limit: 10 });
    expect(waiting.map(({ requestTitle }) => open.includes(requestTitle ?? ""))).toEqual([true]);
    await removeDemonstration(world.as(system));
    expect([await titlesIn("open"), await titlesIn("draft"), await titlesIn("screening")]).toEqual([[], [], []]);
    expect((await listInterests(secretary, { state: "proposed", limit: 10 })).items).toEqual([]);
  });

  it("takes back what was talked about meanwhile, too, and declines what others are interested in", async () => {
    const world = await newWorld();
    const secretary = world.as(world.secretary);
    await demonstrate(world.as(system));
    const { items } = await listInterests(secretary, { state: "proposed", limit: 1 });
    const { id = "", requestId = "" } = items[0] ?? {};
    const { createdBy } = (await findRequest(world.table, requestId))?.head ?? {};
    const owner = await findActor(world.table, createdBy ?? "", new Date());
    await acceptInterest(world.as(owner ?? system), { id, revision: 1 });
    const answers = { fit: "做过", brings: "人员", next: "下周" };
    const other = await expressInterest(world.as(world.engineer), requestId, answers);
    await removeDemonstration(world.as(system));
    expect((await getInterest(secretary, id)).state).toBe("ended");
    expect((await getInterest(secretary, other.id)).state).toBe("declined");
    expect((await getRequest(secretary, requestId)).state).toBe("withdrawn");
  });
});
