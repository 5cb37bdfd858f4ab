// The search port on one index of an OpenSearch cluster.
import { type IndexedVersion, type IndexFacts, type SearchIndex, SearchUnavailable, StaleCursor } from "../port.ts";
import type { Due } from "../standing.ts";
import { Asker } from "./asker.ts";
import type { Cluster } from "./client.ts";
import { make } from "./mapping.ts";
import { similarTo } from "./similar.ts";
import { State, type StoredDue, standingId } from "./state.ts";
import { suggestFor } from "./suggester.ts";
import { Writer } from "./writer.ts";

const mostAside = 1_000;
/** So much of what is due is looked at, at least. */
const mostDue = 10_000;
const mostPurged = 1_000;
const longestUnseenMilliseconds = 2_000;

export interface IndexOptions {
  readonly name: string;
  /** Under which the index is written to. */
  readonly alias: string;
  readonly refresh: boolean;
  readonly now: () => Date;
}

interface Stats {
  readonly _all: { readonly primaries: { readonly store: { readonly size_in_bytes: number } } };
}

interface Gone {
  readonly hits: { readonly hits: readonly { readonly _id: string; readonly _source: { readonly version: number } }[] };
}

interface Counted {
  readonly hits: { readonly total: { readonly value: number } };
}

/** `close` leaves the cluster open: it belongs to whoever opened it. */
export function openSearchIndex(cluster: Cluster, { name, alias, refresh, now }: IndexOptions): SearchIndex {
  const state = new State(cluster, name);
  const writer = new Writer(cluster, { index: name, alias, state, refresh, now });
  let closed = false;
  const open = <T>(work: () => Promise<T>): Promise<T> =>
    closed ? Promise.reject(new SearchUnavailable(new Error("the index is closed"))) : work();
  const count = async (query: object): Promise<number> => {
    const body = { size: 0, track_total_hits: true, query };
    const answer = await cluster.ask<Counted>({ method: "POST", path: `/${name}/_search`, body });
    return answer.body.hits.total.value;
  };

  const facts = async (): Promise<IndexFacts> => {
    await state.refresh();
    const [documents, tombstones, setAside, stats, checkpoint] = await Promise.all([
      count({ term: { tombstone: false } }),
      count({ term: { tombstone: true } }),
      state.count("aside"),
      cluster.ask<Stats>({ method: "GET", path: `/${name}/_stats/store` }),
      state.checkpoint(),
    ]);
    const bytes = stats.body._all.primaries.store.size_in_bytes;
    return { make, documents, tombstones, bytes, checkpoint, setAside };
  };

  /** Others may have made something due, too; so long it may take to be seen. */
  let seenAt = Number.NEGATIVE_INFINITY;

  /**
   * What was put for a document that is not there in that version yet is not due yet. What is given is searchable: whoever
   * reads it asks for it next.
   */
  const due = async (limit: number): Promise<Due[]> => {
    if (writer.hasChangedDue() || performance.now() - seenAt > longestUnseenMilliseconds) {
      await state.refresh();
      seenAt = performance.now();
    }
    // Some may wait for documents that are not there.
    const stored = await state.due(Math.max(limit, mostDue));
    const keys = stored.flatMap(({ waitsFor }) => waitsFor.map(({ key }) => key));
    const held = await state.versions([...new Set(keys)]);
    const isThere = ({ waitsFor }: StoredDue): boolean =>
      waitsFor.length === 0 || waitsFor.some(({ key, version }) => (held.get(key) ?? -1) >= version);
    const found = stored.filter(isThere).slice(0, limit);
    if (found.length > 0) await state.refresh();
    return found.map(({ query, thing, mark }) => ({ query, thing, mark }));
  };

  const versions = async (afterKey: string, limit: number): Promise<IndexedVersion[]> => {
    await state.refresh();
    const body = {
      size: limit,
      sort: ["key"],
      ...(afterKey !== "" && { search_after: [afterKey] }),
      query: { exists: { field: "key" } },
      _source: ["key", "id", "view", "version", "hash", "tombstone"],
      track_total_hits: false,
    };
    const answer = await cluster.ask<{ hits: { hits: { _source: IndexedVersion }[] } }>({
      method: "POST",
      path: `/${name}/_search`,
      query: { allow_partial_search_results: false },
      body,
    });
    return answer.body.hits.hits.map(({ _source }) => _source);
  };

  const held = async (keys: readonly string[]): Promise<Map<string, number>> => {
    const keysById = new Map(keys.flatMap((key) => [[key, key] as const, [standingId(key), key] as const]));
    const found = await state.versions([...keysById.keys()].filter((id) => Buffer.byteLength(id) <= 512));
    return new Map([...found].map(([id, version]) => [keysById.get(id) ?? id, version]));
  };

  /** Each under its own version: an engine that deletes by query counts one up, and the next one would be refused. */
  const purge = async (before: string): Promise<number> => {
    let purged = 0;
    for (let found = mostPurged; found === mostPurged; ) {
      await state.refresh();
      const gone = [{ term: { tombstone: true } }, { range: { time: { lt: Date.parse(before) } } }];
      const { body } = await cluster.ask<Gone>({
        method: "POST",
        path: `/${name}/_search`,
        query: { allow_partial_search_results: false },
        body: { size: mostPurged, query: { bool: { filter: gone } }, _source: ["version"] },
      });
      const { hits } = body.hits;
      purged += await writer.remove(hits.map(({ _id, _source: { version } }) => ({ id: _id, version })));
      found = hits.length;
    }
    return purged;
  };

  return {
    name,
    search(query) {
      if (query.after && query.after.generation !== name) return Promise.reject(new StaleCursor());
      return open(() => new Asker(cluster, name, query).answer());
    },
    similar: (query) => open(() => similarTo(cluster, name, query)),
    suggest: (query) => open(() => suggestFor(cluster, name, query)),
    write: (documents, options = {}) => open(() => writer.write(documents, options)),
    setAside: () => open(async () => (await state.refresh(), state.aside(mostAside))),
    facts: () => open(facts),
    checkpoint: () => open(() => state.checkpoint()),
    due: (limit) => open(() => due(limit)),
    settle: (settled) => open(() => writer.settle(settled)),
    held: (keys) => open(() => held(keys)),
    versions: (afterKey, limit) => open(() => versions(afterKey, limit)),
    purge: (before) => open(() => purge(before)),
    async close() {
      closed = true;
    },
  };
}
