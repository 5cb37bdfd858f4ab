// What a practice case is: its facts and parts, its states, what is missing, what leaves of it. Pure.
import * as z from "zod";
import * as audience from "../audience.ts";
import { AppError } from "../errors.ts";
import { Head } from "../head.ts";
import { industryName, regionCodes, regions } from "../members/index.ts";
import { firmSizes } from "../members/schema.ts";
import {
  type CaseSummary,
  type CaseView,
  type caseActions,
  caseAudiences,
  caseStates,
  type Grade,
  grades,
  inChinese,
  investmentBands,
  type Maturity,
  modes,
  partNames,
} from "./schema.ts";

export type CaseAction = (typeof caseActions)[number];
export type CaseState = (typeof caseStates)[number];

/** Facts of a case as kept on its head: bounds are checked at the door, never again when read. Long parts are items of their own, named with the revision that wrote them. */
const Facts = z.object({
  title: z.string(),
  mode: z.enum(modes).optional(),
  industry: z.string().optional(),
  processes: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  region: z.enum(regionCodes).optional(),
  firmSize: z.enum(firmSizes).optional(),
  investmentBand: z.enum(investmentBands).optional(),
  paybackMonths: z.int().optional(),
  externalId: z.string().optional(),
});
export const allParts = [...partNames, "results"] as const;
const PartRevisions = z.partialRecord(z.enum(allParts), z.int().positive());

const content = {
  facts: Facts,
  parts: PartRevisions,
  reader: z.enum(caseAudiences),
  organisationId: z.string(),
};

export const PracticeCase = Head.extend({
  ...content,
  state: z.enum(caseStates),
  createdBy: z.string(),
  reason: z.string().optional(),
  /** The interest whose result it tells; its partner's name is for the working view alone. */
  origin: z.string().optional(),
  /** The published view that goes with this working head, if there is one. */
  published: z.object({ version: z.int(), revision: z.int(), at: z.iso.datetime() }).optional(),
  versions: z.int().min(0),
});
export type PracticeCase = z.infer<typeof PracticeCase>;

