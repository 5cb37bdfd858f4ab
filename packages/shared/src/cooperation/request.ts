// What a cooperation request is: its facts, its states, what of it is shown to whom. Pure.
import * as z from "zod";
import * as audience from "../audience.ts";
import { Head } from "../head.ts";
import { industryName, regions } from "../members/index.ts";
import { firmSizes, organisationKinds } from "../members/schema.ts";
import { Facts } from "./facts.ts";
import { type Admitted, ringsOf, type Standing, seesField } from "./rings.ts";
import {
  closeReasons,
  cooperationTypes,
  directions,
  editions,
  partNames,
  type RequestSummary,
  type RequestView,
  type RingField,
  requestStates,
  ringFields,
} from "./schema.ts";

/** Long parts are items of their own, named with the revision that wrote them. */
export const Parts = z.object(
  Object.fromEntries(partNames.map((name) => [name, z.string().optional()])) as Record<
    (typeof partNames)[number],
    z.ZodOptional<z.ZodString>
  >,
);
export type Parts = z.infer<typeof Parts>;
const PartRevisions = z.partialRecord(z.enum(partNames), z.int().positive());

/** What kind of organisation the owner is: told where its name is not. */
const Owner = z.object({
  kind: z.enum(organisationKinds),
  size: z.enum(firmSizes).optional(),
  region: z.string().optional(),
});

const content = {
  direction: z.enum(directions),
  type: z.enum(cooperationTypes),
  organisationId: z.string(),
  facts: Facts,
  parts: PartRevisions,
  owner: Owner.optional(),
};

/** How many outcomes of its owner's both sides had confirmed when it was opened or renewed; at most ten are counted. */
const told = { outcomes: z.int().min(0).optional() };

export const CooperationRequest = Head.extend({
  ...content,
  state: z.enum(requestStates),
  edition: z.enum(editions),
  createdBy: z.string(),
  /** Organisations that stand nearer than all members, by their interests. */
  circle: z.array(z.object({ organisationId: z.string(), ring: z.enum(["qualified", "nda", "named"]) })),
  /** Texts that were marked as telling who wrote them and that the owner kept. */
  kept: z.array(z.object({ field: z.enum(ringFields), text: z.string() })).optional(),
  reason: z.string().optional(),
  submittedAt: z.iso.datetime().optional(),
  /** What its owner said became of it when he closed it. */
  outcome: z.enum(closeReasons).optional(),
  openedAt: z.iso.datetime().optional(),
  confirmedAt: z.iso.datetime().optional(),
  ...told,
  /** When the clock asked its owner whether it still holds, while that stands. */
  confirmAskedAt: z.iso.datetime().optional(),
  /** The deadline that its owner was told is near. */
  endsSoonFor: z.iso.date().optional(),
  /** How many questions were asked. */
  asked: z.int().optional(),
});
export type CooperationRequest = z.infer<typeof CooperationRequest>;

/** What was opened last, all rings of it: the owner may be writing the next edition meanwhile. */
export const OpenedRequest = z.object({
  ...content,
  id: z.string(),
  revision: z.int(),
  /** Of the write that both belong to. */
  sequence: z.int(),
  audience: z.array(z.string()),
});
export type OpenedRequest = z.infer<typeof OpenedRequest>;

