// What leaves and enters about cooperation requests: browser-safe.
import * as z from "zod";
import { idOf } from "../ids.ts";
import { regionCodes } from "../members/region.ts";
import { firmSizes, IndustryCode, organisationKinds } from "../members/schema.ts";
import { clearable, optional } from "../patch.ts";
import { line, prose } from "../text.ts";
import {
  cooperationTypes,
  directions,
  editions,
  leakKinds,
  type PartName,
  partNames,
  type Ring,
  type RingField,
  requestActions,
  requestStates,
  ringFields,
  rings,
} from "./vocabulary.ts";

export * from "./vocabulary.ts";

const words = z.array(line(30)).max(8);
/** What a request is about, in parts that can be compared one by one. */
const Elements = z
  .strictObject({
    industries: z.array(IndustryCode).max(5).optional().meta({ description: "The first is the main one" }),
    processes: words.optional(),
    materials: words.optional(),
    products: words.optional(),
    effects: words.optional().meta({ description: "What shall come of it: less energy, fewer rejects" }),
  })
  .meta({ id: "CooperationElements" });

const amount = z.number().min(0).max(1e12);
const range = { min: amount.optional(), max: amount.optional() };
/** What the other side must meet, or does: of a need what it asks for, of an offer what it gives. Only what both say can break. */
const Limits = z
  .strictObject({
    certificates: z
      .array(line(40))
      .max(10)
      .optional()
      .meta({ description: "Of a need: all of them asked for; of an offer: held", example: ["IATF 16949"] }),
    regions: z.array(z.enum(regionCodes)).max(34).optional().meta({
      description: "Two digits of GB/T 2260. Of a need: where the work may be done; of an offer: where it is",
    }),
    date: z.iso.date().optional().meta({ description: "Of a need: the last day; of an offer: the first possible" }),
    quantity: z
      .strictObject({ ...range, unit: line(20) })
      .optional()
      .meta({ description: "Of a need: how much; of an offer: the smallest and the greatest order" }),
    budget: z
      .strictObject(range)
      .optional()
      .meta({ description: "CNY. Of a need: what can be paid; of an offer: what it costs" }),
  })
  .meta({ id: "CooperationLimits" });

const part = prose(20_000, 60_000);

const ringsByField = z
  .strictObject({
    ...(Object.fromEntries(ringFields.map((field) => [field, z.enum(rings).optional()])) as Record<
      RingField,
      z.ZodOptional<z.ZodEnum<{ [R in Ring]: R }>>
    >),
    title: z.enum(["public", "members"]).optional(),
  })
  .meta({
    id: "DisclosureRings",
    description: "Who may see each field. No field is seen by anybody who may not see the title",
  });

const facts = {
  summary: prose(500),
  elements: Elements,
  limits: Limits,
  languages: z
    .array(z.enum(["zh", "en", "de", "ja", "ko", "fr", "ru", "es"]))
    .min(1)
    .max(8)
    .meta({ description: "In which talks are possible (ISO 639-1)" }),
  deadline: z.iso.date().meta({ description: "The last day for interests, in China; at most a year ahead" }),
  questionsUntil: z.iso.date().meta({ description: "The last day for questions, in China; not after the deadline" }),
  contact: line(200),
  rings: ringsByField,
  named: z.array(idOf("org")).max(20).meta({ description: "Organisations that may see everything" }),
};
const parts = { description: part, expectation: part, details: part, confidential: part };

/** A new request. Direction, type and title are enough to begin. */
export const DraftRequest = z
  .strictObject({
    direction: z.enum(directions),
    type: z.enum(cooperationTypes),
    title: line(120),
    organisationId: idOf("org")
      .optional()
      .meta({ description: "Whose request it is; needed only if you belong to several" }),
    ...optional(facts),
    ...optional(parts),
  })
  .meta({ id: "DraftRequest" });
export type DraftRequest = z.infer<typeof DraftRequest>;

/** A change as a merge patch (RFC 7396): absent fields stay, `null` removes; `elements`, `limits` and `rings` are replaced whole. */
export const ChangeRequest = z
  .strictObject({
    type: z.enum(cooperationTypes).optional(),
    title: line(120).optional(),
    ...clearable(facts),
    ...clearable(parts),
  })
  .refine((change) => Object.keys(change).length > 0, { params: { rule: "empty" } })
  .meta({ id: "ChangeRequest" });
export type ChangeRequest = z.infer<typeof ChangeRequest>;

/** Something in a text that may tell who wrote it. */
export const LeakMark = z
  .object({
    field: z.enum(ringFields),
    span: z.tuple([z.int(), z.int()]).meta({ description: "[start, end) in UTF-16 units of the field's text" }),
    text: z.string(),
    kind: z.enum(leakKinds),
    reason: z.object({ en: z.string(), zh: z.string() }),
  })
  .meta({ id: "LeakMark" });
export type LeakMark = z.infer<typeof LeakMark>;

/** What was found that may tell who wrote it is taken back, or said to be meant so. */
export const SubmitRequest = z
  .strictObject({
    accept: z
      .array(z.string().max(2_000))
      .max(500)
      .default([])
      .meta({ description: "Marked texts that shall stay as they are; the secretariat sees that you kept them" }),
  })
  .meta({ id: "SubmitRequest" });
