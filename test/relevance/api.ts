// A retriever that asks the product as a member does: texts come in by import, answers by the public search address.
import { createClient } from "../../packages/client/src/client.ts";
import { newFolder, startProduct, tokenFor, until } from "../support/machine.ts";
import type { Open } from "./retriever.ts";

const rowsAtOnce = 50;

export const throughTheApi: Open = async (texts, depth) => {
  const { data, remove } = newFolder();
  const running = await startProduct(data, "--no-demo");
  const client = createClient({ url: running.url, token: await tokenFor(data, "secretariat") });
  const { body: batch } = await client.call("openImport", { body: { kind: "case", publish: true } });
  for (let at = 0; at < texts.length; at += rowsAtOnce) {
    const rows = texts.slice(at, at + rowsAtOnce).map(({ id, title, text }, position) => ({
      line: at + position + 1,
      record: { externalId: id, title, body: text },
    }));
    const { body } = await client.call("importRows", { params: { id: batch.id }, body: { rows } });
    const refused = body.results.filter(({ outcome }) => outcome !== "new");
    if (refused.length > 0) throw new Error(`not imported: ${JSON.stringify(refused[0])}`);
  }
  const search = async (q: string) => (await client.call("search", { query: { q, limit: depth, kind: "case" } })).body;
  await until("all texts are searchable", async () => (await search("")).total.value === texts.length);
  return {
    retrieve: async (query) => (await search(query)).items.map(({ externalId }) => externalId ?? ""),
    async close() {
      await running.stop();
      remove();
    },
  };
};
