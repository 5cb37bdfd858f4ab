// How long after its acknowledgement a write is searchable, on an idle machine and during an import.
import { type Client, createClient } from "../../packages/client/src/client.ts";
import { percentile } from "../relevance/measures.ts";
import { onEachEngine, type SearchEngine } from "./engines.ts";
import { fill } from "./fill.ts";
import { newSender } from "./import.ts";
import { fetchText } from "./load.ts";
import { type Figure, fixed } from "./report.ts";
import { type Site, withFolder, withProduct } from "./site.ts";
import { recordAt } from "./texts.ts";

/** Milliseconds: what is written to a cluster is found with its next refresh, a second later at most. */
const mostLag = (engine: SearchEngine): number => (engine.url === undefined ? 500 : 1_250);

export const benchFollow = (quick: boolean): Promise<Figure[]> =>
  onEachEngine((engine) =>
    withFolder(async (data) => {
      const cases = quick ? 1_000 : 10_000;
      await fill({ data, from: 0, to: cases, inTable: 2_000, search: engine });
      const rounds = quick ? 8 : 40;
      return withProduct(data, (site) => followed(site, engine, rounds), engine);
    }),
  );

const followed = async (site: Site, engine: SearchEngine, rounds: number): Promise<Figure[]> => {
  const idle = await lags(site, rounds);
  let done = false;
  const send = await newSender(site);
  const importing = (async () => {
    for (let from = 2_000_000; !done; from += 200) await send(from, from + 200);
  })();
  const busy = await lags(site, rounds).finally(() => {
    done = true;
  });
  await importing;
  const figureOf = (when: string, lag: readonly number[]): Figure => ({
    what: `${engine.name}, acknowledged → searchable, ${when}, p50 p95 ms`,
    ours: `${fixed(percentile(lag, 0.5), 0)} ${fixed(percentile(lag, 0.95), 0)}`,
    floor: "",
    value: percentile(lag, 0.95),
    aim: { most: mostLag(engine) },
    note: `${lag.length} writes, longest ${fixed(Math.max(...lag), 0)} ms`,
  });
  return [figureOf("idle", idle), figureOf("during an import", busy)];
};

/** Drafts, changes and publishes a case a round; after each of the three it asks until the search finds what was written. */
const lags = async (site: Site, rounds: number): Promise<number[]> => {
  const client = createClient({ url: site.url, token: site.secretary.token });
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { body } = recordAt(3_000_000 + round);
    const first = newCode();
    const drafted = await client.call("draftCase", { body: { title: `${first} 示例`, audience: "members", body } });
    const { id } = drafted.body;
    times.push(await untilFound(site, site.secretary.token, first, id));
    const second = newCode();
    const changed = await client.call("changeCase", {
      params: { id },
      ifMatch: drafted.etag ?? "",
      body: { title: `${second} 示例` },
    });
    times.push(await untilFound(site, site.secretary.token, second, id));
    await publish(client, id, changed.etag);
    times.push(await untilFound(site, site.member.token, second, id));
  }
  return times;
};

const publish = async (client: Client, id: string, etag: string | undefined): Promise<void> => {
  const submitted = await client.call("submitCase", { params: { id }, ifMatch: etag ?? "" });
  await client.call("publishCase", { params: { id }, ifMatch: submitted.etag ?? "" });
};

let codes = 0;
/** A word that no text holds. */
const newCode = (): string => `zq${(++codes + 46_656).toString(36)}x`;

/** Milliseconds until the search answers this case to this word. @throws Error after a minute. */
const untilFound = async (site: Site, token: string, code: string, id: string): Promise<number> => {
  const started = performance.now();
  while (performance.now() - started < 60_000) {
    const text = await fetchText(`${site.url}/v1/search?q=${code}`, token);
    const time = performance.now() - started;
    if (text.includes(id)) return time;
  }
  throw new Error(`${id} was not searchable after a minute`);
};
