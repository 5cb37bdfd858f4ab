// The scripted world: 200 made-up organisations and 600 needs and offers with planted complements and near misses, the same from the same seed.
import { createHash } from "node:crypto";
import { regionCodes } from "@lianchuang/shared/members";
import { firmSizes } from "@lianchuang/shared/members/schema";
import { presentFacets, type SearchDocument } from "@lianchuang/shared/search";
import type { Side } from "../../packages/shared/src/cooperation/matching/side.ts";
import type { CooperationType } from "../../packages/shared/src/cooperation/schema.ts";
import { cellOf, type Draft, noise, type Part } from "./cells.ts";
import problems from "./problems.json" with { type: "json" };
import { type Random, seeded } from "./random.ts";
import { wordsOf } from "./words.ts";

export const today = "2026-03-18";

export interface Planned {
  readonly part: Part;
  /** One problem in one context: needs and complements of the same cell go together. */
  readonly cell: number;
  readonly side: Side;
  readonly document: SearchDocument;
}

export interface World {
  readonly organisations: readonly Organisation[];
  readonly requests: readonly Planned[];
}

interface Organisation {
  readonly id: string;
  readonly owner: NonNullable<Side["owner"]>;
  readonly evidence: Side["evidence"];
}

type Kind = NonNullable<Side["owner"]>["kind"];

const organisationCount = 200;
const requestCount = 600;

export const makeWorld = (seed = 20_260_318): World => {
  const random = seeded(seed);
  const organisations = Array.from({ length: organisationCount }, (_, at) => organisationAt(at, random));
  const cells = problems.flatMap((problem) => problem.contexts.map((context) => ({ problem, context })));
  const requests: Planned[] = [];
  for (const [cell, { problem, context }] of cells.entries())
    for (const draft of cellOf(cell, problem, context, random))
      requests.push(written(draft, requests.length, organisations, random));
  while (requests.length < requestCount) requests.push(written(noise(random), requests.length, organisations, random));
  return { organisations, requests };
};

/** Half of the needs are looked at while weights are set; the other half judges. */
export const isForTuning = ({ side }: Planned): boolean =>
  createHash("sha256").update(side.id).digest().readUInt8(0) % 2 === 0;

const kinds: readonly Kind[] = [
  "manufacturer",
  "manufacturer",
  "manufacturer",
  "it",
  "university",
  "institute",
  "finance",
];

const organisationAt = (at: number, random: Random): Organisation => ({
  id: `org_example${String(at).padStart(3, "0")}`,
  owner: {
    kind: kinds[at % kinds.length] ?? "other",
    size: random.pick(firmSizes),
    region: random.pick(regionCodes.slice(0, 27)),
  },
  evidence: random.chance(0.6) ? { relatedCases: random.below(4), confirmedOutcomes: random.below(3) } : undefined,
});

const kindsFor: Record<CooperationType, readonly Kind[]> = {
  technology: ["manufacturer", "it", "institute", "university"],
  research: ["university", "institute", "manufacturer"],
  business: ["manufacturer"],
  capacity: ["manufacturer"],
  testing: ["institute", "manufacturer"],
  funding: ["finance"],
  talent: ["university"],
};

/** Few organisations have much to offer, many little. */
const ownerOf = (
  { part, problem, not }: Draft,
  organisations: readonly Organisation[],
  random: Random,
): Organisation => {
  const wanted: readonly Kind[] = part === "need" ? ["manufacturer"] : kindsFor[problem.type as CooperationType];
  const free = organisations.filter(({ id, owner }) => wanted.includes(owner.kind) && !not.has(id));
  const chosen = free[Math.floor(free.length * random.next() ** 2)];
  if (!chosen) throw new Error("no organisation is left");
  not.add(chosen.id);
  return chosen;
};

const written = (draft: Draft, at: number, organisations: readonly Organisation[], random: Random): Planned => {
  const { part, cell, problem, limits } = draft;
  const organisation = ownerOf(draft, organisations, random);
  const isNeed = part === "need";
  const { title, text, elements } = wordsOf(draft, random);
  const day = String(1 + random.below(28)).padStart(2, "0");
  const openedAt = `2026-0${1 + random.below(2)}-${day}T08:00:00.000Z`;
  const side: Side = {
    id: `coop_${String(at).padStart(4, "0")}`,
    organisationId: organisation.id,
    named: organisation.id,
    direction: isNeed ? "need" : "offer",
    type: problem.type as CooperationType,
    state: part === "over" ? "on-hold" : "open",
    title,
    elements,
    limits,
    languages: random.chance(0.7) ? ["zh"] : ["zh", "en"],
    deadline: "2026-12-31",
    openedAt,
    owner: organisation.owner,
    evidence: organisation.evidence,
  };
  return {
    part,
    cell,
    side,
    document: documentOf(side, text, part === "hidden" ? [`org:${organisation.id}`, "staff"] : ["members"]),
  };
};

/** What the members' view of a request gives to search. */
export const documentOf = (side: Side, text: string, audience: readonly string[], version = 1): SearchDocument => {
  const { processes = [], materials = [], products = [], effects = [], industries = [] } = side.elements ?? {};
  const terms = [...processes, ...materials, ...products, ...effects];
  return {
    id: side.id,
    view: "members",
    kind: "request",
    version,
    title: side.title,
    text: [text, ...terms].join("\n"),
    terms,
    facets: presentFacets({
      industry: industries[0],
      direction: side.direction,
      cooperation: side.type,
      region: side.owner?.region,
      firmSize: side.owner?.size,
    }),
    audience,
    except: [],
    updatedAt: side.openedAt ?? "2026-01-01T00:00:00.000Z",
  };
};
