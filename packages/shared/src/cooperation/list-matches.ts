// Suggests who may answer a request, best first, with the reasons of both sides; and teams that could tackle it together.
import { mayRead } from "../audience.ts";
import type { Context } from "../context.ts";
import { found } from "../head.ts";
import type { SearchIndex } from "../search/index.ts";
import { findCandidates } from "./candidates.ts";
import { summariseRequests } from "./list.ts";
import { match, type Suggestion } from "./match.ts";
import type { TeamRole } from "./matching/roles.ts";
import type { MatchView, TeamView } from "./matching/schema.ts";
import { proposeTeams } from "./propose-teams.ts";
import { summarise, type WholeRequest, workingAudience } from "./request.ts";
import type { Direction, RequestSummary } from "./schema.ts";
import { dayInChina } from "./sound.ts";
import { findWhole, type MembersView } from "./store.ts";
import { sightOf } from "./view.ts";

/** The request, for its own people and the secretariat, which forwards; to all others it is not there. */
export const getOwn = async (ctx: Context, id: string): Promise<WholeRequest> => {
  const whole = found(await findWhole(ctx.table, id));
  found(sightOf(ctx.actor, whole)?.view === "working" ? whole : undefined);
  return whole;
};

export interface Matches {
  items: MatchView[];
  suggestions: Suggestion[];
}

/** Only what all members may see of either side counts and is said. @throws AppError `not_found`, `unavailable`. */
export const listMatches = async (
  ctx: Context,
  index: () => SearchIndex,
  { id, limit }: { id: string; limit: number },
): Promise<Matches> => {
  const whole = await getOwn(ctx, id);
  const { own, candidates, views } = await findCandidates(ctx, index, whole);
  const suggestions = match(own, candidates, { today: dayInChina(ctx.now()), limit });
  const ids = suggestions.map((each) => each.id);
  const requests = await summariseFound(ctx, ids, views);
  const items = suggestions.flatMap((each) => viewMatch(each, own.direction, requests) ?? []);
  return { items, suggestions };
};

/** @throws AppError `not_found`, `unavailable`. */
export const listTeams = async (
  ctx: Context,
  index: () => SearchIndex,
  { id, roles, limit }: { id: string; roles: readonly TeamRole[]; limit: number },
): Promise<TeamView[]> => {
  const whole = await getOwn(ctx, id);
  const { own, candidates, views } = await findCandidates(ctx, index, whole);
  const teams = proposeTeams(own, roles, candidates, { today: dayInChina(ctx.now()), limit });
  const ids = new Set(teams.flatMap(({ members }) => members.map(({ side }) => side.id)));
  const requests = await summariseFound(ctx, [...ids], views);
  return teams.map(({ score, members, unfilled, uncovered, why }) => ({
    score,
    members: members.flatMap(({ role, side, worth, covers }) => {
      const request = requests.get(side.id);
      return request ? [{ role, request, worth, covers: covers.map(({ asked }) => asked) }] : [];
    }),
    unfilled: [...unfilled],
    uncovered: [...uncovered],
    why,
  }));
};

/** What lists show of them, by id: what all members see is read already; only who works on a request is shown its working view, and that is read. */
const summariseFound = async (
  ctx: Context,
  ids: readonly string[],
  views: ReadonlyMap<string, MembersView>,
): Promise<Map<string, RequestSummary>> => {
  const given = ids.flatMap((id) => views.get(id) ?? []);
  const isNear = ({ organisationId }: MembersView) => mayRead(ctx.actor, { audience: workingAudience(organisationId) });
  const near = given.filter(isNear).map(({ view }) => view.id);
  const members = given
    .filter((each) => !isNear(each))
    .map(({ view }) => [view.id, summarise(view, "members")] as const);
  return new Map<string, RequestSummary>([...members, ...(await summariseRequests(ctx, near))]);
};

const viewMatch = (
  { id, score, scored, reasons, gaps, weights }: Suggestion,
  you: Direction,
  requests: ReadonlyMap<string, RequestSummary>,
): MatchView | undefined => {
  const request = requests.get(id);
  const them = you === "need" ? "offer" : "need";
  return (
    request && {
      request,
      score,
      forYou: { score: scored[you], parts: { ...scored.parts[you] } },
      forThem: { score: scored[them], parts: { ...scored.parts[them] } },
      reasons: reasons.map(({ worth, to }) => ({ worth, toYou: to[you], toThem: to[them] })),
      gaps: gaps.map(({ about, by, to }) => ({ about, byYou: by === you, toYou: to[you], toThem: to[them] })),
      weights,
    }
  );
};
