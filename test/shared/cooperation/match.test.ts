// Guarantees of matching: who may meet, what a score is made of, and that its reasons are true.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { match, pairOf } from "../../../packages/shared/src/cooperation/match.ts";
import { judge } from "../../../packages/shared/src/cooperation/matching/eligible.ts";
import { withoutFact } from "../../../packages/shared/src/cooperation/matching/facts.ts";
import { kinship } from "../../../packages/shared/src/cooperation/matching/industry.ts";
import { scoreOf } from "../../../packages/shared/src/cooperation/matching/score.ts";
import type { Candidate, Limits, Pair, Side } from "../../../packages/shared/src/cooperation/matching/side.ts";
import { coverage } from "../../../packages/shared/src/cooperation/matching/terms.ts";
import { currentWeights as weights, wordFacets } from "../../../packages/shared/src/cooperation/matching/weights.ts";
import { aCandidate, aNeed, anOffer, someSide, today } from "./sides.ts";

const one = (need: Side, offer: Side, over: Partial<Candidate> = {}) => {
  const [first] = match(need, [aCandidate(offer, over)], { today, limit: 10 });
  if (!first) throw new Error("not eligible");
  return first;
};
const bothOf = (pair: Pair) => scoreOf(pair, weights).both;

describe("who may meet", () => {
  const limits: readonly [need: Limits, offer: Limits, "met" | "broken" | "unknown"][] = [
    [{ certificates: ["IATF 16949"] }, { certificates: ["iatf16949:2016", "ISO 9001"] }, "met"],
    [{ certificates: ["IATF 16949", "ISO 14001"] }, { certificates: ["IATF16949"] }, "broken"],
    [{ certificates: ["ISO 900"] }, { certificates: ["ISO 9001"] }, "broken"],
    [{ certificates: ["IATF 16949"] }, {}, "unknown"],
    [{ certificates: ["IATF 16949"] }, { certificates: [] }, "unknown"],
    [{ regions: ["31", "32"] }, { regions: ["32", "33"] }, "met"],
    [{ regions: ["31"] }, { regions: ["44"] }, "broken"],
    [{ date: "2026-06-01" }, { date: "2026-06-01" }, "met"],
    [{ date: "2026-06-01" }, { date: "2026-06-02" }, "broken"],
    [{ quantity: { min: 500, max: 800, unit: "件" } }, { quantity: { min: 800, unit: " 件" } }, "met"],
    [{ quantity: { max: 799, unit: "件" } }, { quantity: { min: 800, unit: "件" } }, "broken"],
    [{ quantity: { max: 1, unit: "吨" } }, { quantity: { min: 800, unit: "件" } }, "unknown"],
    [{ budget: { max: 100_000 } }, { budget: { min: 100_000, max: 300_000 } }, "met"],
    [{ budget: { max: 100_000 } }, { budget: { min: 100_001 } }, "broken"],
    [{ budget: { min: 5 } }, { budget: { min: 100_001 } }, "unknown"],
  ];
  it.each(limits)("%j with %j: %s", (asked, given, expected) => {
    const verdict = judge(aNeed({ limits: asked }), anOffer({ limits: given }), today);
    const [name] = Object.keys(asked);
    expect({ met: verdict.met, unknown: verdict.unknown, broken: verdict.obstacles }).toEqual({
      met: [],
      unknown: [],
      broken: [],
      [expected]: [name],
    });
  });

  const facts: readonly [string, Partial<Side>, Partial<Side>, string[]][] = [
    ["two needs", {}, { direction: "need" }, ["direction"]],
    ["one organisation", {}, { organisationId: "org_asks" }, ["organisation"]],
    ["one in talks", {}, { state: "in-talks" }, ["state"]],
    ["one on hold", { state: "on-hold" }, {}, ["state"]],
    ["a last day that was yesterday", {}, { deadline: "2026-03-17" }, ["deadline"]],
    ["a last day that is today", { deadline: today }, { deadline: today }, []],
    ["no language of both", { languages: ["zh"] }, { languages: ["en", "de"] }, ["languages"]],
    ["a language of both", { languages: ["zh", "en"] }, { languages: ["en"] }, []],
    ["languages that one does not say", { languages: ["zh"] }, {}, []],
  ];
  it.each(facts)("%s", (_, need, offer, obstacles) => {
    expect(judge(aNeed(need), anOffer(offer), today).obstacles).toEqual(obstacles);
    expect(match(aNeed(need), [aCandidate(anOffer(offer))], { today, limit: 10 }).length).toBe(
      obstacles.length === 0 ? 1 : 0,
    );
  });

  it("is the same asked from either side, and more said of one side alone never forbids", () => {
    fc.assert(
      fc.property(someSide({ direction: "need" }), someSide({ direction: "offer" }), (need, offer) => {
        expect(judge(need, offer, today)).toEqual(judge(offer, need, today));
        const silent = { ...offer, limits: undefined, languages: undefined };
        const general = ["direction", "organisation", "state", "deadline"];
        expect(judge(need, silent, today).obstacles.every((each) => general.includes(each))).toBe(true);
      }),
    );
  });
});

