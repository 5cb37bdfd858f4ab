// What every search engine must do about facets, filters and order: part of the one suite.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { industryBranch } from "../../../packages/shared/src/industry.ts";
import { hashDocument, type SearchDocument, tombstone } from "../../../packages/shared/src/search/document.ts";
import type { Filters, SearchQuery } from "../../../packages/shared/src/search/port.ts";
import { type FacetName, facetNames, perFacet, searchKinds } from "../../../packages/shared/src/search/schema.ts";
import type { Opened } from "./contract.ts";
import { aDocument } from "./documents.ts";

const industries = ["C", "34", "342", "3421", "3425", "35", "3511", "A", "9999"];

/** Facets of a document, each there or not. */
export const someFacets = fc.record(
  {
    industry: fc.constantFrom(...industries),
    mode: fc.constantFrom("management-change", "other"),
    region: fc.constantFrom("11", "31", "44"),
    firmSize: fc.constantFrom("small", "large"),
    direction: fc.constantFrom("need", "offer"),
  },
  { requiredKeys: [] },
);
/** Around new year in China, with equals. */
export const someTime = fc.constantFrom(
  "2025-12-31T15:59:59.999Z",
  "2025-12-31T16:00:00.000Z",
  "2026-03-18T08:00:00.000Z",
);
/** Filters and a sort, as a reader may choose them. */
export const choice: fc.Arbitrary<{ filters: Filters; sort: "relevance" | "newest" }> = fc.record({
  filters: fc.record(
    {
      industry: fc.uniqueArray(fc.constantFrom(...industries, "B"), { maxLength: 2 }),
      mode: fc.uniqueArray(fc.constantFrom("management-change", "other", "industry-chain"), { maxLength: 2 }),
      region: fc.uniqueArray(fc.constantFrom("11", "31", "65"), { maxLength: 2 }),
      direction: fc.uniqueArray(fc.constantFrom("need", "offer"), { maxLength: 2 }),
      year: fc.uniqueArray(fc.constantFrom("2025", "2026", "0000", "9999"), { maxLength: 2 }),
      kind: fc.uniqueArray(fc.constantFrom(...searchKinds), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  sort: fc.constantFrom("relevance" as const, "newest" as const),
});

/** A value of a facet with all that it lies in, by the letter of the contract and without any index. */
const lineage = (document: SearchDocument, name: FacetName): readonly string[] => {
  if (name === "kind") return [document.kind];
  if (name === "year") return [new Date(Date.parse(document.updatedAt) + 8 * 3_600_000).toISOString().slice(0, 4)];
  const value = document.facets[name];
  if (value === undefined) return [];
  const branch = name === "industry" ? industryBranch(value) : [];
  return branch.length > 0 ? branch : [value];
};
export const fits = (document: SearchDocument, name: FacetName, filters: Filters): boolean => {
  const chosen = filters[name] ?? [];
  return chosen.length === 0 || lineage(document, name).some((value) => chosen.includes(value));
};

export function facetSuite(opened: () => Opened): void {
  const write = (...documents: SearchDocument[]) => opened().index.write(documents);
  const find = (q: string, over: Partial<SearchQuery> = {}) =>
    opened().index.search({ q, audience: ["public"], limit: 100, ...over });
  const idsOf = async (q: string, over: Partial<SearchQuery> = {}): Promise<string[]> =>
    (await find(q, over)).items.map(({ id }) => id);

  describe("facets and filters", () => {
    it("count what matches, value by value, what is chosen of a facet not narrowing its own counts", async () => {
      const thing = fc.record({
        facets: someFacets,
        updatedAt: someTime,
        kind: fc.constantFrom(...searchKinds),
        text: fc.constantFrom("", "铸造"),
      });
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(thing, { maxLength: 12 }), choice, async (things, { filters, sort }) => {
          // Nobody sees what belongs to another run.
          const audience = [`org:${++runs}`];
          const documents = things.map((each) => aDocument({ ...each, audience }));
          await write(...documents);
          for (const q of ["", "铸造"]) {
            const asked = documents.filter(({ text }) => text.includes(q));
            const { items, total, facets } = await find(q, { audience, filters, sort });
            const passing = asked.filter((each) => facetNames.every((name) => fits(each, name, filters)));
            expect(items.map(({ id }) => id).toSorted()).toEqual(passing.map(({ id }) => id).toSorted());
            expect(total.value).toBe(passing.length);
            const expected = perFacet((name) => {
              const rest = asked.filter((each) =>
                facetNames.every((other) => other === name || fits(each, other, filters)),
              );
              const counts = Map.groupBy(
                rest.flatMap((each) => lineage(each, name)),
                (value) => value,
              );
              for (const value of filters[name] ?? []) if (!counts.has(value)) counts.set(value, []);
              return Object.fromEntries([...counts].map(([value, each]) => [value, each.length]));
            });
            for (const name of facetNames) {
              const said = Object.fromEntries(facets[name].map(({ value, count }) => [value, count]));
              // Of industries only what is open is said.
              if (name === "industry") expect(expected[name]).toMatchObject(said);
              else expect(said).toEqual(expected[name]);
            }
          }
        }),
        { numRuns: 40 },
      );
    });

    it("an industry stands for all below it; groups and classes are counted below a chosen division or group", async () => {
      const of = (industry: string) => aDocument({ facets: { industry } });
      await write(...["3421", "3425", "3511", "34", "C", "0111"].map(of), aDocument());
      const counted = async (...industry: string[]) => {
        const { total, facets } = await find("", { filters: { industry } });
        return [total.value, facets.industry.map(({ value, count }) => `${value}:${count}`).join(" ")];
      };
      expect(await counted()).toEqual([7, "C:5 34:3 01:1 35:1 A:1"]);
      expect(await counted("C")).toEqual([5, "C:5 34:3 01:1 35:1 A:1"]);
      expect(await counted("34")).toEqual([3, "C:5 34:3 342:2 01:1 3421:1 3425:1 35:1 A:1"]);
      expect(await counted("342", "A")).toEqual([3, "C:5 34:3 342:2 01:1 3421:1 3425:1 35:1 A:1"]);
      expect(await counted("3421")).toEqual([1, "C:5 34:3 01:1 3421:1 35:1 A:1"]);
      expect(await counted("B")).toEqual([0, "C:5 34:3 01:1 35:1 A:1 B:0"]);
    });

    it("say at most 50 values of each, most first, equals by value, and always what is chosen", async () => {
      const regionAt = (at: number) => `r${String(at % 200).padStart(3, "0")}`;
      await write(...Array.from({ length: 250 }, (_, at) => aDocument({ facets: { region: regionAt(at) } })));
      const { region } = (await find("")).facets;
      const twice = Array.from({ length: 50 }, (_, at) => ({ value: regionAt(at), count: 2 }));
      expect(region).toEqual(twice);
      const chosen = await find("数控机床", { filters: { region: ["r199", "none", "r199", "r001"] } });
      expect(chosen.total.value).toBe(3);
      expect(chosen.facets.region).toEqual([
        ...twice.slice(0, 48),
        { value: "r199", count: 1 },
        { value: "none", count: 0 },
      ]);
    });

    it("a filter that nothing fits finds nothing, and still says what else could be chosen", async () => {
      await write(aDocument({ facets: { mode: "other", region: "11" } }));
      for (const year of ["0000", "9999", "", "__proto__"]) {
        const { items, total, facets } = await find("", { filters: { year: [year] } });
        expect([items, total]).toEqual([[], { value: 0, relation: "eq" }]);
        expect(facets).toMatchObject({ mode: [], region: [], kind: [] });
        expect(facets.year).toEqual([
          { value: "2026", count: 1 },
          { value: year, count: 0 },
        ]);
      }
      const two = await find("", { filters: { year: ["9999"], mode: ["none"] } });
      expect(two.facets.year).toEqual([{ value: "9999", count: 0 }]);
    });

    it("a facet without chosen values narrows nothing", async () => {
      await write(aDocument());
      expect((await find("", { filters: { year: [], kind: undefined } })).total.value).toBe(1);
    });

    it("the year is the one in China", async () => {
      const [before, after] = [
        aDocument({ updatedAt: "2025-12-31T15:59:59.999Z" }),
        aDocument({ updatedAt: "2025-12-31T16:00:00.000Z" }),
      ];
      await write(before, after);
      expect(await idsOf("", { filters: { year: ["2025"] } })).toEqual([before.id]);
      expect(await idsOf("数控", { filters: { year: ["2026"] } })).toEqual([after.id]);
    });

    it("follow every write, what was purged meanwhile too, and are there after opening again", async () => {
      const [one, other, third] = ["11", "31", "44"].map((region) => aDocument({ facets: { region } })) as [
        SearchDocument,
        SearchDocument,
        SearchDocument,
      ];
      const regions = async () => (await find("")).facets.region.map(({ value, count }) => `${value}:${count}`);
      await write(one, other, third);
      expect(await regions()).toEqual(["11:1", "31:1", "44:1"]);
      await write({ ...one, version: 2, facets: { region: "31" } }, { ...other, version: 2, audience: ["org:1"] });
      expect(await regions()).toEqual(["31:1", "44:1"]);
      await write(tombstone({ ...third, version: 2 }));
      await opened().index.purge("2999-01-01T00:00:00.000Z");
      expect(await regions()).toEqual(["31:1"]);
      // A new document may take the place of what was purged.
      await write(aDocument({ facets: { region: "65" } }));
      expect(await regions()).toEqual(["31:1", "65:1"]);
      const again = await opened().reopen();
      const { facets } = await again.search({ q: "", audience: ["public"], limit: 1 });
      expect(facets.region.map(({ value }) => value)).toEqual(["31", "65"]);
    });

    it("and terms are part of what two copies are compared by, whatever the order of facets", () => {
      const document = aDocument({ facets: { mode: "other", region: "11" }, terms: ["磨削"] });
      const same = hashDocument({ ...document, facets: { region: "11", mode: "other" } });
      expect(same).toBe(hashDocument(document));
      for (const over of [{ facets: { mode: "11", region: "other" } }, { facets: {} }, { terms: [] }])
        expect(hashDocument({ ...document, ...over })).not.toBe(same);
    });

    it("a value that is no word of a vocabulary and a time that is none are refused", async () => {
      const results = await write(
        aDocument({ facets: { mode: "x".repeat(65) } }),
        aDocument({ updatedAt: "yesterday" }),
        aDocument({ facets: { mode: "\0'\"; DROP" } }),
      );
      expect(results.map(({ result }) => result)).toEqual(["failed", "failed", "applied"]);
      expect((await find("")).facets.mode).toEqual([{ value: "\0'\"; DROP", count: 1 }]);
    });
  });

  describe("newest first", () => {
    it("orders what a query finds by time and then by key, page by page, whatever it scores", async () => {
      const documents = Array.from({ length: 23 }, (_, at) =>
        aDocument({ text: "主轴 ".repeat(at % 4), updatedAt: `2026-01-0${1 + (at % 3)}T00:00:00.000Z` }),
      );
      for (const document of documents.toReversed()) await write(document);
      const expected = documents
        .toSorted((one, other) => (one.updatedAt + one.id < other.updatedAt + other.id ? 1 : -1))
        .map(({ id }) => id);
      for (const q of ["数控机床主轴", ""]) {
        expect(await idsOf(q, { sort: "newest" })).toEqual(expected);
        const paged: string[] = [];
        for (let page = await find(q, { sort: "newest", limit: 5 }); ; ) {
          paged.push(...page.items.map(({ id }) => id));
          if (!page.next) break;
          page = await find(q, { sort: "newest", limit: 5, after: page.next });
        }
        expect(paged).toEqual(expected);
      }
      const { items } = await find("数控机床主轴", { sort: "newest" });
      expect(items.every(({ score }) => score > 0)).toBe(true);
    });
  });
}
