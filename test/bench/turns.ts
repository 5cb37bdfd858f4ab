// Several servers asked the same, one right after the other, and what comes of it: percentiles, ratios by slices, processor time.
import { setTimeout as wait } from "node:timers/promises";
import { percentile } from "../relevance/measures.ts";
import { measured, timeOf } from "./load.ts";
import { fixed } from "./report.ts";

export const slice = 100;

/** Milliseconds of each query, and processor time a query of whoever answers. */
export interface Asked {
  times: number[];
  processor: number;
}

/** Asks every server every query; who is first changes from query to query. Each server gets the address of a query, and so many milliseconds for what it does after its answer. */
export const askByTurns = async <T extends string>(
  asked: readonly string[],
  token: string,
  servers: Record<T, { pids: readonly number[]; address: (q: string) => string }>,
  rest = 0,
): Promise<Record<T, Asked>> => {
  const names = Object.keys(servers) as T[];
  const found = Object.fromEntries(names.map((name) => [name, { times: [], processor: 0 }])) as unknown as Record<
    T,
    Asked
  >;
  for (const [at, q] of asked.entries())
    for (const turn of names.keys()) {
      const name = names[(at + turn) % names.length] as T;
      const { pids, address } = servers[name];
      const { value, processor } = await measured(pids, async () => {
        const time = await timeOf(address(q), token);
        if (rest > 0) await wait(rest);
        return time;
      });
      found[name].times.push(value);
      found[name].processor += processor / asked.length;
    }
  return found;
};

/** Ours to the floor at one percentile, by slices of a hundred queries. */
export const ratiosOf = (ours: Asked, floor: Asked, share: number): number[] => {
  const starts = Array.from({ length: Math.ceil(ours.times.length / slice) }, (_, at) => at * slice);
  const p = ({ times }: Asked, start: number) => percentile(times.slice(start, start + slice), share);
  return starts.map((start) => p(ours, start) / p(floor, start));
};

export const told = ({ times }: Asked): string => `${fixed(percentile(times, 0.5))} ${fixed(percentile(times, 0.95))}`;
export const processorOf = (ours: Asked, floor: Asked): string =>
  `${fixed(ours.processor)} / ${fixed(floor.processor)} ms a query`;
