// The systems under measure: matching over what the index finds alike, and what one would have without it.
import type { SearchIndex } from "@lianchuang/shared/search";
import { firstGraphemes } from "@lianchuang/shared/text";
import { mostCandidates } from "../../packages/shared/src/cooperation/candidates.ts";
import { match, type Suggestion } from "../../packages/shared/src/cooperation/match.ts";
import { judge } from "../../packages/shared/src/cooperation/matching/eligible.ts";
import type { Candidate, Side } from "../../packages/shared/src/cooperation/matching/side.ts";
import type { Contestant } from "../relevance/retriever.ts";
import { type Planned, today, type World } from "./world.ts";

export const first = 10;

/** Ids of requests, best first, for one need. */
export interface Answerer {
  readonly name: string;
  readonly answer: (need: Planned) => Promise<readonly string[]>;
}

export const audienceOf = ({ organisationId }: Side): string[] => ["public", "members", `org:${organisationId}`];
const offers = { direction: ["offer"] };

/** What of the index may answer a request, as its owner sees it. */
export const candidatesFor = async (
  index: SearchIndex,
  side: Side,
  sideOf: (id: string) => Side | undefined,
): Promise<Candidate[]> => {
  const filters = { direction: [side.direction === "need" ? "offer" : "need"] };
  const wanted = [{ kind: "request", filters, limit: mostCandidates }] as const;
  const [alike = []] = await index.similar({ id: side.id, audience: audienceOf(side), wanted });
  return alike.flatMap(({ id, score, shared }) => {
    const found = sideOf(id);
    return found ? [{ side: found, similarity: score, shared }] : [];
  });
};

export const suggestionsFor = async (
  index: SearchIndex,
  side: Side,
  sideOf: (id: string) => Side | undefined,
): Promise<Suggestion[]> => match(side, await candidatesFor(index, side, sideOf), { today, limit: first });

/**
 * On one index: matching; the index's own resemblance as it is and without what may not meet, so that it is seen what scoring
 * adds; and plain searches. All are narrowed to offers.
 */
export const systemsOn = (index: SearchIndex, sides: ReadonlyMap<string, Side>): Answerer[] => {
  const search = async ({ side }: Planned, q: string): Promise<string[]> => {
    const asked = { q: firstGraphemes(q, 256), filters: { ...offers, kind: ["request"] }, limit: first };
    return (await index.search({ ...asked, audience: audienceOf(side) })).items.map(({ id }) => id);
  };
  const alike = async (side: Side, keep: (other: Side) => boolean): Promise<string[]> => {
    const candidates = await candidatesFor(index, side, (id) => sides.get(id));
    return candidates.flatMap((each) => (keep(each.side) ? [each.side.id] : [])).slice(0, first);
  };
  return [
    {
      name: "matching",
      answer: async ({ side }) => (await suggestionsFor(index, side, (id) => sides.get(id))).map(({ id }) => id),
    },
    { name: "similar alone", answer: ({ side }) => alike(side, () => true) },
    {
      name: "similar, eligible only",
      answer: ({ side }) => alike(side, (other) => judge(side, other, today).obstacles.length === 0),
    },
    { name: "search by title", answer: (need) => search(need, need.side.title) },
    { name: "search by text", answer: (need) => search(need, `${need.document.title} ${need.document.text}`) },
  ];
};

/** `more_like_this` and `match` by their defaults over the same texts, told only which are offers that members see. */
export const baselines = async (world: World, contestants: readonly Contestant[]): Promise<Answerer[]> => {
  const needs = world.requests.filter(({ part }) => part === "need");
  const seen = new Set(
    world.requests
      .filter(({ side, document }) => side.direction === "offer" && document.audience.includes("members"))
      .map(({ side }) => side.id),
  );
  const queries = needs.map(({ side, document }) => ({
    id: side.id,
    text: `${document.title}\n${document.text}`,
    judged: new Map<string, number>(),
  }));
  const answerers = contestants.map(async ({ name, answer }): Promise<Answerer> => {
    const { rankings } = await answer("similar", queries);
    const byNeed = new Map(needs.map(({ side }, at) => [side.id, rankings[at] ?? []]));
    return {
      name: `more_like_this on ${name}`,
      answer: async ({ side }) => (byNeed.get(side.id) ?? []).filter((id) => seen.has(id)).slice(0, first),
    };
  });
  return await Promise.all(answerers);
};
