// Who has solved something like it: the organisations behind the cases that resemble a request, by the votes of these cases.
import type { Context } from "../context.ts";
import { findOrganisations } from "../members/index.ts";
import type { SearchIndex } from "../search/index.ts";
import { findCandidates } from "./candidates.ts";
import { getOwn } from "./list-matches.ts";
import type { ExpertView } from "./matching/schema.ts";

/** So many cases of one organisation vote, each later one for less: whoever publishes much does not win by that alone. */
const mostVotes = 3;

/**
 * Votes of documents (Macdonald and Ounis 2006, Voting for candidates, CIKM), capped; each with the cases it rests on. The
 * request's own organisation is left out. @throws AppError `not_found`, `unavailable`.
 */
export const listExperts = async (
  ctx: Context,
  index: () => SearchIndex,
  { id, limit }: { id: string; limit: number },
): Promise<ExpertView[]> => {
  const { own, cases } = await findCandidates(ctx, index, await getOwn(ctx, id));
  const others = Map.groupBy(
    cases.filter(({ organisationId }) => organisationId !== own.organisationId),
    ({ organisationId }) => organisationId,
  );
  const organisations = await findOrganisations(ctx, [...others.keys()]);
  const experts = organisations.flatMap(({ id: organisationId, name, state }): ExpertView[] => {
    const voting = (others.get(organisationId) ?? []).slice(0, mostVotes);
    if (state !== "member") return [];
    const score = voting.reduce((sum, each, at) => sum + each.score / (at + 1), 0);
    const evidence = voting.map(({ id: caseId, title, shared }) => ({ caseId, title, shared: [...shared] }));
    return [{ organisationId, name, score, evidence }];
  });
  return experts.toSorted((one, other) => other.score - one.score).slice(0, limit);
};
