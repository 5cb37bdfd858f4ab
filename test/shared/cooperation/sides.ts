// Builders of needs and offers as matching sees them, for tests.
import fc from "fast-check";
import type { Candidate, Elements, Limits, Side } from "../../../packages/shared/src/cooperation/matching/side.ts";
import { cooperationTypes, directions } from "../../../packages/shared/src/cooperation/schema.ts";
import { regionCodes } from "../../../packages/shared/src/members/region.ts";
import { firmSizes, organisationKinds } from "../../../packages/shared/src/members/schema.ts";

export const today = "2026-03-18";

export const aNeed = (over: Partial<Side> = {}): Side => ({
  id: "coop_need",
  organisationId: "org_asks",
  direction: "need",
  type: "technology",
  state: "open",
  title: "铝合金副车架激光焊接变形控制",
  elements: { industries: ["3670"], processes: ["激光焊接"], materials: ["铝合金"], products: ["副车架"] },
  ...over,
});

export const anOffer = (over: Partial<Side> = {}): Side => ({
  ...aNeed(),
  id: "coop_offer",
  organisationId: "org_gives",
  direction: "offer",
  title: "激光焊接工艺与工装",
  ...over,
});

export const aCandidate = (side: Side, over: Partial<Candidate> = {}): Candidate => ({
  side,
  similarity: 0.3,
  shared: ["激光焊接"],
  ...over,
});

const words = ["激光焊接", "焊接", "3D打印", "增材制造", "铝合金", "齿轮", "减速器", "注塑", "降低能耗", "welding"];
const someWords = fc.uniqueArray(fc.constantFrom(...words), { maxLength: 3 });
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const someElements: fc.Arbitrary<Elements> = fc.record({
  industries: optional(
    fc.uniqueArray(fc.constantFrom("C", "34", "3421", "3670", "3511", "A", "9999"), { maxLength: 3 }),
  ),
  processes: optional(someWords),
  materials: optional(someWords),
  products: optional(someWords),
  effects: optional(someWords),
});
const someRange = fc.record({ min: optional(fc.nat(9)), max: optional(fc.nat(9)) });
const someLimits: fc.Arbitrary<Limits> = fc.record({
  certificates: optional(
    fc.uniqueArray(fc.constantFrom("IATF 16949", "iatf16949:2016", "ISO9001", "ISO 9001"), { maxLength: 2 }),
  ),
  regions: optional(fc.uniqueArray(fc.constantFrom(...regionCodes.slice(0, 4)), { maxLength: 2 })),
  date: optional(fc.constantFrom("2026-05-01", "2026-06-01", "2026-07-01")),
  quantity: optional(fc.tuple(someRange, fc.constantFrom("件", "吨")).map(([range, unit]) => ({ ...range, unit }))),
  budget: optional(someRange),
});

/** Any request, so that all kinds of pairs come about. */
export const someSide = (over: Partial<Side> = {}): fc.Arbitrary<Side> =>
  fc
    .record({
      id: fc.constantFrom("coop_1", "coop_2", "coop_3", "coop_4"),
      organisationId: fc.constantFrom("org_1", "org_2", "org_3"),
      direction: fc.constantFrom(...directions),
      type: fc.constantFrom(...cooperationTypes),
      state: fc.constantFrom("open" as const, "open" as const, "open" as const, "in-talks" as const),
      title: fc.constantFrom(...words),
      elements: optional(someElements),
      limits: optional(someLimits),
      languages: optional(fc.uniqueArray(fc.constantFrom("zh" as const, "en" as const), { maxLength: 2 })),
      deadline: fc.constantFrom(undefined, "2026-03-17", "2026-03-18", "2026-12-31"),
      confirmedAt: fc.constantFrom(undefined, "2025-10-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"),
      owner: optional(
        fc.record({
          kind: fc.constantFrom(...organisationKinds),
          size: optional(fc.constantFrom(...firmSizes)),
          region: optional(fc.constantFrom("11", "12", "31", "44")),
        }),
      ),
      evidence: optional(fc.record({ relatedCases: fc.nat(9), confirmedOutcomes: fc.nat(9) })),
    })
    .map((side) => ({ ...side, named: side.organisationId, ...over }));
