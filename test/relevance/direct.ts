// A retriever that asks the search index itself, without the API in front of it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SearchDocument } from "../../packages/shared/src/search/document.ts";
import { createGeneration } from "../../packages/shared/src/search/sqlite.ts";
import type { Open } from "./retriever.ts";
import type { Text } from "./sets.ts";

export const direct: Open = async (texts, depth) => {
  const folder = mkdtempSync(join(tmpdir(), "relevance-"));
  const index = await createGeneration(folder);
  for (let at = 0; at < texts.length; at += 100) await index.write(texts.slice(at, at + 100).map(documentOf));
  return {
    async retrieve(query) {
      const { items } = await index.search({ q: query, audience: ["public"], limit: depth });
      return items.map(({ id }) => id);
    },
    async close() {
      await index.close();
      rmSync(folder, { recursive: true });
    },
  };
};

function documentOf(text: Text): SearchDocument {
  return {
    ...text,
    view: "published",
    kind: "case",
    version: 1,
    audience: ["public"],
    except: [],
    updatedAt: "2026-01-01T00:00:00.000Z",
  };
}
