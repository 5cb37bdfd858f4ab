// Teams for joint tackling (协同攻关): which offers of different organisations fill the roles of one need together. Pure.
import type { Text } from "../errors.ts";
import { judge } from "./matching/eligible.ts";
import { type Cover, coversOf } from "./matching/parts.ts";
import { fitness, type TeamRole, teamRoleNames } from "./matching/roles.ts";
import { scoreOf } from "./matching/score.ts";
import type { Candidate, Side } from "./matching/side.ts";
import { currentWeights, type Weights, wordFacets } from "./matching/weights.ts";

export interface Member {
  readonly role: TeamRole;
  readonly side: Side;
  /** From 0 to 1: how well it serves the need, by how well it fills the role. */
  readonly worth: number;
  /** What the need asks and this member covers. */
  readonly covers: readonly Cover[];
}

export interface Team {
  readonly members: readonly Member[];
  /** Roles that nobody fills. */
  readonly unfilled: readonly TeamRole[];
  /** From 0 to 1, of the whole: of the members' worth the geometric mean, by what they cover together and which roles they fill. */
  readonly score: number;
  /** Terms of the need that no member covers. */
  readonly uncovered: readonly string[];
  readonly why: Text;
}

export interface WantedTeams {
  /** The date in China. */
  readonly today: string;
  readonly limit: number;
  readonly weights?: Weights | undefined;
}

/**
 * The best teams for a need, best first: each role by another organisation, every member eligible by itself, and what they cost
 * at least together within what the need can pay. A later team differs from each earlier one in a third of its roles or more.
 */
export const proposeTeams = (
  need: Side,
  roles: readonly TeamRole[],
  candidates: readonly Candidate[],
  { today, limit, weights = currentWeights }: WantedTeams,
): Team[] => {
  const asked = [...new Set(roles)];
  const eligible = candidates.filter(({ side }) => judge(need, side, today).obstacles.length === 0);
  const choices = asked.map((role) => membersFor(role, need, eligible, today, weights));
  const teams = combined(choices, need, weights).map((members) => teamOf(members, need, asked));
  const ordered = teams
    .filter(({ members }) => members.length > 0)
    .toSorted((one, other) => other.score - one.score || (keyOf(one) < keyOf(other) ? -1 : 1));
  return distinct(ordered, Math.ceil(asked.length / 3)).slice(0, limit);
};

const membersFor = (
  role: TeamRole,
  need: Side,
  eligible: readonly Candidate[],
  today: string,
  weights: Weights,
): Member[] =>
  eligible
    .map(({ side, similarity, shared }): Member => {
      const { need: served } = scoreOf({ need, offer: side, similarity, shared, today }, weights);
      const covers = coversOf(need, side, weights).filter(({ degree }) => degree > 0);
      return { role, side, worth: served * fitness(role, side, weights), covers };
    })
    .filter(({ worth }) => worth > 0)
    .toSorted((one, other) => other.worth - one.worth || (one.side.id < other.side.id ? -1 : 1))
    .slice(0, weights.teams.perRole);

/** Role by role, keeping so many of the best at each step (beam search): a role that nobody can fill stays empty. */
const combined = (choices: readonly (readonly Member[])[], need: Side, { teams }: Weights): Member[][] => {
  let kept: Member[][] = [[]];
  for (const members of choices) {
    const grown = kept.flatMap((team) => {
      const taken = new Set(team.map(({ side }) => ownerOf(side)));
      const free = members.filter(({ side }) => !taken.has(ownerOf(side)));
      const fuller = free.map((member) => [...team, member]).filter((each) => isPayable(each, need));
      return fuller.length > 0 ? fuller : [team];
    });
    kept = grown.toSorted((one, other) => merit(other, need) - merit(one, need)).slice(0, teams.beam);
  }
  return kept;
};

/** Whose name is not seen counts as somebody else: a team that left him out would tell who he is. */
const ownerOf = ({ named, id }: Side): string => named ?? id;

const isPayable = (members: readonly Member[], need: Side): boolean => {
  const most = need.limits?.budget?.max;
  const least = members.reduce((sum, { side }) => sum + (side.limits?.budget?.min ?? 0), 0);
  return most === undefined || least <= most;
};

/** More members before better ones, so that a role stays empty only where it must. */
const merit = (members: readonly Member[], need: Side): number => members.length + wholeOf(members, need);

const wholeOf = (members: readonly Member[], need: Side): number => {
  if (members.length === 0) return 0;
  const worth = members.reduce((product, each) => product * each.worth, 1) ** (1 / members.length);
  return worth * (0.5 + 0.5 * coveredShare(members, need));
};

const termsOf = ({ elements }: Side): string[] => wordFacets.flatMap((facet) => elements?.[facet] ?? []);

/** What share of what the need asks the best of them covers, term by term; half where it asks nothing. */
const coveredShare = (members: readonly Member[], need: Side): number => {
  const asked = termsOf(need);
  if (asked.length === 0) return 0.5;
  const degreeOf = (term: string) =>
    Math.max(
      0,
      ...members.flatMap(({ covers }) => covers.filter((each) => each.asked === term).map(({ degree }) => degree)),
    );
  return asked.reduce((sum, term) => sum + degreeOf(term), 0) / asked.length;
};

const teamOf = (members: readonly Member[], need: Side, roles: readonly TeamRole[]): Team => {
  const filled = new Set(members.map(({ role }) => role));
  const unfilled = roles.filter((role) => !filled.has(role));
  const covered = new Set(members.flatMap(({ covers }) => covers.map(({ asked }) => asked)));
  const uncovered = [...new Set(termsOf(need))].filter((term) => !covered.has(term));
  const score = (wholeOf(members, need) * members.length) / Math.max(1, roles.length);
  return { members, unfilled, score, uncovered, why: explained(members, unfilled, uncovered) };
};

const explained = (members: readonly Member[], unfilled: readonly TeamRole[], uncovered: readonly string[]): Text => {
  const named = (language: "en" | "zh") =>
    members.map(({ role, side, covers }) => {
      const terms = [...new Set(covers.map(({ asked }) => asked))];
      const name = teamRoleNames[role][language];
      if (language === "zh") return `${name}：“${side.title}”${terms.length > 0 ? `，满足${terms.join("、")}` : ""}`;
      return `${name}: “${side.title}”${terms.length > 0 ? `, covers ${terms.join(", ")}` : ""}`;
    });
  const roles = (language: "en" | "zh") => unfilled.map((role) => teamRoleNames[role][language]);
  return {
    en: [
      ...named("en"),
      ...(uncovered.length > 0 ? [`nobody names: ${uncovered.join(", ")}`] : []),
      ...(unfilled.length > 0 ? [`still to be found: ${roles("en").join(", ")}`] : []),
    ].join("; "),
    zh: [
      ...named("zh"),
      ...(uncovered.length > 0 ? [`尚无人提到：${uncovered.join("、")}`] : []),
      ...(unfilled.length > 0 ? [`尚缺：${roles("zh").join("、")}`] : []),
    ].join("；"),
  };
};

const keyOf = ({ members }: Team): string => members.map(({ side }) => side.id).join(" ");

const distinct = (teams: readonly Team[], least: number): Team[] => {
  const chosen: Team[] = [];
  for (const team of teams) if (chosen.every((other) => differences(team, other) >= least)) chosen.push(team);
  return chosen;
};

const differences = (one: Team, other: Team): number =>
  one.members.filter(({ role, side }) => !other.members.some((each) => each.role === role && each.side.id === side.id))
    .length;
