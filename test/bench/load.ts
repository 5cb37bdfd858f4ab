// Loads servers and looks at the clock and at the processor: closed loops over kept connections, times of processes.
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import autocannon from "autocannon";

/** Processor time a process has used, in milliseconds, by proc(5); NaN where the system does not tell. */
export const processorTime = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
};

/** Megabytes of memory a process holds, by proc(5); NaN where the system does not tell. */
export const memoryOf = (pid: number): number => {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  } catch {
    return Number.NaN;
  }
};

/** What `work` took: wall time, and the processor time of these processes together. */
export const measured = async <T>(pids: readonly number[], work: () => Promise<T>) => {
  const used = () => pids.reduce((sum, pid) => sum + processorTime(pid), 0);
  const before = used();
  const started = performance.now();
  const value = await work();
  return { value, wall: performance.now() - started, processor: used() - before };
};

/** Requests a second that ten connections get answered over some seconds. @throws Error when any was not answered well. */
export const requestsPerSecond = async (
  url: string,
  token: string,
  paths: readonly string[],
  seconds: number,
): Promise<{ rate: number; total: number }> => {
  const result = await autocannon({
    url,
    connections: 10,
    duration: seconds,
    headers: { authorization: `Bearer ${token}` },
    requests: paths.map((path) => ({ method: "GET", path })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx + result.errors} requests failed`);
  return { rate: result.requests.total / result.duration, total: result.requests.total };
};

const agent = new Agent({ keepAlive: true });

/** One GET over a kept connection, read to its end. @throws Error unless it is answered with 200. */
export const fetchText = (url: string, token: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    }).on("error", reject);
  });

/** Milliseconds that one GET took. */
export const timeOf = async (url: string, token: string): Promise<number> => {
  const started = performance.now();
  await fetchText(url, token);
  return performance.now() - started;
};

/** Works on so many items at a time. */
export const inParallel = async <T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> => {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
};

export interface Pair<T> {
  ours: T;
  floor: T;
}

/** Ours and the floor one right after the other, round by round; who is first changes with the round. */
export const byTurns = async <T>(
  rounds: number,
  prepare: (round: number) => Pair<() => Promise<T>> | Promise<Pair<() => Promise<T>>>,
): Promise<Pair<T>[]> => {
  const slices: Pair<T>[] = [];
  for (let round = 0; round < rounds; round++) {
    const work = await prepare(round);
    const early = round % 2 === 0 ? [await work.ours()] : [];
    const floor = await work.floor();
    const [ours = await work.ours()] = early;
    slices.push({ ours, floor });
  }
  return slices;
};
