// Requests to OpenSearch per search, counted between us and the engine: exact, so that an extra round trip is seen at once.
import { randomUUID } from "node:crypto";
import { openCluster, openSearchGenerations, singleNode } from "@lianchuang/shared/search/opensearch";
import { expect, inject, it } from "vitest";
import { aDocument } from "../shared/search/documents.ts";
import { newDoor } from "../support/door.ts";
import { newWorld } from "../support/world.ts";
import { startSearchProxy } from "./search-proxy.ts";

const budget = [
  { what: "words that are known", query: "q=机床主轴", requests: 3 },
  { what: "words that are known, narrowed", query: "q=机床主轴&kind=case", requests: 3 },
  { what: "a word that nothing holds", query: "q=机床主轴 氢能", requests: 4 },
  { what: "everything", query: "q=", requests: 2 },
];

it("asks as often as it must, counted at the door", async () => {
  const proxy = await startSearchProxy(inject("openSearch") ?? "");
  const cluster = await openCluster({ url: proxy.url });
  const prefix = `budget-${randomUUID().slice(0, 8)}`;
  const profile = { ...singleNode, refresh: "now" };
  try {
    const index = await openSearchGenerations(cluster, { prefix, profile, now: () => new Date() }).create();
    await index.write(Array.from({ length: 8 }, (_, at) => aDocument({ title: `数控机床主轴改造 ${at}` })));
    const door = newDoor(await newWorld(), { index: () => index });
    let requests = 0;
    proxy.decide = () => {
      requests++;
      return "pass";
    };
    const counted: typeof budget = [];
    for (const { what, query } of budget) {
      requests = 0;
      const answer = await door.fetch(`http://door/v1/search?${encodeURI(query)}`, {});
      expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(8);
      counted.push({ what, query, requests });
    }
    expect(counted).toEqual(budget);
  } finally {
    await cluster.ask({ method: "DELETE", path: `/${prefix}-*`, allow: [404] });
    await cluster.close();
    await proxy.close();
  }
});
