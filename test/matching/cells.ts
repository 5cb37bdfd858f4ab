// The plan of the scripted world: which requests go together, which only seem to, and the limits that decide it.
import { regionCodes } from "@lianchuang/shared/members";
import type { Limits } from "../../packages/shared/src/cooperation/matching/side.ts";
import problems from "./problems.json" with { type: "json" };
import type { Random } from "./random.ts";

type Problem = (typeof problems)[number];
type Context = Problem["contexts"][number];

/**
 * What a request is in the plan: `complement` answers the needs of its cell; the rest does not answer them, for one reason
 * each: it breaks a limit that they set, is hidden from members, is no longer open, or is about nothing in particular.
 */
export type Part = "need" | "complement" | "breaks" | "hidden" | "over" | "noise";

export interface Draft {
  readonly part: Part;
  readonly cell: number;
  readonly problem: Problem;
  readonly context: Context;
  readonly limits: Limits;
  /** Nobody of these may be its owner. */
  readonly not: Set<string>;
}

/** Two needs, three complements and near misses, whose limits are drawn from one set so that it is known who meets whom. */
export const cellOf = (cell: number, problem: Problem, context: Context, random: Random): Draft[] => {
  const bounds = boundsOf(random);
  const names = random.some(Object.keys(bounds.asked) as (keyof Limits)[], 3);
  const [broken = "date"] = names;
  const not = new Set<string>();
  const draft = (part: Part, limits: Limits): Draft => ({ part, cell, problem, context, limits, not });
  const needs = [0, 1].map(() => {
    const said = names.filter((name) => name === broken || random.chance(0.6));
    return draft("need", among(bounds.asked, said));
  });
  const complement = (part: Part) =>
    draft(
      part,
      among(
        bounds.met,
        names.filter(() => random.chance(0.6)),
      ),
    );
  const breaks = draft("breaks", { ...complement("breaks").limits, ...among(bounds.broken, [broken]) });
  return [
    ...needs,
    ...[0, 1, 2].map(() => complement("complement")),
    breaks,
    ...(cell % 3 === 0 ? [complement("hidden")] : []),
    ...(cell % 4 === 1 ? [complement("over")] : []),
  ];
};

const among = (limits: Limits, names: readonly (keyof Limits)[]): Limits =>
  Object.fromEntries(names.map((name) => [name, limits[name]]));

const certificates = ["IATF 16949", "ISO 9001", "ISO 13485", "AS9100", "ISO 14001", "CNAS"];

/** Of each limit what needs of a cell ask, what meets it and what breaks it. */
const boundsOf = (random: Random): Record<"asked" | "met" | "broken", Limits> => {
  const [certificate = "", other = ""] = random.some(certificates, 2);
  const [region = "11", far = "12", farther = "13"] = random.some(regionCodes.slice(0, 27), 3);
  const budget = 10_000 * (5 + random.below(400));
  const quantity = 100 * (1 + random.below(90));
  return {
    asked: {
      certificates: [certificate],
      regions: [region, farther],
      date: "2026-09-01",
      quantity: { min: quantity, max: 2 * quantity, unit: "件" },
      budget: { max: budget },
    },
    met: {
      certificates: [certificate.replace(" ", ""), other],
      regions: [region],
      date: random.pick(["2026-04-01", "2026-09-01"]),
      quantity: { min: Math.floor(quantity / 2), max: 3 * quantity, unit: "件" },
      budget: { min: Math.floor(budget * 0.6), max: 3 * budget },
    },
    broken: {
      certificates: [other],
      regions: [far],
      date: "2026-10-15",
      quantity: { min: 4 * quantity, unit: "件" },
      budget: { min: Math.floor(budget * 1.5) },
    },
  };
};

/** Somebody who offers much and fits nobody: words of several problems without any context. */
export const noise = (random: Random): Draft => {
  const problem = random.pick(problems);
  const { asks, gives } = random.pick(problems);
  const nothing = { industry: "", near: "", products: ["各类产品", "多种零部件"], materials: ["常用材料", "多种材质"] };
  return {
    part: "noise",
    cell: -1,
    problem: { ...problem, asks: { ...asks, titles: gives.titles }, gives: { ...gives, titles: problem.gives.titles } },
    context: nothing,
    limits: {},
    not: new Set(),
  };
};
