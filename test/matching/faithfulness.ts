// Whether reasons are true, tried from end to end: what a reason names is taken out of the request and its document, the index is asked again, and the score must fall.
import { fold, type SearchIndex } from "@lianchuang/shared/search";
import { match } from "../../packages/shared/src/cooperation/match.ts";
import type { Fact } from "../../packages/shared/src/cooperation/matching/facts.ts";
import type { Side } from "../../packages/shared/src/cooperation/matching/side.ts";
import { wordFacets } from "../../packages/shared/src/cooperation/matching/weights.ts";
import { seeded } from "./random.ts";
import { candidatesFor, suggestionsFor } from "./systems.ts";
import { documentOf, type Planned, today, type World } from "./world.ts";

export interface Faithfulness {
  readonly reasons: number;
  /** What share of them the score falls without. */
  readonly share: number;
  /** By how much it falls on average without what a reason names, and without as many words that none names. */
  readonly fall: number;
  readonly fallOfOthers: number;
}

/** Looks at the reasons of the first three suggestions of so many needs. */
export const faithfulnessOn = async (index: SearchIndex, world: World, needs: number): Promise<Faithfulness> => {
  const byId = new Map(world.requests.map((each) => [each.side.id, each]));
  const sideOf = (id: string): Side | undefined => byId.get(id)?.side;
  const random = seeded(7);
  const falls: number[] = [];
  const others: number[] = [];
  for (const need of random.some(
    world.requests.filter(({ part }) => part === "need"),
    needs,
  )) {
    for (const suggestion of (await suggestionsFor(index, need.side, sideOf)).slice(0, 3)) {
      const offer = byId.get(suggestion.id);
      if (!offer) continue;
      const attempt = async (changed: Changed): Promise<number> =>
        suggestion.scored.both - (await scoreWith(index, { need, offer }, changed, sideOf));
      for (const { fact } of suggestion.reasons) falls.push(await attempt(without(need, offer, fact)));
      const said = suggestion.reasons.flatMap(({ fact }) => wordsNamed(fact));
      const word = otherWord(offer, said, random);
      if (word !== undefined) others.push(await attempt({ offer: rewritten(offer, { words: [word] }) }));
    }
  }
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    reasons: falls.length,
    share: falls.filter((fall) => fall > 0).length / Math.max(1, falls.length),
    fall: average(falls),
    fallOfOthers: average(others),
  };
};

/** The side and text of whichever of the two is another one now. */
type Changed = Partial<Record<"need" | "offer", { side: Side; text: string }>>;

let version = 2;

/** The score of the pair with the change in the index; afterwards the index is as before. */
const scoreWith = async (
  index: SearchIndex,
  pair: { need: Planned; offer: Planned },
  changed: Changed,
  sideOf: (id: string) => Side | undefined,
): Promise<number> => {
  const names = (["need", "offer"] as const).filter((name) => changed[name]);
  const now = names.flatMap((name) => {
    const given = changed[name];
    return given ? [documentOf(given.side, given.text, pair[name].document.audience, version++)] : [];
  });
  await index.write(now);
  const need = changed.need?.side ?? pair.need.side;
  const offer = changed.offer?.side ?? pair.offer.side;
  const candidates = await candidatesFor(index, need, (id) => (id === offer.id ? offer : sideOf(id)));
  const own = candidates.filter(({ side }) => side.id === offer.id);
  const [found] = match(need, own, { today, limit: 1 });
  await index.write(names.map((name) => ({ ...pair[name].document, version: version++ })));
  return found?.scored.both ?? 0;
};

const wordsNamed = (fact: Fact): string[] => {
  if (fact.part === "text") return [...fact.words];
  return "asked" in fact ? [fact.asked, ...fact.by.map(({ term }) => term)] : [];
};

const without = (need: Planned, offer: Planned, fact: Fact): Changed => {
  if (fact.part === "text") return { offer: rewritten(offer, { words: fact.words }) };
  if (fact.part === "industry") return { offer: rewritten(offer, { industry: fact.offer }) };
  if (fact.part === "evidence")
    return fact.of === "need"
      ? { need: rewritten(need, { evidence: true }) }
      : { offer: rewritten(offer, { evidence: true }) };
  if (fact.part === "fit") return { offer: rewritten(offer, "met" in fact ? { limit: fact.met } : { region: true }) };
  const gone = { terms: fact.by.map(({ term }) => term), title: fact.by.some(({ facet }) => facet === "title") };
  return fact.asker === "need" ? { offer: rewritten(offer, gone) } : { need: rewritten(need, gone) };
};

interface Gone {
  readonly words?: readonly string[];
  readonly terms?: readonly string[];
  readonly title?: boolean;
  readonly industry?: string;
  readonly limit?: string;
  readonly region?: boolean;
  readonly evidence?: boolean;
}

/** A request that does not say some things any more, nor does its text; texts are folded so that no other spelling stays. */
const rewritten = ({ side, document }: Planned, gone: Gone): { side: Side; text: string } => {
  const words = gone.words ?? [];
  const strike = (text: string): string =>
    words.length === 0 ? text : words.reduce((left, word) => left.replaceAll(fold(word), " "), fold(text));
  const body = document.text.split("\n")[0] ?? "";
  const kept = (terms: readonly string[] | undefined) =>
    terms
      ?.filter((term) => !gone.terms?.includes(term))
      .map(strike)
      .filter((term) => term.trim() !== "");
  const facets = Object.fromEntries(wordFacets.map((name) => [name, kept(side.elements?.[name])]));
  const industries = side.elements?.industries?.filter((code) => code !== gone.industry);
  const limits = Object.fromEntries(Object.entries(side.limits ?? {}).filter(([name]) => name !== gone.limit));
  const changed: Side = {
    ...side,
    title: gone.title ? "" : strike(side.title),
    elements: { ...facets, industries },
    limits,
    ...(gone.limit === "languages" && { languages: undefined }),
    ...(gone.region && side.owner && { owner: { ...side.owner, region: undefined } }),
    ...(gone.evidence && { evidence: undefined }),
  };
  return { side: changed, text: strike(body) };
};

/** A word of two hanzi from the offer's text that no reason names. */
const otherWord = (
  { document }: Planned,
  said: readonly string[],
  random: ReturnType<typeof seeded>,
): string | undefined => {
  const named = said.map(fold).join(" ");
  const pairs = [...fold(document.text).matchAll(/\p{Script=Han}{2}/gu)].map(([pair]) => pair);
  const free = pairs.filter((pair) => !named.includes(pair));
  return free.length > 0 ? random.pick(free) : undefined;
};
