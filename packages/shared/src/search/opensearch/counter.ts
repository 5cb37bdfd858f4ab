// Counts: in how many of the documents that a reader sees something stands. One request for all that is asked at once.
import type { Collection } from "../rank.ts";
import { type Cluster, refusal } from "./client.ts";
import { all, type Clause, visibleTo } from "./queries.ts";

/** Searches in one request. */
const atOnce = 500;

interface Counted {
  readonly hits?: { readonly total: { readonly value: number } };
  readonly aggregations?: { readonly tokens: { readonly value: number } };
}

/** What one reader sees, as counted once. */
export class Counter {
  readonly #cluster: Cluster;
  readonly #index: string;
  readonly #visible: Clause;
  readonly #known = new Map<string, number>();
  #collection: Collection | undefined;

  constructor(cluster: Cluster, index: string, audience: readonly string[]) {
    this.#cluster = cluster;
    this.#index = index;
    this.#visible = visibleTo(audience);
  }

  /** Counts what is not counted yet, and with the first the documents themselves. */
  async count(clauses: readonly Clause[]): Promise<void> {
    const wanted = new Map(clauses.map((clause) => [JSON.stringify(clause), clause]));
    for (const known of this.#known.keys()) wanted.delete(known);
    const isFirst = this.#collection === undefined;
    if (wanted.size === 0 && !isFirst) return;
    const searches = [...wanted.values()].map((clause) => ({ query: all(this.#visible, clause) }));
    const own = { query: this.#visible, aggs: { tokens: { sum: { field: "length" } } } };
    const counted = await multiSearch<Counted>(this.#cluster, this.#index, isFirst ? [own, ...searches] : searches);
    const [first] = isFirst ? counted.splice(0, 1) : [];
    if (first)
      this.#collection = { documents: first.hits?.total.value ?? 0, tokens: first.aggregations?.tokens.value ?? 0 };
    for (const [at, name] of [...wanted.keys()].entries()) this.#known.set(name, counted[at]?.hits?.total.value ?? 0);
  }

  /** Of something that was counted. */
  of(clause: Clause): number {
    return this.#known.get(JSON.stringify(clause)) ?? 0;
  }

  collection(): Collection {
    return this.#collection ?? { documents: 0, tokens: 0 };
  }
}

/** Several searches without hits in as few requests as may be; what they give in their order. */
export async function multiSearch<T>(cluster: Cluster, index: string, searches: readonly object[]): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < searches.length; start += atOnce) {
    const lines = searches
      .slice(start, start + atOnce)
      .flatMap((search) => [{ allow_partial_search_results: false }, { size: 0, track_total_hits: true, ...search }]);
    const { body } = await cluster.ask<{ responses: (T & Failed)[] }>({
      method: "POST",
      path: `/${index}/_msearch`,
      lines,
    });
    for (const response of body.responses) {
      if (response.error !== undefined) throw refusal(response.status, response.error);
      found.push(response);
    }
  }
  return found;
}

interface Failed {
  readonly status?: number;
  readonly error?: unknown;
}