export type SubmitRequest = z.infer<typeof SubmitRequest>;

/** Kept on the head, which stays small. */
const reason = prose(1_000, 3_000);
export const ReturnRequest = z.strictObject({ reason }).meta({ id: "ReturnRequest" });
export type ReturnRequest = z.infer<typeof ReturnRequest>;
export const HoldRequest = z.strictObject({ reason: reason.optional() }).meta({ id: "HoldRequest" });
export type HoldRequest = z.infer<typeof HoldRequest>;
export const RenewRequest = z.strictObject({ deadline: facts.deadline.optional() }).meta({ id: "RenewRequest" });
export type RenewRequest = z.infer<typeof RenewRequest>;
export const ForwardRequest = z
  .strictObject({
    requestId: idOf("coop").meta({ description: "What its owner shall look at" }),
    note: reason.optional(),
  })
  .meta({ id: "ForwardRequest" });
export type ForwardRequest = z.infer<typeof ForwardRequest>;
export const closeReasons = ["met-here", "met-elsewhere", "no-longer-needed", "no-partner", "other"] as const;
export const CloseRequest = z
  .strictObject({ outcome: z.enum(closeReasons), reason: reason.optional() })
  .meta({ id: "CloseRequest" });
export type CloseRequest = z.infer<typeof CloseRequest>;

const named = (code: string) => z.object({ code: z.string(), name: z.string() }).meta({ description: code });
const summary = {
  id: idOf("coop"),
  revision: z.int(),
  view: z.enum(["working", "members", "published"]),
  direction: z.enum(directions),
  type: z.enum(cooperationTypes),
  state: z.enum(requestStates),
  edition: z.enum(editions).optional().meta({ description: "For its own organisation and the secretariat" }),
  title: z.string(),
  summary: z.string().optional(),
  industry: named("GB/T 4754-2017").optional(),
  organisationId: idOf("org").optional().meta({ description: "Where you may know it" }),
  owner: z
    .object({
      kind: z.enum(organisationKinds),
      size: z.enum(firmSizes).optional(),
      region: named("GB/T 2260").optional(),
    })
    .optional()
    .meta({ description: "What kind of organisation it is" }),
  deadline: z.iso.date().optional(),
  openedAt: z.iso.datetime().optional(),
  confirmedAt: z.iso.datetime().optional().meta({ description: "When its owner last said that it still holds" }),
  confirmBy: z.iso
    .date()
    .optional()
    .meta({ description: "The last day, in China, to confirm that it still holds; for its own organisation" }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const RequestSummary = z.object(summary).meta({ id: "RequestSummary" });
export type RequestSummary = z.infer<typeof RequestSummary>;

export const RequestView = z
  .object({
    ...summary,
    view: z
      .enum(["working", "inner", "members", "published"])
      .meta({ description: "inner: what was opened, for an organisation that stands nearer than all members" }),
    elements: Elements.optional(),
    limits: Limits.optional(),
    languages: z.array(z.string()).optional(),
    questionsUntil: z.iso.date().optional(),
    contact: z.string().optional(),
    ...(Object.fromEntries(partNames.map((name) => [name, z.string().optional()])) as Record<
      PartName,
      z.ZodOptional<z.ZodString>
    >),
    rings: z
      .record(z.enum(ringFields), z.enum(rings))
      .optional()
      .meta({ description: "For its own organisation and the secretariat" }),
    named: z.array(idOf("org")).optional(),
    kept: z
      .array(z.object({ field: z.enum(ringFields), text: z.string() }))
      .optional()
      .meta({ description: "Texts that may tell who its owner is, and that he kept" }),
    outcome: z.enum(closeReasons).optional(),
    reason: z.string().optional().meta({ description: "Why it was returned, held, closed or withdrawn" }),
    toComplete: z.array(z.string()).optional(),
    actions: z.array(z.enum(requestActions)).optional().meta({ description: "What you may do with it now" }),
  })
  .meta({ id: "CooperationRequest" });
export type RequestView = z.infer<typeof RequestView>;

export const SightView = z
  .object({
    at: z.iso.datetime(),
    personId: z.string(),
    organisationIds: z.array(idOf("org")).meta({ description: "To which the reader belonged" }),
    ring: z.enum(rings),
    fields: z.array(z.enum(ringFields)),
    revision: z.int(),
  })
  .meta({ id: "RequestSight" });
export type SightView = z.infer<typeof SightView>;

export const RequestEventView = z
  .object({
    sequence: z.int(),
    at: z.iso.datetime(),
    action: z.string(),
    from: z.enum(requestStates).optional(),
    to: z.enum(requestStates),
    actorId: z.string().optional().meta({ description: "Who asked a question is for the secretariat alone" }),
    reason: z.string().optional(),
    requestIds: z.array(idOf("coop")).optional().meta({ description: "What may suit it (match, forward)" }),
  })
  .meta({ id: "RequestEvent" });
export type RequestEventView = z.infer<typeof RequestEventView>;
