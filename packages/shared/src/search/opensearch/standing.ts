// Standing queries of a generation: which of them may be answered by documents that are about to be written.
import type { StandingQuery } from "../standing.ts";
import { isHan } from "../tokens.ts";
import {
  countedAgainAfter,
  isEnough,
  isEnoughWithout,
  mayBeCommon,
  type Waiting,
  waitingFor,
  waitsForNothing,
  whatFinds,
} from "../waiting.ts";
import type { Cluster } from "./client.ts";
import { multiSearch } from "./counter.ts";
import type { Entry } from "./entry.ts";
import { holding } from "./queries.ts";
import { type Action, putStanding, type State } from "./state.ts";

/** Terms in one request; OpenSearch takes 65,536. */
const mostTerms = 50_000;
const queriesAtOnce = 1_000;

/** A standing query and an entry that it may find. */
export interface Pair {
  readonly query: string;
  readonly entry: Entry;
}

export class Standing {
  readonly #cluster: Cluster;
  readonly #index: string;
  readonly #state: State;
  /** Which tokens may be common, as counted so many written documents ago. */
  readonly #frequent = new Map<string, boolean>();
  #written = 0;

  constructor(cluster: Cluster, index: string, state: State) {
    this.#cluster = cluster;
    this.#index = index;
    this.#state = state;
  }

  /** How a query is put; it waits from the next refresh on. */
  put(query: StandingQuery): Action {
    const { units, beside } = waitsOf(query);
    return putStanding(query, [...new Set([...units, ...beside].flat())]);
  }

  /** Says that so many documents were written: what was counted may have become common. */
  wrote(documents: number): void {
    this.#written += documents;
    if (this.#written <= countedAgainAfter) return;
    this.#frequent.clear();
    this.#written = 0;
  }

  /** The pairs of a query that waits and an entry that may answer it. */
  async pairs(entries: readonly Entry[]): Promise<Pair[]> {
    if (entries.length === 0 || (await this.#state.count("standing")) === 0) return [];
    const held = entries.map((entry) => ({ entry, finds: whatFinds(entry.tokens) }));
    const tokens = [...new Set(held.flatMap(({ finds }) => [...finds]))];
    const queries = new Map<string, StandingQuery>();
    for (let start = 0; start < tokens.length; start += mostTerms)
      for await (const query of this.#waitingFor(tokens.slice(start, start + mostTerms))) queries.set(query.id, query);
    const pairs: Pair[] = [];
    for (const query of queries.values()) {
      const waiting = waitsOf(query);
      for (const { entry, finds } of held)
        if (await this.#mayFind(waiting, finds)) pairs.push({ query: query.id, entry });
    }
    return pairs;
  }

  async *#waitingFor(tokens: readonly string[]): AsyncGenerator<StandingQuery> {
    for (let after: string | undefined; ; ) {
      const options = { sort: ["id"], size: queriesAtOnce, ...(after !== undefined && { search_after: [after] }) };
      const page = await this.#state.list<StandingQuery>("standing", options, [{ terms: { wanted: tokens } }]);
      yield* page;
      after = page.at(-1)?.id;
      if (after === undefined || page.length < queriesAtOnce) return;
    }
  }

  async #mayFind({ units, beside, focus }: Waiting, held: ReadonlySet<string>): Promise<boolean> {
    const isHeld = (tokens: readonly string[]): boolean => tokens.some((token) => held.has(token));
    const count = [...units, ...beside].filter(isHeld).length;
    if (count === 0) return false;
    if (isEnough(count, units.length, focus)) return true;
    const wanted = mayBeCommon([...new Set([...units, ...beside].flat())]);
    const common = await this.#countFrequent(wanted);
    return isEnoughWithout(common, count, units.length, focus);
  }

  /** How many of these tokens may have become common for some reader. */
  async #countFrequent(tokens: readonly string[]): Promise<number> {
    const unknown = tokens.filter((token) => !this.#frequent.has(token));
    const searches = unknown.map((token) => ({
      query: holding({ token, alone: isHan(token) && Array.from(token).length === 1 }),
    }));
    const counted = await multiSearch<{ hits: { total: { value: number } } }>(this.#cluster, this.#index, searches);
    for (const [at, token] of unknown.entries())
      this.#frequent.set(token, (counted[at]?.hits.total.value ?? 0) >= countedAgainAfter);
    return tokens.filter((token) => this.#frequent.get(token)).length;
  }
}

function waitsOf({ q }: StandingQuery): Waiting {
  return q === undefined ? waitsForNothing : waitingFor(q);
}
