// A real search index in a folder of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGeneration, type SearchIndex } from "@lianchuang/shared/search/sqlite";

export const newIndex = async (): Promise<{ index: SearchIndex; folder: string; close: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), "index-"));
  const index = await createGeneration(folder);
  return {
    index,
    folder,
    close: async () => {
      await index.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
