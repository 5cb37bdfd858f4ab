// Searches everything the actor may read; one thing, one hit.
import * as z from "zod";
import { actorId } from "../actor.ts";
import { tokensOf } from "../audience.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { hashOf } from "../table.ts";
import { type SearchIndex, type SearchQuery, SearchUnavailable, StaleCursor } from "./port.ts";
import type { SearchPage, searchKinds } from "./schema.ts";

export interface Search {
  q: string;
  kind?: (typeof searchKinds)[number] | undefined;
  limit: number;
  cursor?: string | undefined;
  order?: SearchQuery["order"];
  among?: SearchQuery["among"];
}

const Position = z.object({ generation: z.string(), offset: z.int().min(0) });

/** @throws AppError `cursor` (another query, actor or an index since replaced), `unavailable`. */
export const search = async (ctx: Context, index: () => SearchIndex, input: Search): Promise<SearchPage> => {
  const binding = ["search", actorId(ctx.actor), hashOf(input.q), input.kind ?? ""];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  try {
    const answer = await index().search({
      q: input.q,
      kind: input.kind,
      audience: tokensOf(ctx.actor),
      limit: input.limit,
      after,
      order: input.order,
      among: input.among,
    });
    const items = answer.items.map(({ version: _, externalId, ...hit }) => ({
      ...hit,
      why: [...hit.why],
      titleHighlights: hit.titleHighlights.map(([start, end]): [number, number] => [start, end]),
      excerpt: {
        text: hit.excerpt.text,
        highlights: hit.excerpt.highlights.map(([start, end]): [number, number] => [start, end]),
      },
      ...(externalId === undefined ? {} : { externalId }),
    }));
    return { items, ...(answer.next && { next: ctx.cursors.seal(answer.next, binding) }), total: { ...answer.total } };
  } catch (error) {
    if (error instanceof SearchUnavailable) throw notNow(error);
    if (error instanceof StaleCursor) throw renewed(error);
    throw error;
  }
};

const notNow = (cause: Error) =>
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
