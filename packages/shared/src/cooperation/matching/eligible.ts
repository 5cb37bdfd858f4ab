// Whether two requests may meet at all: what forbids it, which limits are met, and which nobody can judge yet. Pure.
import { fold } from "../../search/index.ts";
import type { Limits, Side } from "./side.ts";

export const limitNames = ["certificates", "regions", "date", "quantity", "budget", "languages"] as const;
export type LimitName = (typeof limitNames)[number];
export type Obstacle = "direction" | "organisation" | "state" | "deadline" | LimitName;

/** Of limits only those that at least one side speaks of. */
export interface Verdict {
  readonly obstacles: readonly Obstacle[];
  readonly met: readonly LimitName[];
  /** Only one side speaks of them. */
  readonly unknown: readonly LimitName[];
}

/** The same for both orders of the two. `today` is the date in China: a deadline is a last day. */
export const judge = (one: Side, other: Side, today: string): Verdict => {
  const [need, offer] = one.direction === "need" ? [one, other] : [other, one];
  const answers = limitNames.map((name) => [name, tests[name](need, offer)] as const);
  const having = (answer: Answer) => answers.flatMap(([name, given]) => (given === answer ? [name] : []));
  const general: Obstacle[] = [];
  if (one.direction === other.direction) general.push("direction");
  if (one.organisationId === other.organisationId) general.push("organisation");
  if (one.state !== "open" || other.state !== "open") general.push("state");
  if ([one, other].some(({ deadline }) => deadline !== undefined && deadline < today)) general.push("deadline");
  return { obstacles: [...general, ...having("broken")], met: having("met"), unknown: having("unknown") };
};

type Answer = "broken" | "met" | "unknown" | "unsaid";
type Test = (need: Side, offer: Side) => Answer;

/** Only what both say can break; what neither says is no limit. */
const compare =
  <T>(said: (side: Side) => T | undefined, fits: (asked: T, given: T) => boolean | undefined): Test =>
  (need, offer) => {
    const [asked, given] = [said(need), said(offer)];
    if (asked === undefined && given === undefined) return "unsaid";
    const fit = asked === undefined || given === undefined ? undefined : fits(asked, given);
    if (fit === undefined) return "unknown";
    return fit ? "met" : "broken";
  };

const listed = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  values && values.length > 0 ? values : undefined;

const plain = (certificate: string): string => fold(certificate).replaceAll(/\s/g, "");
/** Who holds IATF 16949:2016 holds IATF 16949. */
const isHeld = (asked: string, held: readonly string[]): boolean =>
  held.some((each) => each === asked || each.startsWith(`${asked}:`) || each.startsWith(`${asked}-`));

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}
const meets = (one: Range, other: Range): boolean =>
  Math.max(one.min ?? 0, other.min ?? 0) <=
  Math.min(one.max ?? Number.POSITIVE_INFINITY, other.max ?? Number.POSITIVE_INFINITY);

const limit =
  <Name extends keyof Limits>(name: Name) =>
  ({ limits }: Side): Limits[Name] | undefined =>
    limits?.[name];

const tests: Record<LimitName, Test> = {
  certificates: compare(
    ({ limits }) => listed(limits?.certificates)?.map(plain),
    (asked, held) => asked.every((each) => isHeld(each, held)),
  ),
  regions: compare(
    ({ limits }) => listed(limits?.regions),
    (asked, given) => asked.some((each) => given.includes(each)),
  ),
  date: compare(limit("date"), (last, first) => first <= last),
  quantity: compare(limit("quantity"), (asked, given) =>
    plain(asked.unit) === plain(given.unit) ? meets(asked, given) : undefined,
  ),
  budget: compare(limit("budget"), ({ max }, { min }) =>
    max === undefined || min === undefined ? undefined : min <= max,
  ),
  languages: compare(
    ({ languages }) => listed(languages),
    (one, other) => one.some((each) => other.includes(each)),
  ),
};