/** What one outer ring sees: cut when it was written, so that nothing else lies there. */
export const OuterRequest = z.object({
  ...content,
  organisationId: z.string().optional(),
  id: z.string(),
  revision: z.int(),
  sequence: z.int(),
  audience: z.array(z.string()),
  state: z.enum(requestStates),
  openedAt: z.iso.datetime().optional(),
  confirmedAt: z.iso.datetime().optional(),
  ...told,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type OuterRequest = z.infer<typeof OuterRequest>;

/** The rings with a view of their own, from the narrowest. */
export const outerRings = ["members", "public"] as const;
export type OuterRing = (typeof outerRings)[number];

/** A request read whole. */
export interface WholeRequest {
  head: CooperationRequest;
  parts: Parts;
  opened?: { head: OpenedRequest; parts: Parts };
  outer: { [ring in OuterRing]?: OuterRequest };
}

/** Who reads the working view. */
export const workingAudience = (organisationId: string): audience.AudienceToken[] => [
  audience.organisation(organisationId),
  audience.staff,
];

/** So many organisations stand in the circle at most: each is a token of what was opened. */
export const mostAdmitted = audience.maxAudience - 2;

/** Who stands nearer than all members: by their interests, and those named in what was opened. */
export const circleOf = ({ circle }: CooperationRequest, opened: OpenedRequest | undefined): Admitted[] => [
  ...circle,
  ...(opened?.facts.named ?? []).map((organisationId) => ({ organisationId, ring: "named" }) as const),
];

/** Which fields there are. */
const presentFields = (facts: Facts, parts: Parts): RingField[] =>
  ringFields.filter((field) => {
    if (field === "organisation") return true;
    return (field in Parts.shape ? parts[field as keyof Parts] : facts[field as keyof Facts]) !== undefined;
  });

interface Cut {
  facts: Facts;
  parts: Parts;
  organisationId?: string;
  /** What there was that is seen from there. */
  fields: RingField[];
}

/** What is seen from a standing: the only function that lets a field through. */
export const cut = (
  { facts, parts, organisationId }: { facts: Facts; parts: Parts; organisationId: string },
  standing: Standing,
): Cut => {
  const ringOf = ringsOf(facts.rings ?? {});
  const fields = presentFields(facts, parts).filter((field) => seesField(standing, ringOf[field]));
  const seen = new Set<string>(fields);
  const keep = <T extends object>(object: T): T =>
    Object.fromEntries(
      Object.entries(object).filter(([name]) => !(ringFields as readonly string[]).includes(name) || seen.has(name)),
    ) as T;
  const { rings: _, named: __, ...open } = facts;
  return {
    facts: standing === "owner" ? facts : keep(open),
    parts: keep(parts),
    ...(seen.has("organisation") && { organisationId }),
    fields,
  };
};

const industryOf = (code: string | undefined) =>
  code === undefined ? undefined : { code, name: industryName(code) ?? code };

type Kept = Pick<OuterRequest, "id" | "revision" | "direction" | "type" | "state" | "openedAt" | "confirmedAt"> &
  Pick<OuterRequest, "createdAt" | "updatedAt" | "owner" | "facts" | "organisationId">;

/** What a list shows of a request whose facts are cut already. */
export const summarise = <View extends RequestView["view"]>(
  kept: Kept,
  view: View,
): Omit<RequestSummary, "view"> & { view: View } => {
  const { id, revision, direction, type, state, openedAt, confirmedAt, createdAt, updatedAt, owner, facts } = kept;
  const industry = industryOf(facts.elements?.industries?.[0]);
  const region = owner?.region as keyof typeof regions | undefined;
  return {
    id,
    revision,
    view,
    direction,
    type,
    state,
    title: facts.title,
    ...(facts.summary !== undefined && { summary: facts.summary }),
    ...(industry && { industry }),
    ...(kept.organisationId !== undefined && { organisationId: kept.organisationId }),
    ...(owner && {
      owner: {
        kind: owner.kind,
        ...(owner.size && { size: owner.size }),
        ...(region && { region: { code: region, name: regions[region] } }),
      },
    }),
    ...(facts.deadline !== undefined && { deadline: facts.deadline }),
    ...(openedAt !== undefined && { openedAt }),
    ...(confirmedAt !== undefined && { confirmedAt }),
    createdAt,
    updatedAt,
  };
};

/** What leaves of a request whose facts and parts are cut already. */
export const viewCut = (kept: Kept, parts: Parts, view: RequestView["view"]): RequestView => {
  const { elements: about, limits: bounds, languages: spoken, questionsUntil: until, contact: reach } = kept.facts;
  return {
    ...summarise(kept, view),
    ...(about && { elements: about }),
    ...(bounds && { limits: bounds }),
    ...(spoken && { languages: spoken }),
    ...(until !== undefined && { questionsUntil: until }),
    ...(reach !== undefined && { contact: reach }),
    ...parts,
  };
};

const complete = ["summary", "elements", "limits", "deadline", "description", "expectation"] as const;
export const missingFrom = (facts: Facts, parts: Parts): string[] =>
  complete.filter(
    (field) => (field in Parts.shape ? parts[field as keyof Parts] : facts[field as keyof Facts]) === undefined,
  );
