// The demonstration comes, goes and comes again, however many organisations there are beside it.
import { listOrganisations, registerOrganisation } from "@lianchuang/shared/members";
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
});
