// Ranks: what a plan finds, best first, and the documents of one page as they are shown.
import { newEffort } from "../excerpt.ts";
import type { FacetCounts, Hit } from "../port.ts";
import { lengthClass } from "../rank.ts";
import { looksAtHanzi, mostReranked, rerank } from "../rerank.ts";
import type { FacetName } from "../schema.ts";
import { type Cause, hitOf, type Kept } from "../shown.ts";
import type { Tokens } from "../tokens.ts";
import type { Cluster } from "./client.ts";
import { type Counted, choiceOf, countingOf, facetsOf, type Narrowing } from "./facets.ts";
import type { Evidence, Plan } from "./plan.ts";
import { all, type Clause, everything, visibleTo } from "./queries.ts";
import { scored, scoreOf } from "./scoring.ts";

/** OpenSearch gives no hit beyond it. */
export const mostRead = 10_000;

export interface Ranked {
  readonly key: string;
  readonly score: number;
}

export interface Ranking {
  readonly ranked: readonly Ranked[];
  /** How many documents match. */
  readonly matched: number;
  /** And how many of them pass what was chosen. */
  readonly passing: number;
  readonly facets: FacetCounts;
}

export interface Wish extends Narrowing {
  readonly sort: "relevance" | "newest";
  readonly offset: number;
  readonly limit: number;
}

export const noWish: Wish = { filters: {}, sort: "relevance", offset: 0, limit: 0 };

interface Found {
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly {
      readonly _score: number | null;
      /** What it is ordered by; the key comes last. */
      readonly sort: readonly [number, string];
      readonly fields?: { readonly folded?: [string]; readonly hanzi?: [string]; readonly size?: [number] };
    }[];
  };
  readonly aggregations: Readonly<Record<FacetName, Counted>> & { readonly matched: { readonly doc_count: number } };
}

interface Shown {
  readonly hits: {
    readonly hits: readonly {
      readonly _id: string;
      readonly _source: Kept;
      readonly matched_queries?: readonly string[];
    }[];
  };
}

export interface PageHit {
  readonly kept: Kept;
  readonly causes: readonly Cause[];
}

/** By key. */
export type Page = ReadonlyMap<string, PageHit>;

/** What is read of a document that is shown. */
export const shown = ["id", "view", "kind", "version", "title", "text", "externalId", "updatedAt"];

export class Ranker {
  readonly #cluster: Cluster;
  readonly #index: string;
  readonly #audience: readonly string[];

  constructor(cluster: Cluster, index: string, audience: readonly string[]) {
    this.#cluster = cluster;
    this.#index = index;
    this.#audience = audience;
  }

  /** What matches a plan, or, without one, all that is visible, newest first. `enough`: how many parts must be held. */
  async rank(plan: Plan | undefined, wish: Wish, enough?: number): Promise<Ranking> {
    const { offset, limit } = wish;
    const byScore = plan !== undefined && wish.sort === "relevance";
    const end = Math.min(offset + limit, mostRead);
    // The first are looked at again, whichever of them are asked for.
    const again = byScore && offset < mostReranked;
    const from = again ? 0 : Math.min(offset, mostRead);
    const size = Math.max(0, again ? Math.max(end, mostReranked) : end - from);
    const found = await this.#search<Found>({
      query: { bool: { filter: [visibleTo(this.#audience)], ...(plan && { must: [scored(plan, enough)] }) } },
      post_filter: choiceOf(wish),
      sort: byScore ? [{ _score: "desc" }, { key: "asc" }] : [{ time: "desc" }, { key: "desc" }],
      track_scores: plan !== undefined,
      from,
      size,
      // Nothing is read that is kept with a document, its id neither.
      stored_fields: "_none_",
      ...(again && { docvalue_fields: looksAtHanzi(plan.query) ? ["folded", "hanzi", "size"] : ["folded"] }),
      aggs: { ...countingOf(wish), matched: { filter: everything } },
    });
    const hits = found.hits.hits.map(({ _score, sort: [, key], fields }) => ({
      key,
      score: plan ? scoreOf(plan, _score ?? 0) : 0,
      ...fields,
    }));
    const first = hits.map(({ key, score }) => ({ key, score }));
    const ranked = plan && again ? rerankFirst(plan, hits).slice(offset, end) : first;
    return {
      ranked,
      matched: found.aggregations.matched.doc_count,
      passing: found.hits.total.value,
      facets: facetsOf(found.aggregations, wish.filters),
    };
  }

  /** The documents of a page that are still there and still seen, and which of a plan's evidence each of them is. */
  async read(ranked: readonly Ranked[], evidence: readonly Evidence[] = []): Promise<Page> {
    if (ranked.length === 0) return new Map();
    const named = evidence.map(({ clause }, at): Clause => ({ bool: { filter: [clause], _name: String(at) } }));
    const ids = { ids: { values: ranked.map(({ key }) => key) } };
    const { hits } = await this.#search<Shown>({
      query: { bool: { filter: [all(visibleTo(this.#audience), ids)], should: named } },
      size: ranked.length,
      _source: shown,
    });
    const pageHit = ({ _source: kept, matched_queries = [] }: Shown["hits"]["hits"][number]): PageHit => ({
      kept,
      causes: evidence.filter((_, at) => matched_queries.includes(String(at))),
    });
    return new Map(hits.hits.map((hit) => [hit._id, pageHit(hit)]));
  }

  async #search<T>(body: object): Promise<T> {
    const query = { allow_partial_search_results: false, track_total_hits: true };
    return (await this.#cluster.ask<T>({ method: "POST", path: `/${this.#index}/_search`, query, body })).body;
  }
}

/** The hits of a page in its order. */
export function hitsOf(ranked: readonly Ranked[], page: Page, query: Tokens): Hit[] {
  const effort = newEffort();
  return ranked.flatMap(({ key, score }) => {
    const found = page.get(key);
    return found ? [hitOf(found.kept, score, found.causes, query, effort)] : [];
  });
}

type Candidate = Ranked & NonNullable<Found["hits"]["hits"][number]["fields"]>;

function rerankFirst(plan: Plan, hits: readonly Candidate[]): Ranked[] {
  const first = hits.slice(0, mostReranked);
  const candidates = first.map(({ score, folded, hanzi, size }) => ({
    score,
    lengthClass: lengthClass(size?.[0] ?? 1),
    title: folded?.[0] ?? "",
    hanzi: Buffer.from(hanzi?.[0] ?? "", "base64"),
  }));
  const scores = rerank(plan.query, candidates, plan.bm25, plan.asked);
  const again = first.map(({ key }, at) => ({ key, score: scores[at] ?? 0 }));
  const ordered = again.toSorted((one, other) => other.score - one.score || (one.key < other.key ? -1 : 1));
  return [...ordered, ...hits.slice(mostReranked).map(({ key, score }) => ({ key, score }))];
}
