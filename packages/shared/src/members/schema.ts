// What leaves and enters about members: browser-safe.
import * as z from "zod";
import { organisationRoles, Seat } from "../actor.ts";
import type { Text } from "../errors.ts";
import { idOf } from "../ids.ts";
import { line } from "../text.ts";
import { isCreditCode } from "./credit-code.ts";
import { regionCodes } from "./region.ts";

export const organisationKinds = [
  "manufacturer",
  "it",
  "university",
  "institute",
  "finance",
  "incubator",
  "park",
  "media",
  "alliance",
  "other",
] as const;
export const organisationKindsInChinese = {
  manufacturer: "制造企业",
  it: "信息技术企业",
  university: "高等院校",
  institute: "科研院所",
  finance: "金融机构",
  incubator: "孵化器",
  park: "产业园区",
  media: "媒体",
  alliance: "联盟",
  other: "其他",
} as const satisfies Record<(typeof organisationKinds)[number], string>;
export const firmSizes = ["micro", "small", "medium", "large"] as const;
export const firmSizeNames = {
  micro: { en: "micro", zh: "微型" },
  small: { en: "small", zh: "小型" },
  medium: { en: "medium", zh: "中型" },
  large: { en: "large", zh: "大型" },
} as const satisfies Record<(typeof firmSizes)[number], Text>;
export const organisationStates = ["member", "suspended", "withdrawn"] as const;

export const CreditCode = z
  .string()
  .refine(isCreditCode, {
    error: "18 characters with a right check character (GB 32100-2015)",
    params: { rule: "credit_code" },
  })
  .meta({ description: "统一社会信用代码 by GB 32100-2015", example: "91110000000000001H" });

export const IndustryCode = z
  .string()
  .regex(/^([A-T]|[0-9]{2,4})$/, "C, 34, 342, 3421 (GB/T 4754-2017)")
  .meta({
    description: "Code of GB/T 4754-2017, from section (letter) to class (four digits)",
    example: "3421",
  });

export const RegisterOrganisation = z.strictObject({
  name: line(100),
  /** Only the alliance's own entry may begin without one. */
  creditCode: CreditCode.optional(),
  kind: z.enum(organisationKinds),
  industry: IndustryCode.optional(),
  region: z.enum(regionCodes).optional(),
  size: z.enum(firmSizes).optional(),
  /** Demonstration data: fictitious, shown as such, removable. */
  fictitious: z.boolean().optional(),
});
export type RegisterOrganisation = z.infer<typeof RegisterOrganisation>;

export const RegisterPerson = z.strictObject({
  name: line(60),
  organisationId: idOf("org"),
  role: z.enum(organisationRoles),
  fictitious: z.boolean().optional(),
});
export type RegisterPerson = z.infer<typeof RegisterPerson>;

export const OrganisationView = z
  .object({
    id: idOf("org"),
    name: z.string(),
    creditCode: z.string().optional(),
    kind: z.enum(organisationKinds),
    industry: z.object({ code: z.string(), name: z.string() }).optional(),
    region: z.object({ code: z.string(), name: z.string() }).optional(),
    size: z.enum(firmSizes).optional(),
    state: z.enum(organisationStates),
    fictitious: z.boolean().optional(),
    revision: z.int(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Organisation" });
export type OrganisationView = z.infer<typeof OrganisationView>;

export const MeView = z
  .object({
    id: idOf("person"),
    name: z.string(),
    organisations: z.array(z.object({ id: idOf("org"), role: z.enum(organisationRoles) })),
    seats: z.array(Seat),
    staff: z.boolean(),
  })
  .meta({ id: "Me" });
export type MeView = z.infer<typeof MeView>;
