// The facets of search at the door: which values may be chosen of each, and what they are called.
import { gradeNames, grades, maturities, maturityNames, modeNames, modes } from "@lianchuang/shared/cases/schema";
import {
  cooperationTypeNames,
  cooperationTypes,
  directionNames,
  directions,
} from "@lianchuang/shared/cooperation/schema";
import { industryName, isIndustry } from "@lianchuang/shared/industry";
import { regionCodes, regions } from "@lianchuang/shared/members";
import { firmSizeNames, firmSizes, IndustryCode } from "@lianchuang/shared/members/schema";
import type { Filters } from "@lianchuang/shared/search";
import {
  type FacetName,
  type FacetValue,
  facetNames,
  kindNames,
  perFacet,
  type SearchPage,
  searchKinds,
} from "@lianchuang/shared/search/schema";
import * as z from "zod";
import { repeatable } from "./lists.ts";

const industry = IndustryCode.refine(isIndustry, { params: { rule: "industry" } });
const year = z.string().regex(/^\d{4}$/, "four digits, such as 2026");

/** A parameter for each facet: values of one are alternatives, facets narrow each other. */
export const facetParameters = {
  industry: repeatable(industry).meta({
    description:
      "Codes of GB/T 4754-2017, from section (letter) to class (four digits); each with all that lies below it",
  }),
  mode: repeatable(z.enum(modes)),
  region: repeatable(z.enum(regionCodes)).meta({ description: "Two digits of GB/T 2260" }),
  firmSize: repeatable(z.enum(firmSizes)),
  maturity: repeatable(z.enum(maturities)),
  evidence: repeatable(z.enum(grades)).meta({ description: "The highest grade among a case's results" }),
  direction: repeatable(z.enum(directions)).meta({
    description: "Whether a cooperation request is a need or an offer",
  }),
  cooperation: repeatable(z.enum(cooperationTypes)).meta({ description: "What a cooperation request is for" }),
  year: repeatable(year).meta({ description: "Years of `updatedAt`, in China" }),
  kind: repeatable(z.enum(searchKinds)),
} satisfies Record<FacetName, unknown>;

/** What was chosen, among other parameters. */
export const filtersOf = (query: Filters): Filters => Object.fromEntries(facetNames.map((name) => [name, query[name]]));

type Label = NonNullable<FacetValue["label"]>;

const inChinese = (zh: string | undefined): Label | undefined => (zh === undefined ? undefined : { zh });
const among = (names: Readonly<Record<string, Label>>) => (value: string) =>
  Object.hasOwn(names, value) ? names[value] : undefined;

const labelOf: Record<FacetName, (value: string) => Label | undefined> = {
  industry: (value) => inChinese(industryName(value)),
  mode: among(modeNames),
  region: (value) => inChinese(new Map<string, string>(Object.entries(regions)).get(value)),
  firmSize: among(firmSizeNames),
  maturity: among(maturityNames),
  evidence: among(gradeNames),
  direction: among(directionNames),
  cooperation: among(cooperationTypeNames),
  year: () => undefined,
  kind: among(kindNames),
};

/** The same page with the names of values that have one. */
export const withLabels = (page: SearchPage): SearchPage => ({
  ...page,
  facets: perFacet((name) =>
    page.facets[name].map(({ value, count }) => {
      const label = labelOf[name](value);
      return { value, ...(label && { label }), count };
    }),
  ),
});
