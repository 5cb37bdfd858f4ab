// The systems under measure: the product on each of its search engines, asked as a member does; texts come in by import, answers by its public addresses.
import { type Client, createClient } from "../../packages/client/src/client.ts";
import { newFolder, startProduct, tokenFor, until } from "../support/machine.ts";
import { dropIndices, indicesOn } from "./opensearch.ts";
import { type Measurable, type System, settled } from "./retriever.ts";
import type { Text } from "./sets.ts";

const rowsAtOnce = 50;
/** Enough that the door is never idle. */
const requestsAtOnce = 4;
const mostAlike = 10;

/** The product with the index it brings along. */
export const embedded: Measurable = {
  name: "embedded",
  open: (texts, depth) => open(texts, depth, undefined),
};

/**
 * The product on an OpenSearch node, where it leaves nothing behind. `open` throws where it keeps no index there: what was
 * measured would be another engine.
 */
export const onOpenSearch = (node: string): Measurable => ({
  name: "opensearch",
  async open(texts, depth) {
    const before = await indicesOn(node);
    const added = async () => (await indicesOn(node)).filter((name) => !before.includes(name));
    const system = await open(texts, depth, node);
    const close = async (): Promise<void> => {
      await system.close();
      await dropIndices(node, await added());
    };
    if ((await added()).length > 0) return { ...system, close };
    await close();
    throw new Error("the product keeps no index on the node of OPENSEARCH_URL; --engines embedded leaves it out");
  },
});

/** A new product on a new data folder, both gone when closed. */
async function open(texts: readonly Text[], depth: number, node: string | undefined): Promise<System> {
  const { data, remove } = newFolder();
  const running = await startOn(node, data);
  const close = async (): Promise<void> => {
    await running.stop();
    remove();
  };
  try {
    const client = createClient({ url: running.url, token: await tokenFor(data, "secretariat") });
    const cases = await importAll(client, texts);
    const textOf = new Map([...cases].map(([text, id]) => [id, text]));
    const search = async (q: string) =>
      (await client.call("search", { query: { q, limit: depth, kind: ["case"] } })).body;
    const similar = async (id: string) =>
      (await client.call("listSimilarCases", { params: { id }, query: { limit: mostAlike } })).body;
    await until("all texts are searchable", async () => (await search("")).total.value === texts.length, 120);
    const { body: status } = await client.call("getSearchStatus");
    return {
      make: makeOf(status.index?.generation ?? ""),
      retrieve: {
        search: async ({ text }) =>
          settled((await search(text)).items.map(({ externalId, score }) => ({ id: externalId ?? "", score }))),
        similar: async ({ id }) =>
          settled(
            (await similar(cases.get(id) ?? "")).items.map((item) => ({ ...item, id: textOf.get(item.id) ?? "" })),
          ),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The hash of what an index is made by, wherever in the name of a generation it stands. */
function makeOf(generation: string): string {
  return /[0-9a-f]{12}/.exec(generation)?.[0] ?? generation;
}

/** A product takes its engine from the environment it is started in, whatever this process was told. */
function startOn(node: string | undefined, data: string): ReturnType<typeof startProduct> {
  if (node === undefined) delete process.env["OPENSEARCH_URL"];
  else process.env["OPENSEARCH_URL"] = node;
  return startProduct(data, "--no-demo");
}
/** Imports all texts as published cases; gives the id of each case by the id of its text. */
async function importAll(client: Client, texts: readonly Text[]): Promise<Map<string, string>> {
  const { body: batch } = await client.call("openImport", { body: { kind: "case", publish: true } });
  const cases = new Map<string, string>();
  const starts = texts.flatMap((_, at) => (at % rowsAtOnce === 0 ? [at] : []));
  const send = async (at: number): Promise<void> => {
    const rows = texts.slice(at, at + rowsAtOnce).map(({ id, title, text }, position) => ({
      line: at + position + 1,
      record: { externalId: id, title, body: text },
    }));
    const { body } = await client.call("importRows", { params: { id: batch.id }, body: { rows } });
    for (const result of body.results) {
      if (result.outcome !== "new") throw new Error(`not imported: ${JSON.stringify(result)}`);
      cases.set(texts[result.line - 1]?.id ?? "", result.id ?? "");
    }
  };
  const work = async (): Promise<void> => {
    for (let at = starts.shift(); at !== undefined; at = starts.shift()) await send(at);
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, work));
  return cases;
}
