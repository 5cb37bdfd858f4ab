// What leaves and enters about practice cases: browser-safe.
import * as z from "zod";
import type { Text } from "../errors.ts";
import { idOf } from "../ids.ts";
import { regionCodes } from "../members/region.ts";
import { firmSizes, IndustryCode } from "../members/schema.ts";
import { clearable, optional } from "../patch.ts";
import { line, prose } from "../text.ts";

export const modes = ["collaborative-innovation", "management-change", "industry-chain", "other"] as const;
export const modeNames = {
  "collaborative-innovation": { en: "collaborative innovation", zh: "协同创新型" },
  "management-change": { en: "management change", zh: "管理变革型" },
  "industry-chain": { en: "industry chain integration", zh: "产业链整合型" },
  other: { en: "other", zh: "其他" },
} as const satisfies Record<(typeof modes)[number], Text>;

/** How well a measured result is proved, from the weakest. */
export const grades = ["claimed", "documented", "verified"] as const;
export type Grade = (typeof grades)[number];
export const gradeNames = {
  claimed: { en: "claimed", zh: "自述" },
  documented: { en: "documented", zh: "有佐证" },
  verified: { en: "verified", zh: "已核验" },
} as const satisfies Record<Grade, Text>;

/** How far a practice has proved itself elsewhere, from the youngest. */
export const maturities = ["innovation", "promising", "good-practice", "standard-candidate"] as const;
export type Maturity = (typeof maturities)[number];
export const maturityNames = {
  innovation: { en: "innovation", zh: "创新实践" },
  promising: { en: "promising practice", zh: "有前景的实践" },
  "good-practice": { en: "good practice", zh: "良好实践" },
  "standard-candidate": { en: "standard candidate", zh: "标准候选" },
} as const satisfies Record<Maturity, Text>;

export const investmentBands = ["under-100k", "100k-1m", "1m-10m", "over-10m"] as const;
export const caseStates = ["draft", "submitted", "published", "returned", "withdrawn"] as const;
export const caseAudiences = ["members", "public"] as const;
export const caseActions = ["change", "submit", "publish", "return", "withdraw"] as const;

/** What states and actions are called in Chinese. */
export const inChinese = {
  draft: "草稿",
  submitted: "已提交",
  published: "已发布",
  returned: "已退回",
  withdrawn: "已撤回",
  change: "修改",
  submit: "提交",
  publish: "发布",
  return: "退回",
  withdraw: "撤回",
} as const satisfies Record<(typeof caseStates)[number] | (typeof caseActions)[number], string>;

/** The long parts of a case; each is an item of its own, up to 60 KB of UTF-8. */
export const partNames = ["body", "problem", "practice", "conditions", "lessons"] as const;
export type PartName = (typeof partNames)[number];
const part = prose(20_000, 60_000);

/** A number that every engine keeps: not beyond 10^15 either way, and nothing smaller than 10^-15 but zero. */
const measured = z
  .number()
  .min(-1e15)
  .max(1e15)
  .refine((value) => value === 0 || Math.abs(value) >= 1e-15, { params: { rule: "tiny" } });

/** A measured claim: what changed, from where to where, how and when it was measured. */
export const MeasuredResult = z
  .strictObject({
    name: line(60),
    unit: line(20).optional(),
    baseline: measured.optional(),
    result: measured,
    method: line(120).optional(),
    period: line(60).optional(),
    grade: z.literal("claimed").default("claimed"),
  })
  .meta({ id: "MeasuredResult" });

const externalId = line(128).meta({ description: "Your own id of this case; unique within your organisation" });

const facts = {
  mode: z.enum(modes),
  industry: IndustryCode,
  processes: z.array(line(40)).max(10),
  tags: z.array(line(30)).max(10),
  region: z.enum(regionCodes).meta({ description: "Two digits of GB/T 2260" }),
  firmSize: z.enum(firmSizes),
  investmentBand: z.enum(investmentBands).meta({ description: "Bands in CNY" }),
  paybackMonths: z.int().min(0).max(600),
  results: z.array(MeasuredResult).max(10),
  externalId,
};

