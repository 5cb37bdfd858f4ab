// A system under measure: the product, asked as a member does; texts come in by import, answers by its public addresses.
import { currentGeneration } from "@lianchuang/shared/search/sqlite";
import { type Client, createClient } from "../../packages/client/src/client.ts";
import { operations } from "../../packages/client/src/paths.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { newFolder, startProduct, tokenFor, until } from "../support/machine.ts";
import { type Found, type Measurable, type Retriever, type System, settled } from "./retriever.ts";
import type { Asks, Text } from "./sets.ts";

const rowsAtOnce = 50;
/** Enough that the door is never idle. */
const requestsAtOnce = 4;

const similarPath = "/v1/cases/{id}/similar";
const paths: readonly string[] = Object.values(operations).map(({ path }) => path);
const answers: readonly Asks[] = paths.includes(similarPath) ? ["search", "similar"] : ["search"];

/** A new product on a new data folder, both gone when closed. */
export const throughTheApi: Measurable = { answers, open };

async function open(texts: readonly Text[], depth: number): Promise<System> {
  const { data, remove } = newFolder();
  const running = await startProduct(data, "--no-demo");
  const close = async (): Promise<void> => {
    await running.stop();
    remove();
  };
  try {
    const token = await tokenFor(data, "secretariat");
    const client = createClient({ url: running.url, token });
    const cases = await importAll(client, texts);
    const search = async (q: string) =>
      (await client.call("search", { query: { q, limit: depth, kind: ["case"] } })).body;
    await until("all texts are searchable", async () => (await search("")).total.value === texts.length, 60);
    const generation = (await currentGeneration(openFolder(data).indexFolder)) ?? "";
    return {
      make: generation.split("-")[0] ?? "",
      retrieve: {
        search: async ({ text }) =>
          settled((await search(text)).items.map(({ externalId, score }) => ({ id: externalId ?? "", score }))),
        similar: similarTo(running.url, token, cases),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
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

/** By address, since the client names only operations that there are. */
function similarTo(url: string, token: string, cases: ReadonlyMap<string, string>): Retriever {
  const texts = new Map([...cases].map(([text, id]) => [id, text]));
  return async ({ id }) => {
    const address = `${url}${similarPath.replace("{id}", cases.get(id) ?? "")}?limit=10`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${response.status} from ${address}: ${await response.text()}`);
    const { items } = (await response.json()) as { items: readonly Found[] };
    return settled(items.map((item) => ({ ...item, id: texts.get(item.id) ?? "" })));
  };
}