describe("what a score is made of", () => {
  it("industries by how deep what both lie in is", () => {
    expect([
      kinship("3421", "3421"),
      kinship("3421", "3425"),
      kinship("3421", "3411"),
      kinship("3421", "3511"),
      kinship("3421", "0111"),
      kinship("34", "3421"),
      kinship("3421", "0000"),
    ]).toEqual([1, 0.75, 0.5, 0.25, 0, 4 / 6, 0]);
  });

  const terms: readonly [asked: string, given: string, least: number, most: number][] = [
    ["激光焊接", "激光焊接", 1, 1],
    ["焊接", "激光焊接", 1, 1],
    ["激光焊接", "焊接", 0, 0.5],
    ["3D打印", "增材制造", 0.9, 0.9],
    ["積層製造", "3d printing", 0.9, 1],
    ["注塑工艺", "焊接工艺", 0, 0.5],
    ["IATF 16949", "iatf16949", 1, 1],
    ["齿轮", "农产品加工", 0, 0],
  ];
  it.each(terms)("what covers %s: %s", (asked, given, least, most) => {
    const degree = coverage(asked, given, 0.9);
    expect(degree).toBeGreaterThanOrEqual(least);
    expect(degree).toBeLessThanOrEqual(most);
  });

  it("all parts and scores lie between 0 and 1, whatever is said and not said, and both orders score the same", () => {
    fc.assert(
      fc.property(
        someSide({ direction: "need" }),
        someSide({ direction: "offer" }),
        fc.double({ min: 0, max: 1.5, noNaN: true }),
        (need, offer, similarity) => {
          const pair = pairOf(need, { side: offer, similarity, shared: [] }, today);
          const { parts, need: forNeed, offer: forOffer, both } = scoreOf(pair, weights);
          const values = [...Object.values(parts.need), ...Object.values(parts.offer), forNeed, forOffer, both];
          for (const value of values) if (value !== undefined) expect(value >= 0 && value <= 1).toBe(true);
          expect(both).toBeCloseTo(Math.sqrt(forNeed * forOffer), 12);
          expect(pairOf(offer, { side: need, similarity, shared: [] }, today)).toEqual(pair);
        },
      ),
    );
  });

  it("naming what the other asks for never lowers it", () => {
    fc.assert(
      fc.property(
        someSide({ direction: "need" }),
        someSide({ direction: "offer" }),
        fc.constantFrom(...wordFacets),
        fc.nat(),
        (need, offer, facet, at) => {
          const asked = need.elements?.[facet] ?? [];
          const term = asked[at % Math.max(1, asked.length)];
          if (term === undefined) return;
          const named = [...(offer.elements?.[facet] ?? []), term];
          const fuller = { ...offer, elements: { ...offer.elements, [facet]: [...new Set(named)] } };
          const scored = (side: Side) => bothOf(pairOf(need, { side, similarity: 0.2, shared: [] }, today));
          expect(scored(fuller)).toBeGreaterThanOrEqual(scored(offer) - 1e-12);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("what nobody knows counts less than what fits and more than what does not", () => {
    const [fits, silent, misses] = [["激光焊接"], undefined, ["发酵"]].map((processes) =>
      bothOf(pairOf(aNeed(), aCandidate(anOffer({ elements: { ...aNeed().elements, processes } })), today)),
    );
    expect(fits).toBeGreaterThan(silent ?? 1);
    expect(silent).toBeGreaterThan(misses ?? 1);
  });

  it("a title says as much as a part does, nearly: who asks for what it names is answered", () => {
    const need = aNeed({ elements: { products: ["副车架"] } });
    const scored = (over: Partial<Side>) => bothOf(pairOf(need, aCandidate(anOffer({ elements: {}, ...over })), today));
    const [named, titled, neither] = [
      scored({ title: "工装", elements: { products: ["副车架"] } }),
      scored({ title: "副车架工装" }),
      scored({ title: "工装" }),
    ];
    expect(named).toBeGreaterThan(titled);
    expect(titled).toBeGreaterThan(neither);
    const { reasons } = one(need, anOffer({ title: "副车架工装", elements: {} }));
    expect(reasons.map(({ to }) => to.need.en)).toContain("For your product “副车架” the offer names “副车架工装”");
  });

  it("evidence helps, no newcomer is put below one who has none, and beyond a bound more helps no more", () => {
    const scored = (evidence: Side["evidence"]) => bothOf(pairOf(aNeed(), aCandidate(anOffer({ evidence })), today));
    const of = (relatedCases: number, confirmedOutcomes: number) => scored({ relatedCases, confirmedOutcomes });
    expect(scored(undefined)).toBe(of(0, 0));
    expect(of(1, 0)).toBeGreaterThan(of(0, 0));
    expect(of(1, 1)).toBeGreaterThan(of(1, 0));
    expect(of(90, 90)).toBe(of(3, 3));
  });
});

describe("reasons", () => {
  it("each names facts without which the score falls, by what it says it is worth", () => {
    let seen = 0;
    fc.assert(
      fc.property(
        someSide({ direction: "need", state: "open" }),
        someSide({ direction: "offer", state: "open", organisationId: "org_9" }),
        (need, offer) => {
          const candidate = { side: offer, similarity: 0.2, shared: ["焊接"] };
          const [found] = match(need, [candidate], { today, limit: 1 });
          const pair = pairOf(need, candidate, today);
          for (const { fact, worth } of found?.reasons ?? []) {
            seen++;
            expect(worth).toBeGreaterThan(0);
            expect(bothOf(withoutFact(pair, fact))).toBeCloseTo(bothOf(pair) - worth, 12);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(500);
  });

  it("are said to either side in both languages, with what is named and what covers it", () => {
    const need = aNeed({ elements: { processes: ["3D打印"], products: ["泵体"] } });
    const { reasons } = one(need, anOffer({ elements: { processes: ["增材制造"] } }));
    const [reason] = reasons.filter(({ fact }) => fact.part === "processes");
    expect(reason?.to.need).toEqual({
      en: "For your process “3D打印” the offer names “增材制造”",
      zh: "您需要的工艺“3D打印”，对方提供“增材制造”",
    });
    expect(reason?.to.offer).toEqual({
      en: "The need asks for the process “3D打印”; you name “增材制造”",
      zh: "对方需要工艺“3D打印”，您提供“增材制造”",
    });
  });

  it("what is missing or not known is said, and who could say it", () => {
    const need = aNeed({ elements: { products: ["泵体"] }, limits: { date: "2026-06-01" } });
    const { gaps } = one(need, anOffer({ limits: { budget: { min: 1 } } }));
    expect(gaps.map(({ about, by }) => [about, by])).toEqual([
      ["date", "offer"],
      ["budget", "need"],
      ["products", "offer"],
      ["industry", "need"],
    ]);
    expect(gaps[2]?.to.need.en).toBe("The offer does not name your product “泵体”");
  });
});

describe("the order", () => {
  const offers = (count: number, over: (at: number) => Partial<Side>) =>
    Array.from({ length: count }, (_, at) => aCandidate(anOffer({ id: `coop_${at}`, ...over(at) })));

  it("of the first ten at most two are of one organisation; the others come after", () => {
    const organisationOf = (at: number) => (at < 8 ? "org_many" : `org_${at}`);
    const candidates = offers(20, (at) => ({ organisationId: organisationOf(at), named: organisationOf(at) }));
    const better = candidates.map((each, at) => ({ ...each, similarity: at < 8 ? 0.9 : 0.2 }));
    const found = match(aNeed(), better, { today, limit: 20 }).map(({ id }) => Number(id.slice(5)));
    expect(found.slice(0, 2)).toEqual([0, 1]);
    expect(found.slice(0, 10).filter((at) => at < 8)).toEqual([0, 1]);
    expect(found.length).toBe(20);
    expect(match(aNeed(), better.slice(0, 8), { today, limit: 10 }).length).toBe(2);
  });

  it("does not tell by it that offers without a name are of one owner", () => {
    const candidates = offers(20, (at) => ({ organisationId: at < 8 ? "org_many" : `org_${at}` }));
    const better = candidates.map((each, at) => ({ ...each, similarity: at < 8 ? 0.9 : 0.2 }));
    const found = match(aNeed(), better, { today, limit: 10 }).map(({ id }) => Number(id.slice(5)));
    expect(found.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("who is rarely shown gains, and never more than three in a hundred", () => {
    const [often, rarely] = offers(2, (at) => ({ organisationId: `org_${at}` })) as [Candidate, Candidate];
    const order = (similarity: number) =>
      match(
        aNeed(),
        [
          { ...often, shown: 1000, similarity },
          { ...rarely, shown: 0 },
        ],
        { today, limit: 2 },
      );
    expect(order(0.3).map(({ id }) => id)).toEqual(["coop_1", "coop_0"]);
    expect(order(0.6).map(({ id }) => id)).toEqual(["coop_0", "coop_1"]);
    fc.assert(
      fc.property(fc.option(fc.nat(), { nil: undefined }), (shown) => {
        const [found] = match(aNeed(), [{ ...often, shown }], { today, limit: 1 });
        const gain = (found?.score ?? 0) / (found?.scored.both ?? 1);
        expect(gain > 1 - 1e-12 && gain <= 1.03 + 1e-12).toBe(true);
      }),
    );
  });

  it("depends on nothing but what is given, in whatever order it comes", () => {
    const candidate = someSide().chain((side) =>
      fc.double({ min: 0, max: 1, noNaN: true }).map((similarity): Candidate => ({ side, similarity, shared: [] })),
    );
    fc.assert(
      fc.property(someSide(), fc.uniqueArray(candidate, { selector: ({ side }) => side.id }), (request, candidates) => {
        const asked = { today, limit: 10 };
        expect(match(request, candidates.toReversed(), asked)).toEqual(match(request, candidates, asked));
      }),
    );
  });
});
