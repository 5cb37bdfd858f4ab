// Similar documents: what a text repeats and what its title says, asked like a query.
import { newEffort } from "../excerpt.ts";
import type { Resemblance, SimilarQuery, WantedAlike } from "../port.ts";
import { Bm25 } from "../rank.ts";
import { commonFrom, idfPower, mostShared, ownScore, weigh } from "../resemblance.ts";
import { type Kept, resemblanceOf } from "../shown.ts";
import type { Cluster } from "./client.ts";
import { Counter } from "./counter.ts";
import { all, type Clause, choicesOf, holding, visibleTo } from "./queries.ts";
import { shown } from "./ranker.ts";
import { gainOf } from "./scoring.ts";

interface Found {
  readonly hits: {
    readonly hits: readonly {
      readonly _id: string;
      readonly _score: number;
      readonly _source: Kept;
      readonly matched_queries?: readonly string[];
    }[];
  };
}

/** For each that is wanted the visible documents which have most in common with that of a thing; none where it has none. */
export async function similarTo(cluster: Cluster, index: string, query: SimilarQuery): Promise<Resemblance[][]> {
  const { id, audience, wanted } = query;
  const search = async (body: object): Promise<Found["hits"]["hits"]> => {
    const parameters = { allow_partial_search_results: false, track_total_hits: false };
    const request = { method: "POST", path: `/${index}/_search`, query: parameters, body } as const;
    return (await cluster.ask<Found>(request)).body.hits.hits;
  };
  const [own] = await search({ query: all(visibleTo(audience), { term: { id } }), size: 1, _source: shown });
  if (!own) return wanted.map(() => []);
  const { weighed, lengthClass } = weigh(own._source);
  const counter = new Counter(cluster, index, audience);
  await counter.count(weighed.map(({ token }) => holding(token)));
  const collection = counter.collection();
  const bm25 = new Bm25(collection, 0, idfPower);
  const said = weighed.flatMap(({ token, weight, count, tells }) => {
    const clause = holding(token);
    const frequency = counter.of(clause);
    if (frequency === 0 || frequency > commonFrom(collection)) return [];
    return [{ clause, says: weight * bm25.idf(frequency), count, word: tells ? token.text : undefined }];
  });
  // What does not tell bears no name: of every hit each named clause is tried once more.
  const named = ({ clause, says, word }: (typeof said)[number], at: number): Clause => ({
    bool: { must: [gainOf([{ clause, says }], bm25)], ...(word !== undefined && { _name: String(at) }) },
  });
  const alike = ({ kind = own._source.kind, filters = {}, limit, excerpts }: WantedAlike) =>
    search({
      query: {
        bool: {
          filter: [visibleTo(audience), { term: { kind } }, ...choicesOf(filters).values()],
          must_not: [{ ids: { values: [own._id] } }],
          should: said.map(named),
          minimum_should_match: 1,
        },
      },
      sort: [{ _score: "desc" }, { key: "asc" }],
      size: limit,
      _source: excerpts === 0 ? shown.filter((field) => field !== "text") : shown,
    });
  const whole = ownScore(said, lengthClass, bm25);
  const effort = newEffort();
  const mostTelling = [...said.entries()].toSorted(([, one], [, other]) => other.says - one.says);
  const resemblance = (hit: Found["hits"]["hits"][number], isTold: boolean): Resemblance => {
    const held = new Set(hit.matched_queries);
    const words = mostTelling.flatMap(([at, { word }]) => (word !== undefined && held.has(String(at)) ? [word] : []));
    const kept = isTold ? hit._source : { ...hit._source, text: "" };
    return resemblanceOf(kept, hit._score / whole, [...new Set(words)].slice(0, mostShared), effort);
  };
  const found = await Promise.all(wanted.map(alike));
  return found.map((hits, which) => {
    const { excerpts = hits.length } = wanted[which] ?? {};
    return hits.map((hit, at) => resemblance(hit, at < excerpts));
  });
}
