// What is measured of suggestions: whether they are the planted ones, whether any should not be there, and who is shown how often.
import type { Side } from "../../packages/shared/src/cooperation/matching/side.ts";
import { mean, ndcg, recall } from "../relevance/measures.ts";
import { type Answerer, first } from "./systems.ts";
import { isForTuning, type Planned, today, type World } from "./world.ts";

export interface Figures {
  readonly name: string;
  /** Of the half of the needs that weights were set on, and of the half that judges. */
  readonly tuned: Quality;
  readonly judging: Quality;
  /** Suggestions, over all needs, that break what they must not. */
  readonly brokenLimits: number;
  readonly notSeen: number;
  readonly gini: number;
  /** Per need, in their order: nDCG@10. */
  readonly each: readonly number[];
}

export interface Quality {
  readonly needs: number;
  readonly ndcg: number;
  readonly recall: number;
}

/** What answers a need by the plan of the world. */
export const complementsOf = (world: World, need: Planned): Map<string, number> =>
  new Map(
    world.requests
      .filter(
        ({ part, cell, side }) =>
          part === "complement" && cell === need.cell && side.organisationId !== need.side.organisationId,
      )
      .map(({ side }) => [side.id, 1]),
  );

export const measure = async (world: World, { name, answer }: Answerer): Promise<Figures> => {
  const needs = world.requests.filter(({ part }) => part === "need");
  const byId = new Map(world.requests.map((each) => [each.side.id, each]));
  const shown = new Map<string, number>();
  const results: { need: Planned; ndcg: number; recall: number }[] = [];
  let [brokenLimits, notSeen] = [0, 0];
  for (const need of needs) {
    const ranking = (await answer(need)).slice(0, first);
    const judged = complementsOf(world, need);
    results.push({ need, ndcg: ndcg(ranking, judged, first), recall: recall(ranking, judged, first) });
    for (const found of ranking.flatMap((id) => byId.get(id) ?? [])) {
      if (breaksLimit(need.side, found.side) || (found.part === "breaks" && found.cell === need.cell)) brokenLimits++;
      if (found.part === "hidden" && !found.document.audience.includes(`org:${need.side.organisationId}`)) notSeen++;
      shown.set(found.side.organisationId, (shown.get(found.side.organisationId) ?? 0) + 1);
    }
  }
  const of = (some: typeof results): Quality => ({
    needs: some.length,
    ndcg: mean(some.map((each) => each.ndcg)),
    recall: mean(some.map((each) => each.recall)),
  });
  const offering = new Set(
    world.requests
      .filter(({ part, side }) => side.direction === "offer" && part !== "hidden" && part !== "over")
      .map(({ side }) => side.organisationId),
  );
  return {
    name,
    tuned: of(results.filter(({ need }) => isForTuning(need))),
    judging: of(results.filter(({ need }) => !isForTuning(need))),
    brokenLimits,
    notSeen,
    gini: gini([...offering].map((id) => shown.get(id) ?? 0)),
    each: results.map((each) => each.ndcg),
  };
};

/** Written once more and on its own, so that what judges matching is not its own code: whether a need and an offer may not meet. */
export const breaksLimit = (need: Side, offer: Side): boolean => {
  const [asked, given] = [need.limits ?? {}, offer.limits ?? {}];
  const bare = (text: string) => text.toLowerCase().replace(/ /g, "");
  if (offer.direction !== "offer" || offer.organisationId === need.organisationId || offer.state !== "open")
    return true;
  if ((offer.deadline ?? today) < today) return true;
  if (asked.certificates && given.certificates) {
    const held = new Set(given.certificates.map(bare));
    if (asked.certificates.some((each) => !held.has(bare(each)))) return true;
  }
  if (
    asked.regions &&
    given.regions &&
    new Set([...asked.regions, ...given.regions]).size === asked.regions.length + given.regions.length
  )
    return true;
  if (asked.date && given.date && given.date > asked.date) return true;
  if (asked.quantity && given.quantity && asked.quantity.unit === given.quantity.unit) {
    if ((given.quantity.min ?? 0) > (asked.quantity.max ?? Number.POSITIVE_INFINITY)) return true;
    if ((asked.quantity.min ?? 0) > (given.quantity.max ?? Number.POSITIVE_INFINITY)) return true;
  }
  if ((given.budget?.min ?? 0) > (asked.budget?.max ?? Number.POSITIVE_INFINITY)) return true;
  return (
    need.languages !== undefined &&
    offer.languages !== undefined &&
    !need.languages.some((each) => offer.languages?.includes(each))
  );
};

/** How unequally things are shared out: 0 where all have the same, towards 1 where one has everything (Gini 1912). */
export const gini = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const whole = sorted.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return 0;
  const ranked = sorted.reduce((sum, value, at) => sum + (2 * (at + 1) - sorted.length - 1) * value, 0);
  return ranked / (sorted.length * whole);
};
