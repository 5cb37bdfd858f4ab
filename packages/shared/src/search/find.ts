// Searches everything the actor may read; one thing, one hit.
import * as z from "zod";
import { actorId } from "../actor.ts";
import { tokensOf } from "../audience.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { hashOf } from "../table.ts";
import {
  type Filters,
  type Highlight,
  type Hit,
  type SearchIndex,
  type SearchQuery,
  SearchUnavailable,
  type SimilarQuery,
  StaleCursor,
  type WantedAlike,
} from "./port.ts";
import {
  facetNames,
  perFacet,
  type SearchHit,
  type SearchPage,
  type SimilarHit,
  type SuggestionView,
  type searchSorts,
} from "./schema.ts";

export interface Search {
  q: string;
  filters?: Filters | undefined;
  sort?: (typeof searchSorts)[number] | undefined;
  limit: number;
  cursor?: string | undefined;
  among?: SearchQuery["among"];
}

const Position = z.object({ generation: z.string(), offset: z.int().min(0) });

/** @throws AppError `cursor` (another query, actor or an index since replaced), `unavailable`. */
export const search = async (ctx: Context, index: () => SearchIndex, input: Search): Promise<SearchPage> => {
  const binding = [
    "search",
    actorId(ctx.actor),
    hashOf(input.q, ...filtersAsText(input.filters ?? {})),
    input.sort ?? "",
  ];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  try {
    const answer = await index().search({
      q: input.q,
      filters: input.filters,
      sort: input.sort,
      audience: tokensOf(ctx.actor),
      limit: input.limit,
      after,
      among: input.among,
    });
    return {
      items: answer.items.map(hitOf),
      ...(answer.next && { next: ctx.cursors.seal(answer.next, binding) }),
      total: { ...answer.total },
      ...(answer.correction && { correction: { ...answer.correction } }),
      alsoSearched: [...answer.alsoSearched],
      nearest: answer.nearest.map(hitOf),
      facets: perFacet((name) => answer.facets[name].map((each) => ({ ...each }))),
    };
  } catch (error) {
    if (error instanceof SearchUnavailable) throw notNow(error);
    if (error instanceof StaleCursor) throw renewed(error);
    throw error;
  }
};

const hitOf = (hit: Hit): SearchHit => ({
  id: hit.id,
  view: hit.view,
  kind: hit.kind,
  title: hit.title,
  titleHighlights: spans(hit.titleHighlights),
  excerpt: excerptOf(hit),
  score: hit.score,
  why: hit.why.map((match) => ({ ...match })),
  ...(hit.externalId !== undefined && { externalId: hit.externalId }),
  updatedAt: hit.updatedAt,
});

const excerptOf = ({ excerpt }: Pick<Hit, "excerpt">) => ({ ...excerpt, highlights: spans(excerpt.highlights) });

const spans = (highlights: readonly Highlight[]) => highlights.map(([start, end]): [number, number] => [start, end]);

/** What resembles a thing, as the actor sees both. @throws AppError `unavailable`. */
export const findSimilar = async (
  ctx: Context,
  index: () => SearchIndex,
  { id, ...wanted }: Pick<SimilarQuery, "id"> & WantedAlike,
): Promise<SimilarHit[]> => {
  try {
    const [found = []] = await index().similar({ id, audience: tokensOf(ctx.actor), wanted: [wanted] });
    return found.map(({ version: _, shared, ...hit }) => ({ ...hit, excerpt: excerptOf(hit), shared: [...shared] }));
  } catch (error) {
    throw error instanceof SearchUnavailable ? notNow(error) : error;
  }
};

/** What the actor may mean by what he has typed. @throws AppError `unavailable`. */
export const suggest = async (
  ctx: Context,
  index: () => SearchIndex,
  input: { q: string; limit: number },
): Promise<SuggestionView[]> => {
  try {
    const found = await index().suggest({ ...input, audience: tokensOf(ctx.actor) });
    return found.map((each) => ({ ...each, highlights: spans(each.highlights) }));
  } catch (error) {
    throw error instanceof SearchUnavailable ? notNow(error) : error;
  }
};

/** The same for the same choice, in whatever order it was made. */
const filtersAsText = (filters: Filters): string[] =>
  facetNames.map((name) => JSON.stringify([...new Set(filters[name] ?? [])].toSorted()));

export const notNow = (cause: Error) =>
  new AppError(
    "unavailable",
    {
      en: "Search is not available at the moment: its index is being built or mended. Everything else works; try again in a few seconds.",
      zh: "搜索暂时不可用：索引正在建立或修复。其他功能不受影响，请过几秒再试。",
    },
    { cause },
  );

const renewed = (cause: Error) =>
  new AppError(
    "cursor",
    {
      en: "The index was renewed since this page; start again without cursor.",
      zh: "索引已更新，请去掉 cursor 参数重新开始。",
    },
    { cause },
  );
