// Imports over HTTP, against bare transactions of the same items on the same engine, at three fillings.
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { Context } from "@lianchuang/shared/context";
import { openTable } from "@lianchuang/shared/table";
import { createClient } from "../../packages/client/src/client.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { systemContext } from "../../packages/local/src/operator.ts";
import { actingAs, fill, recordedImport, rowsOf } from "./fill.ts";
import { byTurns, inParallel, measured } from "./load.ts";
import { newRecorder, type Transaction } from "./recorder.ts";
import { type Figure, fixed, median } from "./report.ts";
import { type Site, withFolder, withProduct } from "./site.ts";

/** The floor has a table of its own in the same engine, filled as high, so that nobody indexes its cases. */
const bareName = "bare";

export const benchImport = (quick: boolean): Promise<Figure[]> =>
  withFolder(async (data) => {
    const figures: Figure[] = [];
    let filled = 0;
    for (const cases of quick ? [0, 1_000] : [0, 2_000, 10_000]) {
      await fill({ data, from: filled, to: cases, alsoIn: [bareName] });
      filled = cases;
      const [rounds, rows] = quick ? [2, 100] : [5, 400];
      // Records of their own for each filling, far from those that fill.
      figures.push(await withProduct(data, (site) => compare(site, data, cases, 1_000_000 + cases * 10, rounds, rows)));
    }
    return figures;
  });

const compare = async (
  site: Site,
  data: string,
  cases: number,
  first: number,
  rounds: number,
  rows: number,
): Promise<Figure> => {
  const send = await newSender(site);
  const floor = await newFloor(site, data);
  const slices = await byTurns(rounds, async (round) => {
    const from = first + round * rows;
    const transactions = await floor.record(from, from + rows);
    return {
      ours: () => measured([site.serverPid, site.enginePid, process.pid], () => send(from, from + rows)),
      floor: () => measured([site.enginePid, process.pid], () => floor.write(transactions)),
    };
  });
  const rate = (of: "ours" | "floor") => fixed(median(slices.map((slice) => (rows / slice[of].wall) * 1000)), 0);
  const processor = (of: "ours" | "floor") => fixed(median(slices.map((slice) => slice[of].processor / rows)));
  return {
    what: `import from ${cases} cases on, rows/s`,
    ours: rate("ours"),
    floor: rate("floor"),
    ratios: slices.map((slice) => slice.floor.wall / slice.ours.wall),
    aim: { least: 0.6 },
    processor: `${processor("ours")} / ${processor("floor")} ms a row (all processes)`,
  };
};

/** Sends rows as the import command does: fifty a request, two requests in flight. */
export const newSender = async (site: Site): Promise<(from: number, to: number) => Promise<void>> => {
  const client = createClient({ url: site.url, token: site.secretary.token });
  const { body: batch } = await client.call("openImport", {
    body: { kind: "case", publish: true, dryRun: false, audience: "members" },
  });
  return (from, to) => {
    const starts = Array.from({ length: Math.ceil((to - from) / 50) }, (_, at) => from + at * 50);
    return inParallel(2, starts, async (start) => {
      const rows = rowsOf(start, Math.min(start + 50, to));
      const { body } = await client.call("importRows", { params: { id: batch.id }, body: { rows } });
      if (body.results.some(({ outcome }) => outcome !== "new")) throw new Error("a row was not imported as new");
    });
  };
};

/** Records what the same rows would write into the floor's table, and writes it there by the SDK, eight transactions at once. */
const newFloor = async (site: Site, data: string) => {
  const table = openTable({ name: bareName, client: clientFor(site.endpoint) });
  const system: Context = systemContext(site.table, openFolder(data));
  const recorder = newRecorder(table);
  const recordRows = await recordedImport({ ...(await actingAs(system, site.secretary.id)), table }, recorder);
  return {
    async record(from: number, to: number): Promise<Transaction[]> {
      recorder.empty();
      return recordRows(from, to);
    },
    write: (transactions: readonly Transaction[]) =>
      inParallel(8, transactions, (TransactItems) =>
        table.client.send(new TransactWriteCommand({ TransactItems: [...TransactItems] })),
      ),
  };
};