const parts = { body: part, problem: part, practice: part, conditions: part, lessons: part };

/** A new case. Only the title is needed to begin; what is missing is listed as to complete. */
export const DraftCase = z
  .strictObject({
    title: line(120),
    organisationId: idOf("org")
      .optional()
      .meta({ description: "Whose case it is; needed only if you belong to several" }),
    audience: z.enum(caseAudiences).default("members").meta({ description: "Who may read it once published" }),
    ...optional(facts),
    ...optional(parts),
  })
  .meta({ id: "DraftCase" });
export type DraftCase = z.infer<typeof DraftCase>;

/** A change as a merge patch (RFC 7396): absent fields stay, `null` removes. */
export const ChangeCase = z
  .strictObject({
    title: line(120).optional(),
    audience: z.enum(caseAudiences).optional(),
    ...clearable(facts),
    ...clearable(parts),
  })
  .refine((change) => Object.keys(change).length > 0, { params: { rule: "empty" } })
  .meta({ id: "ChangeCase" });
export type ChangeCase = z.infer<typeof ChangeCase>;

/** Kept on the head, which stays small. */
const reason = prose(1_000, 3_000);

/** What the secretariat says with its decision. */
export const ReturnCase = z.strictObject({ reason }).meta({ id: "ReturnCase" });
export type ReturnCase = z.infer<typeof ReturnCase>;
export const WithdrawCase = z.strictObject({ reason: reason.optional() }).meta({ id: "WithdrawCase" });
export type WithdrawCase = z.infer<typeof WithdrawCase>;

const summary = {
  id: idOf("case"),
  revision: z.int(),
  view: z.enum(["working", "published"]),
  state: z.enum(caseStates),
  title: z.string(),
  organisationId: idOf("org"),
  audience: z.enum(caseAudiences),
  externalId: z.string().optional(),
  mode: z.enum(modes).optional(),
  industry: z.object({ code: z.string(), name: z.string() }).optional(),
  region: z.object({ code: z.string(), name: z.string() }).optional(),
  publishedAt: z.iso.datetime().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const CaseSummary = z.object(summary).meta({ id: "CaseSummary" });
export type CaseSummary = z.infer<typeof CaseSummary>;

export const CaseView = z
  .object({
    ...summary,
    version: z.int().optional().meta({ description: "Number of the published version shown or last published" }),
    processes: z.array(z.string()).optional(),
    tags: z.array(z.string()).optional(),
    firmSize: z.enum(firmSizes).optional(),
    investmentBand: z.enum(investmentBands).optional(),
    paybackMonths: z.int().optional(),
    results: z.array(MeasuredResult).optional(),
    ...(Object.fromEntries(partNames.map((name) => [name, z.string().optional()])) as Record<
      PartName,
      z.ZodOptional<z.ZodString>
    >),
    reason: z.string().optional().meta({ description: "Why it was returned or withdrawn" }),
    origin: idOf("int").optional().meta({ description: "The interest whose result it tells, if it began so" }),
    toComplete: z
      .array(z.string())
      .optional()
      .meta({ description: "Fields a complete case has and this one has not yet" }),
    actions: z.array(z.enum(caseActions)).optional().meta({ description: "What you may do with it now" }),
  })
  .meta({ id: "PracticeCase" });
export type CaseView = z.infer<typeof CaseView>;

export const CaseEventView = z
  .object({
    sequence: z.int().meta({ description: "Counts what you may see, from 1" }),
    at: z.iso.datetime(),
    action: z.string().meta({ description: "For readers of the published view: publish or withdraw" }),
    from: z.enum(caseStates).optional(),
    to: z.enum(caseStates),
    actorId: z.string().optional(),
    reason: z.string().optional(),
    version: z.int().optional().meta({ description: "Number of the published version it put up or took away" }),
  })
  .meta({ id: "CaseEvent" });
export type CaseEventView = z.infer<typeof CaseEventView>;
