// Searches over HTTP, against a bare route with the same token check, actor read and index call; and reads of a case beside them.
import { tokensOf } from "@lianchuang/shared/audience";
import { findActor } from "@lianchuang/shared/members";
import { percentile } from "../relevance/measures.ts";
import { fill } from "./fill.ts";
import { measured, timeOf } from "./load.ts";
import { type Figure, fixed, median } from "./report.ts";
import { type Bare, type Site, withBare, withFolder, withProduct } from "./site.ts";
import { queries } from "./texts.ts";

const inTable = 2_000;

export const benchSearch = (quick: boolean, judged: string | undefined): Promise<Figure[]> =>
  withFolder(async (data) => {
    const figures: Figure[] = [];
    let filled = 0;
    let readable: string | undefined;
    for (const cases of quick ? [1_000] : [10_000, 50_000]) {
      const ids = await fill({ data, from: filled, to: cases, inTable });
      // Only the first ones lie in the table.
      const id = (readable ??= ids[0] ?? "");
      filled = cases;
      await withProduct(data, async (site) => {
        await withBare(data, site.endpoint, async (bare) => {
          figures.push(await compare(site, bare, cases, queries(quick ? 100 : 600, judged)));
        });
        figures.push(await readBeside(site, id, cases, queries(2_000, judged), quick ? 200 : 500));
      });
    }
    return figures;
  });

/** Each query goes to both, one right after the other, who is first in turns; figures by slices of a hundred. */
const compare = async (site: Site, bare: Bare, cases: number, asked: readonly string[]): Promise<Figure> => {
  const { id, token } = site.member;
  const actor = await findActor(site.table, id, new Date());
  const audience = (actor ? tokensOf(actor) : []).map((held) => `&audience=${encodeURIComponent(held)}`).join("");
  const ask = (server: "ours" | "floor", q: string) =>
    server === "ours"
      ? measured([site.serverPid], () => timeOf(`${site.url}/v1/search?q=${encodeURIComponent(q)}`, token))
      : measured([bare.pid], () => timeOf(`${bare.url}/search?q=${encodeURIComponent(q)}${audience}`, token));
  for (const q of asked.slice(0, 100)) {
    await ask("ours", q);
    await ask("floor", q);
  }
  const times = { ours: [] as number[], floor: [] as number[] };
  const processor = { ours: 0, floor: 0 };
  for (const [at, q] of asked.entries())
    for (const server of at % 2 === 0 ? (["ours", "floor"] as const) : (["floor", "ours"] as const)) {
      const { value, processor: used } = await ask(server, q);
      times[server].push(value);
      processor[server] += used;
    }
  const p = (server: "ours" | "floor", share: number, from = 0, to = asked.length) =>
    percentile(times[server].slice(from, to), share);
  const starts = Array.from({ length: asked.length / 100 }, (_, at) => at * 100);
  const added = times.ours.map((time, at) => time - (times.floor[at] ?? 0));
  return {
    what: `search, ${cases} cases, p50 p95 ms`,
    ours: `${fixed(p("ours", 0.5))} ${fixed(p("ours", 0.95))}`,
    floor: `${fixed(p("floor", 0.5))} ${fixed(p("floor", 0.95))}`,
    ratios: starts.map((start) => p("ours", 0.95, start, start + 100) / p("floor", 0.95, start, start + 100)),
    aim: { most: 1.5 },
    processor: `${fixed(processor.ours / asked.length)} / ${fixed(processor.floor / asked.length)} ms a query`,
    note: `adds ${fixed(median(added))} ms (median of pairs)`,
  };
};

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
