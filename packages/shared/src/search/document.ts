// What search knows of one view of one thing, and the fingerprint by which two copies are compared.
import { createHash } from "node:crypto";
import { factFacets, type searchKinds, type searchViews } from "./schema.ts";

export type SearchView = (typeof searchViews)[number];

export type SearchKind = (typeof searchKinds)[number];
const viewsByKind: Readonly<Record<SearchKind, readonly SearchView[]>> = {
  case: ["working", "published"],
  organisation: ["working", "published"],
  request: ["working", "members", "published"],
};
/** The views of a thing of this kind, the narrowest first; for each of them the index holds a document or a tombstone. */
export const viewsOf = (kind: SearchKind): readonly SearchView[] => viewsByKind[kind];
/** A facet that a thing says itself. */
export type Facet = (typeof factFacets)[number];

/**
 * One view of one thing, as search may know it: a function of one head and its own texts, holding only what everyone in
 * `audience` may see. `version` is the head's sequence. A reader sees it when his tokens meet `audience` and do not meet
 * `except`; whoever writes two views of one thing makes the narrower view's audience part of the wider view's `except`.
 */
export interface SearchDocument {
  readonly id: string;
  readonly view: SearchView;
  readonly kind: SearchKind;
  readonly version: number;
  readonly title: string;
  /** All searchable body text in its original script. */
  readonly text: string;
  /** Words that its author chose for it (processes, tags), as written; `text` holds them, too. */
  readonly terms: readonly string[];
  /** At most one value of each; an industry is a code of GB/T 4754-2017. */
  readonly facets: Readonly<Partial<Record<Facet, string>>>;
  readonly audience: readonly string[];
  readonly except: readonly string[];
  readonly externalId?: string | undefined;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** The key of a document: unique for one view of one thing. */
export function documentKey(document: Pick<SearchDocument, "id" | "view">): string {
  return `${document.id}#${document.view}`;
}

/** What takes a document's place when its thing disappears: seen by nobody, remembering the version so that a late older document cannot return. */
export function tombstone(
  gone: Pick<SearchDocument, "id" | "view" | "kind" | "version" | "updatedAt">,
): SearchDocument {
  const { id, view, kind, version, updatedAt } = gone;
  return { id, view, kind, version, updatedAt, title: "", text: "", terms: [], facets: {}, audience: [], except: [] };
}

/** Whether nobody sees this document and it says nothing. */
export function isTombstone(document: SearchDocument): boolean {
  return document.audience.length === 0 && document.title === "" && document.text === "";
}

/** SHA-256 (base64url) over every field; the order of tokens in `audience` and `except` does not matter. */
export function hashDocument(document: SearchDocument): string {
  const fields = [
    document.id,
    document.view,
    document.kind,
    document.version,
    document.title,
    document.text,
    document.terms,
    facetValues(document),
    tokenSet(document.audience),
    tokenSet(document.except),
    document.externalId ?? null,
    document.updatedAt,
  ];
  return createHash("sha256").update(JSON.stringify(fields)).digest("base64url");
}

/** The facets that have a value. */
export function presentFacets(facets: Partial<Record<Facet, string | undefined>>): SearchDocument["facets"] {
  return Object.fromEntries(Object.entries(facets).filter(([, value]) => value !== undefined));
}

/** The value of each facet in the order of `factFacets`, null where there is none. */
export function facetValues({ facets }: Pick<SearchDocument, "facets">): (string | null)[] {
  return factFacets.map((facet) => facets[facet] ?? null);
}

/** Each token once, in one fixed order. */
export function tokenSet(tokens: readonly string[]): string[] {
  return [...new Set(tokens)].toSorted();
}

/** In UTF-16 units, title and text together; a thing's texts are far below it. */
const mostText = 4_000_000;
/** In bytes of UTF-8, as OpenSearch has it. */
const longestKey = 512;

/** In UTF-16 units: the value of a facet is a code or a word of a vocabulary. */
const longestValue = 64;

/** Why a document cannot be written, if so. */
export function faultOf(document: SearchDocument, key: string): string | undefined {
  const { version, title, text, updatedAt } = document;
  if (!Number.isSafeInteger(version) || version < 0)
    return `version is ${version}; it must be a whole number from 0 on`;
  if (Number.isNaN(Date.parse(updatedAt))) return `updatedAt is "${updatedAt}"; it must be an ISO 8601 time`;
  if (Object.values(document.facets).some((value) => value.length > longestValue))
    return `the value of a facet is longer than ${longestValue} UTF-16 units`;
  if (Buffer.byteLength(key) > longestKey) return `the key is longer than ${longestKey} bytes`;
  if (title.length + text.length > mostText) return `title and text are longer than ${mostText} UTF-16 units`;
  return undefined;
}
