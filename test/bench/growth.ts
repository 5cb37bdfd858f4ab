// What becomes of searches, by the way one asks, and of the index as it grows.
import { percentile } from "../relevance/measures.ts";
import type { Built } from "./fill-index.ts";
import { timeOf } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import type { Site } from "./site.ts";
import { type Asking, askings } from "./texts.ts";

/** Milliseconds of each query, by the way one asks. */
export type Growing = ReadonlyMap<string, readonly number[]>;

export const addressOf = ({ url }: Site, { q, filters = {} }: Asking): string =>
  `${url}/v1/search?${new URLSearchParams({ q, ...filters }).toString()}`;

/** Asks each query twice and keeps the second time; the ways take turns, so that a busy minute is nobody's own. */
export const timesOfWays = async (site: Site, count: number): Promise<Growing> => {
  const ways = Object.entries(askings(count));
  const times = new Map(ways.map(([way]) => [way, [] as number[]]));
  for (const kept of [false, true])
    for (let at = 0; at < count; at++)
      for (const [way, asked] of ways) {
        const asking = asked[at];
        const time = asking ? await timeOf(addressOf(site, asking), site.member.token) : 0;
        if (kept) times.get(way)?.push(time);
      }
  return times;
};

/** Compares the last size with the first. */
export const growthOf = (grown: readonly { built: Built; times: Growing }[]): Figure[] => {
  const [first, last] = [grown[0], grown.at(-1)];
  if (!first || !last) return [];
  const sizes = `${first.built.cases} to ${last.built.cases} cases`;
  const searches = [...last.times].map(([way, after]): Figure => {
    const before = first.times.get(way) ?? [];
    const p = (times: readonly number[], share: number) => percentile(times, share);
    const third = Math.ceil(after.length / 3);
    const starts = [0, third, 2 * third];
    return {
      what: `search growing from ${sizes}, ${way}, p50 p95 ms`,
      ours: `${fixed(p(after, 0.5))} ${fixed(p(after, 0.95))}`,
      floor: `${fixed(p(before, 0.5))} ${fixed(p(before, 0.95))}`,
      ratios: starts.map(
        (start) => median(after.slice(start, start + third)) / median(before.slice(start, start + third)),
      ),
      aim: { most: 12 },
      note: "floor: the smaller index; ratio of p50, by thirds of the queries",
    };
  });
  const size = ({ built }: { built: Built }) => built.bytes / built.cases;
  return [
    ...searches,
    {
      what: `index file growing from ${sizes}, bytes a case`,
      ours: `${fixed(size(last), 0)} (${fixed(last.built.bytes / 1e6, 0)} MB)`,
      floor: `${fixed(size(first), 0)} (${fixed(first.built.bytes / 1e6, 0)} MB)`,
      ratios: [size(last) / size(first)],
      aim: { most: 1.2 },
    },
    {
      what: `building the index from ${sizes}, cases/s`,
      ours: fixed(last.built.rate, 0),
      floor: fixed(first.built.rate, 0),
      ratios: [last.built.rate / first.built.rate],
      aim: { least: 0.5 },
    },
  ];
};
