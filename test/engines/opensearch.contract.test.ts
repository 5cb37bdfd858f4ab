// The contract of search on a real OpenSearch.
import { afterAll, beforeAll, describe, inject } from "vitest";
import {
  type Cluster,
  openCluster,
  openSearchGenerations,
  singleNode,
} from "../../packages/shared/src/search/opensearch.ts";
import { contractSuite, type Opened } from "../shared/search/contract.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await openCluster({ url: inject("openSearch") });
});
afterAll(() => cluster.close());

const open = async (): Promise<Opened> => {
  const generations = openSearchGenerations(cluster, {
    prefix: `contract-${crypto.randomUUID().slice(0, 8)}`,
    profile: { ...singleNode, refresh: "now" },
    now: () => new Date(),
  });
  let index = await generations.create();
  return {
    index,
    async reopen() {
      await index.close();
      index = (await generations.open(index.name)) ?? index;
      return index;
    },
    async remove() {
      await index.close();
      await generations.remove(index.name);
    },
  };
};

describe("opensearch", () => {
  contractSuite(open);
});
