// Roles of a team for joint tackling (协同攻关): what they are called, and how well a request's owner fills one. Pure.
import type { Text } from "../../errors.ts";
import type { teamRoles } from "./schema.ts";
import type { Side } from "./side.ts";
import type { Weights } from "./weights.ts";

export type TeamRole = (typeof teamRoles)[number];
export const teamRoleNames = {
  maker: { en: "manufacturer", zh: "制造企业" },
  it: { en: "IT firm", zh: "信息技术企业" },
  university: { en: "university or institute", zh: "高校院所" },
  finance: { en: "finance", zh: "金融机构" },
  testing: { en: "testing and certification", zh: "检测认证" },
} as const satisfies Record<TeamRole, Text>;

type Fitness = (side: Side, weights: Weights) => number;
const fitnessFor: Record<TeamRole, Fitness> = {
  maker: ({ owner }) => (owner?.kind === "manufacturer" ? 1 : 0),
  it: ({ owner }) => (owner?.kind === "it" ? 1 : 0),
  university: ({ owner }, { teams }) => {
    if (owner?.kind === "university") return 1;
    return owner?.kind === "institute" ? teams.instituteAsUniversity : 0;
  },
  finance: ({ owner, type }, { teams }) => {
    if (owner?.kind === "finance") return 1;
    return type === "funding" ? teams.funderOfOtherKind : 0;
  },
  testing: ({ owner, type }, { teams }) => {
    if (type === "testing") return 1;
    return owner?.kind === "institute" ? teams.instituteAsTester : 0;
  },
};

/** From 0, cannot, to 1; by the kind of the organisation and by what it offers. */
export const fitness = (role: TeamRole, side: Side, weights: Weights): number => fitnessFor[role](side, weights);
