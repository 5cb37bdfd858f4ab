// Guarantees of teams for joint tackling: different organisations fill the roles of one need together.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../../packages/shared/src/cooperation/matching/eligible.ts";
import { teamRoles } from "../../../packages/shared/src/cooperation/matching/schema.ts";
import type { Side } from "../../../packages/shared/src/cooperation/matching/side.ts";
import { proposeTeams } from "../../../packages/shared/src/cooperation/propose-teams.ts";
import { aCandidate, aNeed, anOffer, someSide, today } from "./sides.ts";

type Kind = NonNullable<Side["owner"]>["kind"];
const offerOf = (id: string, kind: Kind, over: Partial<Side> = {}) =>
  aCandidate(
    anOffer({ id: `coop_${id}`, organisationId: `org_${id}`, title: "合作", owner: { kind }, elements: {}, ...over }),
  );
const asked = { today, limit: 3 };
const idsOf = (teams: ReturnType<typeof proposeTeams>) =>
  teams.map(({ members }) => members.map(({ side }) => side.id.slice(5)).join(" "));

describe("a team", () => {
  it("fills each role by another organisation, and says who covers what, what nobody covers and which role stays empty", () => {
    const need = aNeed({ elements: { processes: ["激光焊接"], materials: ["铝合金"], effects: ["减重"] } });
    const [team] = proposeTeams(
      need,
      ["maker", "it", "university"],
      [
        offerOf("maker", "manufacturer", { elements: { processes: ["激光焊接"] } }),
        offerOf("lab", "institute", { elements: { materials: ["铝合金"] } }),
        offerOf("media", "media"),
      ],
      asked,
    );
    expect(team?.members.map(({ role, side }) => [role, side.id])).toEqual([
      ["maker", "coop_maker"],
      ["university", "coop_lab"],
    ]);
    expect(team?.unfilled).toEqual(["it"]);
    expect(team?.uncovered).toEqual(["减重"]);
    expect(team?.why.en).toMatch(
      /manufacturer: .*covers 激光焊接; .*covers 铝合金; nobody names: 减重; still to be found: IT firm/,
    );
    expect(team?.why.zh).toMatch(/制造企业：.*满足激光焊接；.*满足铝合金；尚无人提到：减重；尚缺：信息技术企业/);
  });

  it("whose members cover different things goes before one whose members cover the same twice", () => {
    const need = aNeed({ elements: { processes: ["激光焊接"], materials: ["铝合金"] } });
    const [first] = proposeTeams(
      need,
      ["maker", "university"],
      [
        offerOf("maker", "manufacturer", { elements: { processes: ["激光焊接"] } }),
        offerOf("same", "university", { elements: { processes: ["激光焊接"] } }),
        offerOf("other", "university", { elements: { materials: ["铝合金"] } }),
      ],
      asked,
    );
    expect(first?.members.map(({ side }) => side.id)).toEqual(["coop_maker", "coop_other"]);
  });

  it("an organisation that could fill two roles leaves one to another where that fills both", () => {
    const institute = { owner: { kind: "institute" as const } };
    const found = proposeTeams(
      aNeed(),
      ["university", "testing"],
      [
        offerOf("a", "institute", { ...institute, type: "testing" }),
        aCandidate(anOffer({ ...institute, id: "coop_b", organisationId: "org_a", title: "合作", elements: {} })),
        offerOf("c", "university"),
      ],
      asked,
    );
    expect(idsOf(found)[0]).toBe("c a");
  });

  it("costs together no more than the need can pay", () => {
    const need = aNeed({ limits: { budget: { max: 100 } } });
    const costing = (min: number) => ({ limits: { budget: { min } } });
    const found = proposeTeams(
      need,
      ["maker", "it"],
      [
        offerOf("m", "manufacturer", costing(70)),
        offerOf("dear", "it", costing(40)),
        offerOf("fair", "it", costing(30)),
      ],
      asked,
    );
    expect(idsOf(found)).toEqual(["m fair"]);
  });

  it("holds only who may meet the need, each organisation and role once, and scores from 0 to 1, best first", () => {
    const candidates = fc.array(someSide({ state: "open" }), { maxLength: 12 });
    fc.assert(
      fc.property(candidates, fc.uniqueArray(fc.constantFrom(...teamRoles)), (sides, roles) => {
        const need = aNeed();
        const known = new Map(sides.map((side) => [side.id, aCandidate(side)]));
        const teams = proposeTeams(need, roles, [...known.values()], asked);
        const scores = teams.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((one, other) => other - one));
        for (const { members, unfilled, score } of teams) {
          expect(score > 0 && score <= 1).toBe(true);
          expect(members.every(({ side }) => judge(need, side, today).obstacles.length === 0)).toBe(true);
          expect(new Set(members.map(({ side }) => side.organisationId)).size).toBe(members.length);
          expect([...members.map(({ role }) => role), ...unfilled].toSorted()).toEqual(roles.toSorted());
        }
      }),
    );
  });
});
