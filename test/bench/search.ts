// Searches over HTTP: against the same index without our layers, against plain SQL on its file, and as the index grows.
import { percentile } from "../relevance/measures.ts";
import { fill } from "./fill.ts";
import { type Built, fillIndex } from "./fill-index.ts";
import { type Growing, growthOf, timesOfWays } from "./growth.ts";
import { timeOf } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import { compareSearches } from "./search-floor.ts";
import { type Site, withBare, withFolder, withProduct } from "./site.ts";
import { suggestBeside } from "./suggest.ts";
import { queries } from "./texts.ts";

/** So many cases lie in the table, too: enough to read, and to see that searches read none of them. */
const inTable = 500;

interface Size {
  cases: number;
  /** Queries asked of us and of the floors; none where only growth is looked at. */
  asked: number;
}

const sizes: readonly Size[] = [
  { cases: 10_000, asked: 300 },
  { cases: 50_000, asked: 300 },
  { cases: 100_000, asked: 0 },
];
const quickSizes: readonly Size[] = [
  { cases: 1_000, asked: 100 },
  { cases: 4_000, asked: 0 },
];

export const benchSearch = (quick: boolean, judged: string | undefined): Promise<Figure[]> =>
  withFolder(async (data) => {
    const figures: Figure[] = [];
    const grown: { built: Built; times: Growing }[] = [];
    const [id = ""] = await fill({ data, from: 0, to: inTable });
    let filled = inTable;
    for (const { cases, asked } of quick ? quickSizes : sizes) {
      const built = await fillIndex(data, filled, cases);
      filled = cases;
      await withProduct(data, async (site) => {
        if (asked > 0) {
          await withBare(data, site.endpoint, async (bare) => {
            figures.push(...(await compareSearches(site, bare, cases, queries(asked, judged))));
          });
          figures.push(...(await suggestBeside(site, cases, quick ? 100 : 200)));
          figures.push(await readBeside(site, id, cases, queries(2_000, judged), quick ? 100 : 200));
        }
        if (asked === 0 || grown.length === 0) grown.push({ built, times: await timesOfWays(site, quick ? 20 : 60) });
      });
    }
    return [...figures, ...growthOf(grown)];
  });

/** One reader in a closed loop, with and without one searcher in a closed loop, by turns. */
const readBeside = async (
  site: Site,
  id: string,
  cases: number,
  asked: readonly string[],
  reads: number,
): Promise<Figure> => {
  const { token } = site.member;
  const read = async (count: number): Promise<number> => {
    const times: number[] = [];
    for (let at = 0; at < count; at++) times.push(await timeOf(`${site.url}/v1/cases/${id}`, token));
    return percentile(times, 0.95);
  };
  const readWhileSearching = async (count: number): Promise<number> => {
    let done = false;
    const searching = (async () => {
      for (const q of asked) {
        if (done) return;
        await timeOf(`${site.url}/v1/search?q=${encodeURIComponent(q)}`, token);
      }
    })();
    const p95 = await read(count);
    done = true;
    await searching;
    return p95;
  };
  await read(reads);
  const slices = [];
  for (let round = 0; round < 4; round++)
    slices.push({ idle: await read(reads), beside: await readWhileSearching(reads) });
  return {
    what: `read a case beside a search, ${cases} cases, p95 ms`,
    ours: fixed(median(slices.map(({ beside }) => beside))),
    floor: `${fixed(median(slices.map(({ idle }) => idle)))} idle`,
    ratios: slices.map(({ idle, beside }) => beside / idle),
    aim: { most: 3 },
  };
};
