// What search may know of a case: one document for its published view, one for its working view while the two differ.
import { type SearchDocument, tombstone } from "../search/index.ts";
import type { Parts, PracticeCase, WholeCase } from "./practice-case.ts";

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

/** Both documents of a case under its sequence; a view that nobody shall find there is a tombstone. */
export const caseDocuments = ({ head, parts, published }: WholeCase): SearchDocument[] => {
  const base = { id: head.id, kind: "case", version: head.sequence } as const;
  const differs = head.state !== "withdrawn" && head.published?.revision !== head.revision;
  const working: SearchDocument = differs
    ? {
        ...base,
        view: "working",
        title: head.facts.title,
        text: textOf(head.facts, parts),
        audience: head.audience,
        except: [],
        externalId: head.facts.externalId,
        updatedAt: head.updatedAt,
      }
    : tombstone({ ...base, view: "working", updatedAt: head.updatedAt });
  if (!published) return [working, tombstone({ ...base, view: "published", updatedAt: head.updatedAt })];
  return [
    working,
    {
      ...base,
      view: "published",
      title: published.head.facts.title,
      text: textOf(published.head.facts, published.parts),
      audience: published.head.audience,
      except: differs ? head.audience : [],
      externalId: published.head.facts.externalId,
      updatedAt: published.head.publishedAt,
    },
  ];
};
