// Lists cases: to their organisation and the secretariat as they stand, to everybody else what is published of them.
import { actorId } from "../actor.ts";
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { unauthenticated } from "../errors.ts";
import { onlyOrganisation } from "../members/index.ts";
import { fillPage, type Page, Position } from "../page.ts";
import { findByExternalId } from "./external-id.ts";
import { type CaseList, casesIn, casesOf, publishedCasesOf } from "./keys.ts";
import { mayScreen } from "./policy.ts";
import {
  type CaseState,
  type PracticeCase,
  type PublishedCase,
  summarisePublished,
  summariseWorking,
  workingAudience,
} from "./practice-case.ts";
import type { CaseSummary } from "./schema.ts";
import { readHeads, readList } from "./store.ts";

export interface ListCases {
  organisation?: string | undefined;
  state?: CaseState | undefined;
  externalId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/**
 * Cases of an organisation (one's own where none is named), or of all organisations in one state for the secretariat;
 * newest change first, for others newest publication first. State and externalId are those of the view shown.
 * @throws AppError `unauthenticated`, `forbidden`, `invalid` (organisation), `cursor`.
 */
export const listCases = async (ctx: Context, input: ListCases): Promise<Page<CaseSummary>> => {
  if (ctx.actor.kind !== "person") throw unauthenticated();
  const { organisation, state, externalId } = input;
  if (organisation === undefined && externalId === undefined && state !== undefined && mayScreen(ctx.actor))
    return pageOf(ctx, input, casesIn(state), 1);
  const organisationId = organisation ?? onlyOrganisation(ctx.actor);
  if (externalId !== undefined) return { items: await named(ctx, organisationId, externalId, state) };
  if (mayRead(ctx.actor, { audience: workingAudience(organisationId) }))
    return pageOf(ctx, input, casesOf(organisationId, state), 1);
  if (state !== undefined && state !== "published") return { items: [] };
  return pageOf(ctx, input, publishedCasesOf(organisationId), outsideRounds);
};

/** Two calls a round. The list of published views holds nothing hidden but what is for members, and what its index has not let go of yet. */
const outsideRounds = 3;

const pageOf = async (ctx: Context, input: ListCases, list: CaseList, rounds: number): Promise<Page<CaseSummary>> => {
  const binding = ["cases", actorId(ctx.actor), list.partition, input.state ?? ""];
  const after = input.cursor === undefined ? undefined : ctx.cursors.open(input.cursor, binding, Position);
  const { items, last } = await fillPage({ limit: input.limit, rounds, after }, async (count, from) => {
    const page = await readList(ctx.table, list, count, from);
    const shown = page.entries.flatMap(({ place, ...entry }) => {
      const item = summarise(ctx, entry);
      return item && isIn(input.state, item) ? [{ item, place }] : [];
    });
    return { shown, last: page.last };
  });
  return last === undefined ? { items } : { items, next: ctx.cursors.seal(last, binding) };
};

/** At most one case. */
const named = async (
  ctx: Context,
  organisationId: string,
  externalId: string,
  state: CaseState | undefined,
): Promise<CaseSummary[]> => {
  const id = await findByExternalId(ctx.table, organisationId, externalId);
  // What is hidden and what is not there take the same reads.
  const entries = await readHeads(ctx.table, [id ?? noCase]);
  return entries.flatMap((entry) => {
    const item = summarise(ctx, entry);
    return item && isIn(state, item) && item.externalId === externalId ? [item] : [];
  });
};

/** What the actor may see now of each of these cases, by id, as lists show it; the others are left out. One round trip. */
export const summariseCases = async (ctx: Context, ids: readonly string[]): Promise<Map<string, CaseSummary>> => {
  const entries = await readHeads(ctx.table, ids);
  const items = entries.flatMap((entry) => summarise(ctx, entry) ?? []);
  return new Map(items.map((item) => [item.id, item]));
};

const noCase = "case_00000000000000000000000000";

const isIn = (state: CaseState | undefined, item: CaseSummary): boolean => state === undefined || item.state === state;

/** The view of a case that the actor may read, if any. */
const summarise = (
  { actor }: Context,
  { head, published }: { head?: PracticeCase; published?: PublishedCase },
): CaseSummary | undefined => {
  if (head && mayRead(actor, head)) return summariseWorking(head);
  return published && mayRead(actor, published) ? summarisePublished(published) : undefined;
};
