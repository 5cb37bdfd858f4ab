// Searches over HTTP: against the same index without our layers, against plain SQL on its file, and against the same requests to OpenSearch.
import { percentile } from "../relevance/measures.ts";
import { embedded, withOpenSearch } from "./engines.ts";
import { fill } from "./fill.ts";
import { fillIndex } from "./fill-index.ts";
import { timeOf } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import { compareSearches, compareToReplay } from "./search-floor.ts";
import { type Site, withBare, withFolder, withProduct } from "./site.ts";
import { suggestBeside } from "./suggest.ts";
import { queries } from "./texts.ts";

/** So many cases lie in the table, too: enough to read, and to see that searches read none of them. */
const inTable = 500;

export const benchSearch = async (quick: boolean, folder: string | undefined): Promise<Figure[]> => {
  const asked = queries(quick ? 100 : 300, folder);
  const figures = await withFolder(async (data) => {
    const told: Figure[] = [];
    const [id = ""] = await fill({ data, from: 0, to: inTable });
    let filled = inTable;
    for (const cases of quick ? [1_000] : [10_000, 50_000]) {
      await fillIndex(data, embedded, filled, cases);
      filled = cases;
      await withProduct(data, async (site) => {
        await withBare(data, site.endpoint, async (bare) => {
          told.push(...(await compareSearches(site, bare, cases, asked)));
        });
        told.push(...(await suggestBeside(site, cases, quick ? 100 : 200)));
        told.push(await readBeside(site, id, cases, queries(2_000, folder), quick ? 100 : 200));
      });
    }
    return told;
  });
  return [...figures, ...(await onOpenSearch(quick ? 2_000 : 100_000, asked))];
};

const onOpenSearch = (cases: number, asked: readonly string[]): Promise<Figure[]> =>
  withOpenSearch((engine) =>
    withFolder(async (data) => {
      await fill({ data, from: 0, to: inTable, search: engine });
      await fillIndex(data, engine, inTable, cases);
      return withProduct(
        data,
        (site) => withBare(data, site.endpoint, (bare) => compareToReplay(site, bare, cases, asked), engine),
        engine,
      );
    }),
  );

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
