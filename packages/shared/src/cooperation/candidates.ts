// Who may answer a request: what the index finds alike among those that all members see, as the table says they are now.

import * as audience from "../audience.ts";
import { summariseCases } from "../cases/index.ts";
import type { Context } from "../context.ts";
import { notNow, type SearchIndex, SearchUnavailable } from "../search/index.ts";
import { readShown } from "./learning/log.ts";
import type { Candidate, Side } from "./matching/side.ts";
import { cut, type OuterRequest, type WholeRequest } from "./request.ts";
import { readHeads } from "./store.ts";

const mostCandidates = 100;
const mostCases = 20;

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
    "id" | "direction" | "type" | "state" | "facts" | "owner" | "openedAt" | "confirmedAt" | "outcomes"
  >,
  organisationId: string,
  relatedCases: number,
): Side => {
  const { id, direction, type, state, facts, owner, openedAt, confirmedAt, outcomes } = view;
  const { title, elements, limits, languages, deadline } = facts;
  const evidence = { relatedCases, confirmedOutcomes: outcomes ?? 0 };
  return {
    id,
    organisationId,
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
  /** The published cases that resemble the request, most alike first. */
  cases: { id: string; title: string; organisationId: string; score: number; shared: readonly string[] }[];
}

/** Two questions to the index at once, then three reads of the table at once. @throws AppError `unavailable`. */
export const findCandidates = async (ctx: Context, index: () => SearchIndex, whole: WholeRequest): Promise<Found> => {
  const { id, direction, organisationId } = whole.head;
  const filters = { direction: [direction === "need" ? "offer" : "need"] };
  const asked = { id, audience: inSight(whole) };
  const [alike, cases] = await ask(() =>
    Promise.all([
      index().similar({ ...asked, kind: "request", filters, limit: mostCandidates }),
      index().similar({ ...asked, kind: "case", limit: mostCases }),
    ]),
  );
  const ids = alike.map((each) => each.id);
  const [heads, told, shown] = await Promise.all([
    readHeads(ctx.table, ids),
    summariseCases(
      ctx,
      cases.map((each) => each.id),
    ),
    readShown(ctx.table, ids),
  ]);
  const related = cases.flatMap(({ id: caseId, score, shared }) => {
    const found = told.get(caseId);
    return found ? [{ id: caseId, title: found.title, organisationId: found.organisationId, score, shared }] : [];
  });
  const casesOf = (owner: string) => related.filter((each) => each.organisationId === owner).length;
  const byId = new Map(heads.map((each) => [each.head.id, each]));
  const candidates = alike.flatMap(({ id: other, score, shared }): Candidate[] => {
    const found = byId.get(other);
    const view = found?.outer.members;
    if (!found || !view) return [];
    const owner = found.head.organisationId;
    return [{ side: sideOf(view, owner, casesOf(owner)), similarity: score, shared, shown: shown.get(other) ?? 0 }];
  });
  return { own: sideOf(ownView(whole), organisationId, casesOf(organisationId)), candidates, cases: related };
};

/** What all members see of it, or would see once it is opened. */
const ownView = ({ head, parts, outer }: WholeRequest) =>
  outer.members ?? { ...head, facts: cut({ ...head, parts }, "members").facts };

const ask = async <T>(question: () => Promise<T>): Promise<T> => {
  try {
    return await question();
  } catch (error) {
    throw error instanceof SearchUnavailable ? notNow(error) : error;
  }
};