export const PublishedCase = z.object({
  ...content,
  id: z.string(),
  audience: z.array(z.string()),
  revision: z.int(),
  sequence: z.int(),
  version: z.int(),
  publishedAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type PublishedCase = z.infer<typeof PublishedCase>;

/** Who reads the working view of an organisation's cases; all others read what is published. */
export const workingAudience = (organisationId: string): audience.AudienceToken[] => [
  audience.organisation(organisationId),
  audience.staff,
];

/** What an event that put up or took away a published view says of it: which version, and for whom it was. */
export const ViewMoved = z.object({ version: z.int(), audience: z.array(z.string()) });
export type ViewMoved = z.infer<typeof ViewMoved>;

/** An engine gives the fields of a map in any order; the schema gives them in its own, so that an answer is the same each time. */
export const Parts = z.object({
  ...(Object.fromEntries(partNames.map((name) => [name, z.string().optional()])) as Record<
    (typeof partNames)[number],
    z.ZodOptional<z.ZodString>
  >),
  results: z
    .array(
      z.object({
        name: z.string(),
        unit: z.string().optional(),
        baseline: z.number().optional(),
        result: z.number(),
        method: z.string().optional(),
        period: z.string().optional(),
        grade: z.literal("claimed"),
      }),
    )
    .optional(),
});
export type Parts = z.infer<typeof Parts>;

/** A case read whole: the working head, the published view, and the parts of either. */
export interface WholeCase {
  head: PracticeCase;
  parts: Parts;
  published?: { head: PublishedCase; parts: Parts };
}

/** From which states an action leads where: no other code decides a state. */
const transitions: Record<CaseAction, { from: readonly CaseState[]; to: CaseState }> = {
  change: { from: caseStates, to: "draft" },
  submit: { from: ["draft", "returned"], to: "submitted" },
  publish: { from: ["submitted"], to: "published" },
  return: { from: ["submitted"], to: "returned" },
  withdraw: { from: ["draft", "submitted", "published", "returned"], to: "withdrawn" },
};

export const isPossible = (state: CaseState, action: CaseAction): boolean => transitions[action].from.includes(state);

/** The state the action leads to. @throws AppError `state` naming where it is possible. */
export const nextState = (state: CaseState, action: CaseAction): CaseState => {
  if (isPossible(state, action)) return transitions[action].to;
  const { from } = transitions[action];
  const named = (one: CaseState | CaseAction) => `${inChinese[one]}（${one}）`;
  throw new AppError("state", {
    en: `A case that is ${state} has no "${action}"; it is possible from: ${from.join(", ")}.`,
    zh: `案例当前状态为${named(state)}，不能${named(action)}；可执行的状态：${from.map(named).join("、")}。`,
  });
};

/** The highest grade among the results: no claim, no evidence. */
export const evidenceOf = ({ results = [] }: Parts): Grade | undefined =>
  grades.findLast((grade) => results.some((result) => result.grade === grade));

/** How far a practice has proved itself elsewhere. It follows from its replications; until these are registered, it is new. */
export const maturityOf = (_published: PublishedCase): Maturity => "innovation";

const complete = [
  "mode",
  "industry",
  "region",
  "firmSize",
  "problem",
  "practice",
  "results",
  "conditions",
  "lessons",
] as const;

export const missingFrom = (facts: PracticeCase["facts"], parts: Parts): string[] =>
  complete.filter(
    (field) => (field in facts ? facts[field as keyof typeof facts] : parts[field as keyof Parts]) === undefined,
  );

/** The facts that leave as they are. */
const plain = ({ industry: _i, region: _r, ...facts }: PracticeCase["facts"]) => facts;

const named = (facts: PracticeCase["facts"]) => ({
  ...(facts.mode === undefined ? {} : { mode: facts.mode }),
  ...(facts.industry === undefined
    ? {}
    : { industry: { code: facts.industry, name: industryName(facts.industry) ?? facts.industry } }),
  ...(facts.region === undefined ? {} : { region: { code: facts.region, name: regions[facts.region] } }),
});

export const summariseWorking = (head: PracticeCase): CaseSummary => ({
  id: head.id,
  revision: head.revision,
  view: "working",
  state: head.state,
  title: head.facts.title,
  organisationId: head.organisationId,
  audience: head.reader,
  ...(head.facts.externalId === undefined ? {} : { externalId: head.facts.externalId }),
  ...named(head.facts),
  ...(head.published === undefined ? {} : { publishedAt: head.published.at }),
  createdAt: head.createdAt,
  updatedAt: head.updatedAt,
});

export const summarisePublished = (published: PublishedCase): CaseSummary => ({
  id: published.id,
  revision: published.revision,
  view: "published",
  state: "published",
  title: published.facts.title,
  organisationId: published.organisationId,
  audience: published.reader,
  ...(published.facts.externalId === undefined ? {} : { externalId: published.facts.externalId }),
  ...named(published.facts),
  publishedAt: published.publishedAt,
  createdAt: published.createdAt,
  updatedAt: published.publishedAt,
});

export const viewWorking = ({ head, parts }: WholeCase, actions: CaseAction[]): CaseView => ({
  ...plain(head.facts),
  ...parts,
  ...summariseWorking(head),
  ...(head.published === undefined ? {} : { version: head.published.version }),
  ...(head.reason === undefined ? {} : { reason: head.reason }),
  ...(head.origin === undefined ? {} : { origin: head.origin }),
  toComplete: missingFrom(head.facts, parts),
  actions,
});

export const viewPublished = ({ head, parts }: { head: PublishedCase; parts: Parts }): CaseView => ({
  ...plain(head.facts),
  ...parts,
  ...summarisePublished(head),
  version: head.version,
});
