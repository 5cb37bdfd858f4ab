// What an organisation is, and what leaves of it.
import * as z from "zod";
import { Head } from "../head.ts";
import { industryName } from "../industry.ts";
import { regionCodes, regions } from "./region.ts";
import { firmSizes, type OrganisationView, organisationKinds, organisationStates } from "./schema.ts";

export const Organisation = Head.extend({
  state: z.enum(organisationStates),
  name: z.string(),
  creditCode: z.string().optional(),
  kind: z.enum(organisationKinds),
  industry: z.string().optional(),
  region: z.enum(regionCodes).optional(),
  size: z.enum(firmSizes).optional(),
  fictitious: z.boolean().optional(),
});
export type Organisation = z.infer<typeof Organisation>;

export const viewOrganisation = (organisation: Organisation): OrganisationView => {
  const { id, name, creditCode, kind, industry, region, size, state, fictitious, revision, updatedAt } = organisation;
  return {
    id,
    name,
    ...(creditCode === undefined ? {} : { creditCode }),
    kind,
    ...(industry === undefined ? {} : { industry: { code: industry, name: industryName(industry) ?? industry } }),
    ...(region === undefined ? {} : { region: { code: region, name: regions[region] } }),
    ...(size === undefined ? {} : { size }),
    state,
    ...(fictitious === undefined ? {} : { fictitious }),
    revision,
    updatedAt,
  };
};
