// Generations of two makes in one cluster, as while code is being replaced: each code has the one it can read.
import { type Cluster, openCluster, openSearchGenerations, singleNode } from "@lianchuang/shared/search/opensearch";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { aDocument } from "../shared/search/documents.ts";

const prefix = "makes";
/** As other code names its own. */
const theirs = `${prefix}-0123456789ab-2`;

let cluster: Cluster;
beforeEach(async () => {
  cluster = await openCluster({ url: inject("openSearch") ?? "" });
});
afterEach(async () => {
  await cluster.ask({ method: "DELETE", path: `/${prefix}-*`, allow: [404] });
  await cluster.close();
});

const at = (hours: number) =>
  openSearchGenerations(cluster, {
    prefix,
    profile: { ...singleNode, refresh: "now" },
    now: () => new Date(Date.now() + hours * 3_600_000),
  });
/** What other code does when it has made its generation. */
const takeOver = async (): Promise<void> => {
  const aliases = { [`${theirs}-write`]: {}, "makes-0123456789ab": {} };
  await cluster.ask({ method: "PUT", path: `/${theirs}`, body: { aliases } });
  const actions = [{ remove: { index: `${prefix}-*`, alias: prefix } }, { add: { index: theirs, alias: prefix } }];
  await cluster.ask({ method: "POST", path: "/_aliases", body: { actions } });
};

describe("a generation of another make", () => {
  it("takes over from none that its own code still asks for, until that code is replaced", async () => {
    const generations = at(0);
    const own = await generations.create();
    await own.write([aDocument({ title: "主轴热补偿" })]);
    await generations.swap(own.name);
    await takeOver();
    await generations.sweep();
    expect(await generations.current()).toBe(own.name);
    const { items } = await own.search({ q: "主轴", audience: ["public"], limit: 5 });
    expect(items.map(({ title }) => title)).toEqual(["主轴热补偿"]);
    await at(2).sweep();
    expect(await generations.open(own.name)).toBeUndefined();
    expect(await generations.current()).toBe(theirs);
    expect(generations.isOfThisMake(theirs)).toBe(false);
  });

  it("gives way to one of this make, which is counted on from it", async () => {
    const generations = at(0);
    await takeOver();
    const next = await generations.create();
    expect(next.name).toMatch(/-3$/);
    await generations.swap(next.name);
    await generations.sweep();
    expect(await generations.current()).toBe(next.name);
    expect(await generations.open(theirs)).toBeDefined();
    const after = await generations.create();
    await generations.swap(after.name);
    await generations.sweep();
    expect(await generations.open(next.name)).toBeUndefined();
    expect(await generations.open(theirs)).toBeDefined();
    await at(2).sweep();
    expect(await generations.open(theirs)).toBeUndefined();
  });
});
