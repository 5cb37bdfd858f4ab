// A rebuild into OpenSearch, against the very same bulk requests posted to an index of the same mapping with nothing else to do.
import type { SearchIndex } from "@lianchuang/shared/search";
import { openTable, type Table } from "@lianchuang/shared/table";
import { fill as rebuild } from "../../functions/indexer/rebuild.ts";
import { clientFor, startEngine } from "../../packages/local/src/engine.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { type SearchEngine, storeOf, untilMerged, withOpenSearch } from "./engines.ts";
import { fill } from "./fill.ts";
import { byTurns, measured } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import { withFolder } from "./site.ts";
import { openTape, type Sent, senderTo } from "./tape.ts";

const now = () => new Date();

export const compareRebuild = (quick: boolean): Promise<Figure[]> =>
  withOpenSearch((engine) =>
    withFolder(async (data) => {
      const cases = quick ? 2_000 : 20_000;
      await fill({ data, from: 0, to: cases });
      const table = await startEngine(openFolder(data).tableFile);
      try {
        const client = clientFor(table.endpoint);
        return [await compare(openTable({ name: tableName, client }), table.pid, data, engine, cases)];
      } finally {
        await table.stop();
      }
    }),
  );

const compare = async (
  table: Table,
  tablePid: number,
  data: string,
  engine: SearchEngine,
  cases: number,
): Promise<Figure> => {
  const recorded = await recordBulks(table, data, engine);
  const { url = "", pid = 0 } = engine;
  const store = await storeOf(data, engine);
  const send = senderTo(url);
  const post = async ({ name }: SearchIndex): Promise<void> => {
    for (const bulk of recorded.bulks) {
      const { body } = await send({ ...bulk, path: bulk.path.replace(recorded.name, name) });
      if (!body.subarray(0, 100).includes('"errors":false')) throw new Error("a bulk request failed");
    }
  };
  /** Into a new index, which is removed afterwards; until all of it can be found. */
  const into = async (work: (index: SearchIndex) => Promise<unknown>) => {
    const index = await store.generations.create();
    const { wall, processor, value } = await measured([process.pid, tablePid, pid], async () => {
      await work(index);
      const { documents, tombstones } = await index.facts();
      return documents + tombstones;
    });
    await untilMerged(engine);
    await store.generations.remove(index.name);
    return { rate: (value / wall) * 1_000, processor: processor / value, documents: value };
  };
  const slices = await byTurns(3, () => ({
    ours: () => into((index) => rebuild(table, index, now)),
    floor: () => into(post),
  }));
  await store.close();
  if (slices.some(({ ours, floor }) => ours.documents !== floor.documents))
    throw new Error("both sides must write the same documents");
  const rate = (of: "ours" | "floor") => fixed(median(slices.map((slice) => slice[of].rate)), 0);
  const processor = (of: "ours" | "floor") => fixed(median(slices.map((slice) => slice[of].processor)));
  return {
    what: `OpenSearch, rebuild of ${cases} cases to bulk requests alone, documents/s`,
    ours: rate("ours"),
    floor: rate("floor"),
    ratios: slices.map(({ ours, floor }) => ours.rate / floor.rate),
    aim: { least: 0.5 },
    processor: `${processor("ours")} / ${processor("floor")} ms a document (all processes)`,
    note: `${slices[0]?.ours.documents} documents in ${recorded.bulks.length} requests; ours reads each thing from the table and makes its tokens`,
  };
};

/** The bulk requests of one rebuild, and the generation that they were for. */
const recordBulks = async (
  table: Table,
  data: string,
  { url = "" }: SearchEngine,
): Promise<{ name: string; bulks: Sent[] }> => {
  const tape = await openTape(url);
  const store = await storeOf(data, tape);
  const index = await store.generations.create();
  await rebuild(table, index, now);
  await store.generations.remove(index.name);
  await store.close();
  tape.close();
  return { name: index.name, bulks: tape.take().filter(({ path }) => path.includes("/_bulk")) };
};
