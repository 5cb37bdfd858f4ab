// Who may answer a request: what the index finds alike among those that all members see, as the table says they are now.

import * as audience from "../audience.ts";
import { summariseCases } from "../cases/index.ts";
import type { Context } from "../context.ts";
import { readSuspended } from "../members/index.ts";
import { notNow, type Resemblance, type SearchIndex, SearchUnavailable } from "../search/index.ts";
import { readShown } from "./learning/log.ts";
import type { Candidate, Side } from "./matching/side.ts";
import { cut, type OuterRequest, type WholeRequest } from "./request.ts";
import { type MembersView, readMembersViews } from "./store.ts";

/** Measured: 100 find 0.003 more nDCG@10 in the scripted world, and cost half as much again to read. */
export const mostCandidates = 60;
const mostCases = 10;

/** Those that all members see: never what only its own organisation or the secretariat does. */
const inSight = ({ head }: WholeRequest) => [
  audience.everyone,
  audience.members,
  audience.organisation(head.organisationId),
];

/** A request as matching knows it: what all members may see of it. */
const sideOf = (
  view: Pick<
    OuterRequest,
    | "id"
    | "direction"
    | "type"
    | "state"
    | "facts"
    | "owner"
    | "organisationId"
    | "openedAt"
    | "confirmedAt"
    | "outcomes"
  >,
  organisationId: string,
  casesOf: (organisationId: string) => number,
): Side => {
  const { id, direction, type, state, facts, owner, openedAt, confirmedAt, outcomes } = view;
  const { title, elements, limits, languages, deadline } = facts;
  // What an organisation has shown tells which it is: it counts only where its name is seen.
  const isNamed = view.organisationId !== undefined;
  const evidence = isNamed ? { relatedCases: casesOf(organisationId), confirmedOutcomes: outcomes ?? 0 } : undefined;
  return {
    id,
    organisationId,
    ...(isNamed && { named: organisationId }),
    direction,
    type,
    state,
    title,
    elements,
    limits,
    languages,
    deadline,
    owner,
    openedAt,
    confirmedAt,
    evidence,
  };
};

export interface Found {
  own: Side;
  candidates: Candidate[];
  /** What all members see of the candidates, by id. */
  views: ReadonlyMap<string, MembersView>;
  /** The published cases that resemble the request, most alike first. */
  cases: Related[];
}

interface Related {
  id: string;
  title: string;
  organisationId: string;
  score: number;
  shared: readonly string[];
}

/** One question to the index, then the reads of the table at once. @throws AppError `unavailable`. */
export const findCandidates = async (ctx: Context, index: () => SearchIndex, whole: WholeRequest): Promise<Found> => {
  const { id, direction, organisationId } = whole.head;
  const filters = { direction: [direction === "need" ? "offer" : "need"] };
  const [alike = [], resembling = []] = await ask(() =>
    index().similar({
      id,
      audience: inSight(whole),
      wanted: [
        { kind: "request", filters, limit: mostCandidates, excerpts: 0 },
        { kind: "case", limit: mostCases, excerpts: 0 },
      ],
    }),
  );
  const ids = alike.map((each) => each.id);
  const [views, shown, cases, suspended] = await Promise.all([
    readMembersViews(ctx.table, ids),
    readShown(ctx.table, ids),
    readCases(ctx, resembling),
    readSuspended(ctx.table),
  ]);
  const casesOf = (owner: string) => cases.filter((each) => each.organisationId === owner).length;
  const candidates = alike.flatMap(({ id: other, score, shared }): Candidate[] => {
    const found = views.get(other);
    if (!found || suspended.includes(found.organisationId)) return [];
    const side = sideOf(found.view, found.organisationId, casesOf);
    return [{ side, similarity: score, shared, shown: shown.get(other) ?? 0 }];
  });
  return { own: sideOf(ownView(whole), organisationId, casesOf), candidates, views, cases };
};

const readCases = async (ctx: Context, cases: readonly Resemblance[]): Promise<Related[]> => {
  const told = await summariseCases(
    ctx,
    cases.map((each) => each.id),
  );
  return cases.flatMap(({ id, score, shared }) => {
    const summary = told.get(id);
    return summary ? [{ id, title: summary.title, organisationId: summary.organisationId, score, shared }] : [];
  });
};

/** What all members see of it, or would see once it is opened. */
const ownView = ({ head, parts, outer }: WholeRequest) => {
  if (outer.members) return outer.members;
  const { organisationId: _, ...nameless } = head;
  const { facts, organisationId } = cut({ ...head, parts }, "members");
  return { ...nameless, facts, ...(organisationId !== undefined && { organisationId }) };
};

const ask = async <T>(question: () => Promise<T>): Promise<T> => {
  try {
    return await question();
  } catch (error) {
    throw error instanceof SearchUnavailable ? notNow(error) : error;
  }
};
