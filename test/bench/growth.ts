// What becomes of searches, by the way one asks, of the index and of memory as the library grows tenfold and tenfold again, on each search engine.
import { percentile } from "../relevance/measures.ts";
import { onEachEngine, type SearchEngine } from "./engines.ts";
import { fill } from "./fill.ts";
import { type Built, fillIndex } from "./fill-index.ts";
import { memoryOf, processorTime, timeOf } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import { type Site, withFolder, withProduct } from "./site.ts";
import { type Asking, askings } from "./texts.ts";

/** Of one way to ask: milliseconds of each query, and processor time a query by process. */
interface Way {
  times: number[];
  processor: Record<string, number>;
}

interface Grown {
  built: Built;
  ways: ReadonlyMap<string, Way>;
  /** Megabytes by process. */
  memory: Record<string, number>;
}

/** So many cases lie in the table, too: a search reads nothing there but its actor. */
const inTable = 500;

export const addressOf = ({ url }: Site, { q, filters = {} }: Asking): string =>
  `${url}/v1/search?${new URLSearchParams({ q, ...filters }).toString()}`;

export const benchGrowth = (quick: boolean): Promise<Figure[]> =>
  onEachEngine((engine) =>
    withFolder(async (data) => {
      await fill({ data, from: 0, to: inTable, search: engine });
      const grown: Grown[] = [];
      let filled = inTable;
      for (const cases of quick ? [1_000, 2_000, 4_000] : [1_000, 10_000, 100_000]) {
        const built = await fillIndex(data, engine, filled, cases);
        filled = cases;
        await withProduct(
          data,
          async (site) => {
            const ways = await askInTurn(site, quick ? 20 : 60);
            grown.push({ built, ways, memory: byProcess(site, memoryOf) });
          },
          engine,
        );
      }
      return growthOf(engine, grown);
    }),
  );

const byProcess = <T>({ serverPid, enginePid, searchPid }: Site, of: (pid: number) => T): Record<string, T> => ({
  product: of(serverPid),
  table: of(enginePid),
  ...(searchPid !== undefined && { search: of(searchPid) }),
});

const newWay = (site: Site): Way => ({ times: [], processor: byProcess(site, () => 0) });

/** Asks each query twice and keeps the second time; the ways take turns, so that a busy minute is nobody's own. */
const askInTurn = async (site: Site, count: number): Promise<Grown["ways"]> => {
  const asked = Object.entries(askings(count));
  const ways = new Map(asked.map(([name]) => [name, newWay(site)]));
  for (const kept of [false, true])
    for (let at = 0; at < count; at++)
      for (const [name, of] of asked) {
        const [asking, way] = [of[at], ways.get(name)];
        if (!asking || !way) continue;
        const before = byProcess(site, processorTime);
        const time = await timeOf(addressOf(site, asking), site.member.token);
        if (!kept) continue;
        way.times.push(time);
        for (const [process, used] of Object.entries(byProcess(site, processorTime)))
          way.processor[process] = (way.processor[process] ?? 0) + (used - (before[process] ?? 0)) / count;
      }
  return ways;
};

/** How much longer a search may take in ten times as many cases: a cluster answers a small library slowly already. */
const mostGrowth = (engine: SearchEngine): number => (engine.url === undefined ? 12 : 6);

/** Compares the last size with the one before, and tells the first. */
const growthOf = (engine: SearchEngine, grown: readonly Grown[]): Figure[] => {
  const [first, before, last] = grown;
  if (!first || !before || !last) return [];
  const on = `${engine.name}, ${before.built.cases} to ${last.built.cases} cases`;
  const told = (what: string, of: (at: Grown) => string): Pick<Figure, "what" | "ours" | "floor" | "note"> => ({
    what: `${on}, ${what}`,
    ours: of(last),
    floor: of(before),
    note: `at ${first.built.cases} cases ${of(first)}`,
  });
  const searches = [...last.ways.keys()].map((name): Figure => {
    const timesAt = ({ ways }: Grown) => ways.get(name)?.times ?? [];
    const processorAt = ({ ways }: Grown) => perProcess(ways.get(name)?.processor ?? {}, 1);
    return {
      ...told(
        `${name}, p50 p95 ms`,
        (at) => `${fixed(percentile(timesAt(at), 0.5))} ${fixed(percentile(timesAt(at), 0.95))}`,
      ),
      ratios: thirds(timesAt(last), timesAt(before)),
      aim: { most: mostGrowth(engine) },
      processor: `${processorAt(last)} / ${processorAt(before)} ms a query`,
    };
  });
  const size = ({ built }: Grown) => built.bytes / built.cases;
  return [
    ...searches,
    {
      ...told("index, bytes a case", (at) => `${fixed(size(at), 0)} (${fixed(at.built.bytes / 1e6, 0)} MB)`),
      ratios: [size(last) / size(before)],
      aim: { most: 1.2 },
    },
    {
      ...told("building, cases/s", ({ built }) => fixed(built.rate, 0)),
      ratios: [last.built.rate / before.built.rate],
      aim: { least: 0.5 },
    },
    told("memory, MB", ({ memory }) => perProcess(memory, 0)),
  ];
};

/** Ratios of p50, by thirds of the queries. */
const thirds = (after: readonly number[], before: readonly number[]): number[] => {
  const third = Math.ceil(after.length / 3);
  return [0, third, 2 * third].map(
    (start) => median(after.slice(start, start + third)) / median(before.slice(start, start + third)),
  );
};

const perProcess = (values: Record<string, number>, digits: number): string =>
  Object.entries(values)
    .map(([process, value]) => `${process} ${fixed(value, digits)}`)
    .join(" ");
