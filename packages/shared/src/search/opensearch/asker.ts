// Asks: finds what a query or its correction finds, and puts it in order.
import { correct, type Lexicon } from "../correct.ts";
import type { Correction, SearchAnswer, SearchQuery } from "../port.ts";
import { analyse } from "../query.ts";
import { commonFrom, few } from "../rank.ts";
import { beginningOf, mostNearest } from "../shown.ts";
import { tokenise } from "../tokens.ts";
import type { Cluster } from "./client.ts";
import { Counter } from "./counter.ts";
import { choiceOf } from "./facets.ts";
import { type Plan, planOf } from "./plan.ts";
import { all, visibleTo } from "./queries.ts";
import { hitsOf, mostRead, noWish, type Page, type Ranked, Ranker, type Ranking, type Wish } from "./ranker.ts";

/** A total is counted no further than this, and pages end here. */
const mostCounted = mostRead;
const noTokens = tokenise("");

interface Asked {
  readonly plan: Plan;
  readonly ranking: Ranking;
  readonly correction?: Correction;
}

/** One search of one reader. */
export class Asker {
  readonly #cluster: Cluster;
  readonly #index: string;
  readonly #query: SearchQuery;
  readonly #wish: Wish;
  readonly #counter: Counter;
  readonly #ranker: Ranker;
  readonly #pages = new Map<readonly Ranked[], Page>();
  readonly #near = new Map<Ranking, readonly Ranked[]>();

  constructor(cluster: Cluster, index: string, query: SearchQuery) {
    this.#cluster = cluster;
    this.#index = index;
    this.#query = query;
    const { filters = {}, among, sort = "relevance", limit, after } = query;
    this.#wish = { filters, among, sort, limit, offset: after?.offset ?? 0 };
    this.#counter = new Counter(cluster, index, query.audience);
    this.#ranker = new Ranker(cluster, index, query.audience);
  }

  async answer(): Promise<SearchAnswer> {
    const asked = this.#query.q.trim() === "" ? undefined : await this.#ask(this.#query.q);
    const { ranked, passing, facets } = asked?.ranking ?? (await this.#ranker.rank(undefined, this.#wish));
    const tokens = asked?.plan.query.tokens ?? noTokens;
    const end = this.#wish.offset + ranked.length;
    const more = ranked.length > 0 && end < Math.min(passing, mostCounted);
    const nearest = asked && passing === 0 ? await this.#nearest(asked) : [];
    const [items, near] = [await this.#read(ranked, asked?.plan), await this.#read(nearest, asked?.plan)];
    return {
      items: hitsOf(ranked, items, tokens),
      ...(more && { next: { generation: this.#index, offset: end } }),
      total: passing > mostCounted ? { value: mostCounted, relation: "gte" } : { value: passing, relation: "eq" },
      facets,
      ...(asked?.correction && { correction: asked.correction }),
      alsoSearched: asked?.plan.alsoSearched ?? [],
      nearest: hitsOf(nearest, near, tokens),
    };
  }

  /** Looks for a query, or, where that finds nothing, for what it may have been meant to say. */
  async #ask(q: string): Promise<Asked> {
    const asked = await this.#find(q);
    const { plan, ranking } = asked;
    const text = await this.#correct(asked);
    if (text === undefined) return asked;
    if (ranking.matched > 0) return { plan, ranking, correction: { text, applied: false } };
    const corrected = await this.#ask(text);
    return corrected.ranking.matched > 0 ? { ...corrected, correction: { text, applied: true } } : asked;
  }

  async #find(q: string): Promise<Asked> {
    const { plan, withCommon } = await planOf(analyse(q), this.#counter);
    const ranking = await this.#ranker.rank(plan, this.#wish);
    if (ranking.matched >= few || withCommon === undefined) return { plan, ranking };
    return { plan: withCommon, ranking: await this.#ranker.rank(withCommon, this.#wish) };
  }

  /** The documents of a page, read once. */
  async #read(ranked: readonly Ranked[], plan: Plan | undefined): Promise<Page> {
    const known = this.#pages.get(ranked);
    if (known) return known;
    const page = await this.#ranker.read(ranked, plan?.evidence);
    this.#pages.set(ranked, page);
    return page;
  }

  /** Found but for what was chosen, or else holding anything of what was asked. */
  async #nearest({ plan, ranking }: Asked): Promise<readonly Ranked[]> {
    if (this.#isNearest(ranking)) return ranking.ranked.slice(0, mostNearest);
    const known = this.#near.get(ranking);
    if (known) return known;
    const wish = { ...noWish, limit: mostNearest };
    const { ranked } = await this.#ranker.rank(plan, wish, ranking.matched > 0 ? plan.enough : 1);
    this.#near.set(ranking, ranked);
    return ranked;
  }

  /** Whether the page that was asked for begins with what comes nearest. */
  #isNearest({ matched, ranked }: Ranking): boolean {
    const { sort, offset } = this.#wish;
    const isPlain = choiceOf(this.#wish) === undefined && sort === "relevance" && offset === 0;
    return isPlain && matched > 0 && ranked.length >= Math.min(mostNearest, matched);
  }

  async #nearestTexts(asked: Asked): Promise<string[]> {
    const nearest = await this.#nearest(asked);
    // Mostly the page is read anyway.
    const page = await this.#read(this.#isNearest(asked.ranking) ? asked.ranking.ranked : nearest, asked.plan);
    return nearest.flatMap(({ key }) => page.get(key)?.kept ?? []).map(beginningOf);
  }

  /** Corrects twice: the first time only to learn what must be read for it, mostly nothing. */
  async #correct(asked: Asked): Promise<string | undefined> {
    const { query, unknown, spoken } = asked.plan;
    const words = new Set<string>();
    let needsTexts = false;
    const learning: Lexicon = {
      unknown,
      words: (word) => (words.add(word), 0),
      texts() {
        needsTexts = true;
        return [];
      },
    };
    correct(query.text, spoken, learning);
    if (words.size === 0 && !needsTexts) return undefined;
    const texts = needsTexts ? await this.#nearestTexts(asked) : [];
    const counts = words.size > 0 ? await this.#countWords([...words]) : new Map<string, number>();
    return correct(query.text, spoken, { unknown, words: (word) => counts.get(word) ?? 0, texts: () => texts });
  }

  /** In how many visible documents each word in Latin letters stands, as far as it is told apart. */
  async #countWords(words: readonly string[]): Promise<Map<string, number>> {
    const most = commonFrom(this.#counter.collection()) + 1;
    const { body } = await this.#cluster.ask<Words>({
      method: "POST",
      path: `/${this.#index}/_search`,
      query: { allow_partial_search_results: false },
      body: {
        size: 0,
        query: all(visibleTo(this.#query.audience), { terms: { latin: words } }),
        aggs: { words: { terms: { field: "latin", include: words, size: words.length } } },
      },
    });
    return new Map(body.aggregations.words.buckets.map(({ key, doc_count }) => [key, Math.min(most, doc_count)]));
  }
}

interface Words {
  readonly aggregations: { readonly words: { readonly buckets: readonly { key: string; doc_count: number }[] } };
}
