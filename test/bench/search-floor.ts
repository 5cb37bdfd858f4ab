// Each query to us and to the floors, one right after the other: the same index without our layers, plain SQL on its file, the same requests to OpenSearch.
import { tokensOf } from "@lianchuang/shared/audience";
import { findActor } from "@lianchuang/shared/members";
import { percentile } from "../relevance/measures.ts";
import { fetchText } from "./load.ts";
import { plainSqlDoes } from "./plain-sql.ts";
import { type Figure, fixed, median } from "./report.ts";
import type { Bare, Site } from "./site.ts";
import { type Asked, askByTurns, processorOf, ratiosOf, slice, told } from "./turns.ts";

const addedBy = (ours: Asked, floor: Asked): number =>
  median(ours.times.map((time, at) => time - (floor.times[at] ?? 0)));

/** What is asked of a bare server beside the query: the audience of the member, because deriving it is one of our layers. */
const audienceOf = async (site: Site): Promise<string> => {
  const actor = await findActor(site.table, site.member.id, new Date());
  return (actor ? tokensOf(actor) : []).map((held) => `&audience=${encodeURIComponent(held)}`).join("");
};

const ourAddress =
  ({ url }: Site) =>
  (q: string): string =>
    `${url}/v1/search?q=${encodeURIComponent(q)}`;

export const compareSearches = async (
  site: Site,
  bare: Bare,
  cases: number,
  asked: readonly string[],
): Promise<Figure[]> => {
  const audience = await audienceOf(site);
  const floorAt = (path: string) => ({
    pids: [bare.pid],
    address: (q: string) => `${bare.url}/${path}?q=${encodeURIComponent(q)}${audience}`,
  });
  const servers = {
    ours: { pids: [site.serverPid], address: ourAddress(site) },
    index: floorAt("search"),
    sql: floorAt("sql"),
  };
  await askByTurns(asked.slice(0, slice), site.member.token, servers);
  const { ours, ...floors } = await askByTurns(asked, site.member.token, servers);
  const against = (floor: Asked, what: string, note: string): Figure => ({
    what: `${what}, ${cases} cases, p50 p95 ms`,
    ours: told(ours),
    floor: told(floor),
    ratios: ratiosOf(ours, floor, 0.95),
    aim: { most: 1.5 },
    processor: processorOf(ours, floor),
    note: `p50 ratio ${fixed(percentile(ours.times, 0.5) / percentile(floor.times, 0.5))}; ${note}`,
  });
  return [
    against(
      floors.index,
      "search to its index alone",
      `adds ${fixed(addedBy(ours, floors.index))} ms (median of pairs)`,
    ),
    against(floors.sql, "search to SQL", plainSqlDoes),
  ];
};

const replayDoes =
  "bare route: token, actor, the same requests to OpenSearch one after the other, the last answer passed on unread";

/** Against a bare route that sends OpenSearch what our adapter sends it for the same query, as recorded before. */
export const compareToReplay = async (
  site: Site,
  bare: Bare,
  cases: number,
  asked: readonly string[],
): Promise<Figure[]> => {
  const { token } = site.member;
  const audience = await audienceOf(site);
  const requests: number[] = [];
  // Beside what it is for, this warms OpenSearch for every query, so that nobody is the first to ask it.
  for (const q of asked)
    requests.push(Number(await fetchText(`${bare.url}/record?q=${encodeURIComponent(q)}${audience}`, token)));
  const servers = {
    ours: { pids: [site.serverPid], address: ourAddress(site) },
    floor: { pids: [bare.pid], address: (q: string) => `${bare.url}/replay?q=${encodeURIComponent(q)}` },
  };
  await askByTurns(asked.slice(0, slice), token, servers);
  const { ours, floor } = await askByTurns(asked, token, servers);
  const against = (share: number, most: number): Figure => ({
    what: `search to the same requests to OpenSearch, ${cases} cases, p${share * 100} ms`,
    ours: fixed(percentile(ours.times, share)),
    floor: fixed(percentile(floor.times, share)),
    ratios: ratiosOf(ours, floor, share),
    aim: { most },
    processor: processorOf(ours, floor),
    note: replayDoes,
  });
  const added = addedBy(ours, floor);
  const mean = requests.reduce((sum, count) => sum + count, 0) / requests.length;
  return [
    against(0.5, 1.3),
    against(0.95, 1.5),
    {
      what: "requests to OpenSearch a search, mean and most",
      ours: `${fixed(mean)} ${Math.max(...requests)}`,
      floor: "",
    },
    {
      what: "our share of a search on OpenSearch, ms (median of pairs)",
      ours: fixed(added),
      floor: "",
      note: `${fixed((100 * added) / percentile(ours.times, 0.5), 0)} % of its p50`,
    },
  ];
};
