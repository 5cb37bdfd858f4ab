// What search may know of an organisation: one document, for those who may read its head.
import { industryBranch, industryName } from "../industry.ts";
import { presentFacets, type SearchDocument, tombstone } from "../search/index.ts";
import type { Organisation } from "./organisation.ts";
import { regions } from "./region.ts";
import { organisationKindsInChinese } from "./schema.ts";

const textOf = ({ kind, industry, region }: Organisation): string =>
  [
    kind === "other" ? undefined : organisationKindsInChinese[kind],
    ...industryBranch(industry ?? "").map(industryName),
    region && regions[region],
  ]
    .filter((text) => text !== undefined)
    .join("\n");

/** The document of an organisation under its sequence; nobody finds a demonstration's organisation that was retired. It has one view. */
export const organisationDocuments = (organisation: Organisation): SearchDocument[] => {
  const { id, sequence, state, name, audience, updatedAt, industry, region, size, fictitious } = organisation;
  const base = { id, kind: "organisation", version: sequence, updatedAt } as const;
  const working = tombstone({ ...base, view: "working" });
  if (fictitious && state === "withdrawn") return [working, tombstone({ ...base, view: "published" })];
  const published: SearchDocument = {
    ...base,
    view: "published",
    title: name,
    text: textOf(organisation),
    terms: [],
    facets: presentFacets({ industry, region, firmSize: size }),
    audience,
    except: [],
  };
  return [working, published];
};
