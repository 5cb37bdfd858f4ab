// Suggestions for one need over HTTP, beside a search for its title at the same size; and what one list of them takes of the table and of OpenSearch.

import { findActor, findMember } from "@lianchuang/shared/members";
import type { SearchIndex } from "@lianchuang/shared/search";
import { openTable } from "@lianchuang/shared/table";
import { clientFor, startEngine } from "../../packages/local/src/engine.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { percentile } from "../relevance/measures.ts";
import { newDoor } from "../support/door.ts";
import { onEachEngine, type SearchEngine, untilMerged, withIndex } from "./engines.ts";
import { fill } from "./fill.ts";
import { forget, metered, told as toldOf } from "./metered.ts";
import { type Figure, fixed } from "./report.ts";
import { plannedRequests, recordedRequests } from "./requests.ts";
import { type Site, withFolder, withProduct } from "./site.ts";
import { openTape, type Tape } from "./tape.ts";
import { askByTurns, processorOf, ratiosOf, slice, told } from "./turns.ts";

/** Cases that may be named beside the requests, and speak for who published them. */
const cases = 500;

interface Need {
  id: string;
  title: string;
}

export const benchMatching = (quick: boolean): Promise<Figure[]> => {
  const planned = plannedRequests(quick ? 1_000 : 10_000);
  return onEachEngine((engine) =>
    withFolder(async (data) => {
      await fill({ data, from: 0, to: cases, search: engine });
      const ids = await fill({ data, from: 0, to: planned.length, search: engine, record: recordedRequests(planned) });
      await untilMerged(engine);
      const needs = planned
        .map(({ draft, owner }, at) => ({ id: ids[at] ?? "", title: draft.title, owner }))
        .filter(({ owner }) => owner === "own")
        .slice(0, quick ? slice / 2 : 3 * slice);
      const what = `${planned.length} open requests, ${engine.name}`;
      const figures = await withProduct(data, (site) => suggestBeside(site, needs, what), engine);
      return [...figures, ...(await takenOn(data, engine, needs.slice(0, 20), what))];
    }),
  );
};

/** A list of ten and a search for the need's title, one right after the other. */
const suggestBeside = async (site: Site, needs: readonly Need[], what: string): Promise<Figure[]> => {
  const pids = [site.serverPid, site.enginePid, ...(site.searchPid === undefined ? [] : [site.searchPid])];
  const byId = new Map(needs.map(({ id, title }) => [id, title]));
  const servers = {
    ours: { pids, address: (id: string) => `${site.url}/v1/cooperation/${id}/matches` },
    search: {
      pids,
      address: (id: string) => `${site.url}/v1/search?kind=request&q=${encodeURIComponent(byId.get(id) ?? "")}`,
    },
  };
  const asked = [...byId.keys()];
  // The product writes down after its answer what it suggested: that is its own cost, not that of the search behind it.
  await askByTurns(asked.slice(0, slice), site.member.token, servers, restMilliseconds);
  const { ours, search } = await askByTurns(asked, site.member.token, servers, restMilliseconds);
  return [
    {
      what: `suggestions for a need to a search for its title, ${what}, p50 p95 ms`,
      ours: told(ours),
      floor: told(search),
      ratios: ratiosOf(ours, search, 0.95),
      aim: { most: 2 },
      processor: processorOf(ours, search),
      note: `p50 ratio ${fixed(percentile(ours.times, 0.5) / percentile(search.times, 0.5))}; processor time of server, table and search together, with what is written after the answer`,
    },
  ];
};

const restMilliseconds = 40;

/** What a list takes, counted between our layers and the engines, and how many are in it. */
const takenOn = async (data: string, engine: SearchEngine, needs: readonly Need[], what: string): Promise<Figure[]> => {
  const tape = engine.url === undefined ? undefined : await openTape(engine.url);
  const tableEngine = await startEngine(openFolder(data).tableFile);
  try {
    const table = openTable({ name: tableName, client: clientFor(tableEngine.endpoint) });
    const asked = { ...engine, ...(tape && { url: tape.url }) };
    return await withIndex(data, asked, (index) => countedOn(index, tape, { ...metered(table), needs, what }));
  } finally {
    await tableEngine.stop();
    tape?.close();
  }
};

const countedOn = async (
  index: SearchIndex,
  tape: Tape | undefined,
  { table, taken, needs, what }: ReturnType<typeof metered> & { needs: readonly Need[]; what: string },
): Promise<Figure[]> => {
  const actor = await findActor(table, (await findMember(table, new Date())) ?? "", new Date());
  if (!actor) throw new Error("the member is not in this table");
  const door = newDoor({ table }, { index: () => index });
  const headers = { authorization: `Bearer ${door.tokenOf(actor)}` };
  forget(taken);
  tape?.take();
  let items = 0;
  for (const { id } of needs) {
    const answer = await door.fetch(`http://door/v1/cooperation/${id}/matches`, { headers });
    if (!answer.ok) throw new Error(`a list was answered with ${answer.status}`);
    items += ((await answer.json()) as { items: unknown[] }).items.length;
  }
  const read = toldOf(taken, needs.length);
  const requests = tape && fixed(tape.take().length / needs.length, 1);
  forget(taken);
  await door.doChores();
  return [
    {
      what: `table, a list of suggestions, ${what}`,
      ours: read,
      floor: "",
      note: `${fixed(items / needs.length, 1)} suggestions a list`,
    },
    { what: `table, after its answer, ${what}`, ours: toldOf(taken, needs.length), floor: "" },
    ...(requests === undefined ? [] : [{ what: `requests to OpenSearch a list, ${what}`, ours: requests, floor: "" }]),
  ];
};
