// Each query to us and to both floors, one right after the other: the same index without our layers, and plain SQL on its file.
import { tokensOf } from "@lianchuang/shared/audience";
import { findActor } from "@lianchuang/shared/members";
import { percentile } from "../relevance/measures.ts";
import { measured, timeOf } from "./load.ts";
import { plainSqlDoes } from "./plain-sql.ts";
import { type Figure, fixed, median } from "./report.ts";
import type { Bare, Site } from "./site.ts";

const servers = ["ours", "index", "sql"] as const;
type Server = (typeof servers)[number];
const slice = 100;

/** Who is first changes from query to query; figures by slices of a hundred. */
export const compareSearches = async (
  site: Site,
  bare: Bare,
  cases: number,
  asked: readonly string[],
): Promise<Figure[]> => {
  const { id, token } = site.member;
  const actor = await findActor(site.table, id, new Date());
  const audience = (actor ? tokensOf(actor) : []).map((held) => `&audience=${encodeURIComponent(held)}`).join("");
  const ask = (server: Server, q: string) => {
    const query = `q=${encodeURIComponent(q)}`;
    if (server === "ours") return measured([site.serverPid], () => timeOf(`${site.url}/v1/search?${query}`, token));
    const path = server === "index" ? "search" : "sql";
    return measured([bare.pid], () => timeOf(`${bare.url}/${path}?${query}${audience}`, token));
  };
  for (const q of asked.slice(0, slice)) for (const server of servers) await ask(server, q);
  const times: Record<Server, number[]> = { ours: [], index: [], sql: [] };
  const processor: Record<Server, number> = { ours: 0, index: 0, sql: 0 };
  for (const [at, q] of asked.entries())
    for (const turn of servers.keys()) {
      const server = servers[(at + turn) % servers.length] ?? "ours";
      const { value, processor: used } = await ask(server, q);
      times[server].push(value);
      processor[server] += used;
    }
  const p = (server: Server, share: number, from = 0, to = asked.length) =>
    percentile(times[server].slice(from, to), share);
  const starts = Array.from({ length: asked.length / slice }, (_, at) => at * slice);
  const each = (server: Server) => fixed(processor[server] / asked.length);
  const against = (floor: Server, what: string, note: string): Figure => ({
    what: `${what}, ${cases} cases, p50 p95 ms`,
    ours: `${fixed(p("ours", 0.5))} ${fixed(p("ours", 0.95))}`,
    floor: `${fixed(p(floor, 0.5))} ${fixed(p(floor, 0.95))}`,
    ratios: starts.map((start) => p("ours", 0.95, start, start + slice) / p(floor, 0.95, start, start + slice)),
    aim: { most: 1.5 },
    processor: `${each("ours")} / ${each(floor)} ms a query`,
    note: `p50 ratio ${fixed(p("ours", 0.5) / p(floor, 0.5))}; ${note}`,
  });
  const added = times.ours.map((time, at) => time - (times.index[at] ?? 0));
  return [
    against("index", "search to its index alone", `adds ${fixed(median(added))} ms (median of pairs)`),
    against("sql", "search to SQL", plainSqlDoes),
  ];
};
