// What search may know of a case: one document for its published view, one for its working view while the two differ.
import { presentFacets, type SearchDocument, tombstone } from "../search/index.ts";
import { evidenceOf, maturityOf, type Parts, type PracticeCase, type WholeCase } from "./practice-case.ts";

const textOf = (facts: PracticeCase["facts"], parts: Parts): string =>
  [
    parts.body,
    parts.problem,
    parts.practice,
    ...(parts.results ?? []).map((result) => result.name),
    parts.conditions,
    parts.lessons,
    ...(facts.processes ?? []),
    ...(facts.tags ?? []),
  ]
    .filter((text) => text !== undefined)
    .join("\n");

/** What a view says of itself, whichever view it is. */
const contentOf = (facts: PracticeCase["facts"], parts: Parts) => ({
  title: facts.title,
  text: textOf(facts, parts),
  terms: [...(facts.processes ?? []), ...(facts.tags ?? [])],
  externalId: facts.externalId,
});

const facetsOf = ({ industry, mode, region, firmSize }: PracticeCase["facts"], parts: Parts) =>
  presentFacets({ industry, mode, region, firmSize, evidence: evidenceOf(parts) });

/** Both documents of a case under its sequence; a view that nobody shall find there is a tombstone. */
export const caseDocuments = ({ head, parts, published }: WholeCase): SearchDocument[] => {
  const base = { id: head.id, kind: "case", version: head.sequence } as const;
  const differs = head.state !== "withdrawn" && head.published?.revision !== head.revision;
  const working: SearchDocument = differs
    ? {
        ...base,
        view: "working",
        ...contentOf(head.facts, parts),
        facets: facetsOf(head.facts, parts),
        audience: head.audience,
        except: [],
        updatedAt: head.updatedAt,
      }
    : tombstone({ ...base, view: "working", updatedAt: head.updatedAt });
  if (!published) return [working, tombstone({ ...base, view: "published", updatedAt: head.updatedAt })];
  return [
    working,
    {
      ...base,
      view: "published",
      ...contentOf(published.head.facts, published.parts),
      facets: { ...facetsOf(published.head.facts, published.parts), maturity: maturityOf(published.head) },
      audience: published.head.audience,
      except: differs ? head.audience : [],
      updatedAt: published.head.publishedAt,
    },
  ];
};
