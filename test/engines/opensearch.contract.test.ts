// The contract of search on a real OpenSearch.
import { describe } from "vitest";
import { contractSuite, type Opened } from "../shared/search/contract.ts";
import { newGenerations } from "../support/index.ts";

const open = async (): Promise<Opened> => {
  const { generations, remove } = await newGenerations();
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
      await remove();
    },
  };
};

describe("opensearch", () => {
  contractSuite(open);
});
