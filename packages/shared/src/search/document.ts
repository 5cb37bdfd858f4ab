// What search knows of one view of one thing, and the fingerprint by which two copies are compared.
import { createHash } from "node:crypto";

/** The views of one thing; for each of them the index holds a document or a tombstone. */
export const searchViews = ["working", "published"] as const;
export type SearchView = (typeof searchViews)[number];

/** What a hit can be. Another kind of thing adds its word here. */
export type SearchKind = "case";

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
  return { id, view, kind, version, updatedAt, title: "", text: "", audience: [], except: [] };
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
    tokenSet(document.audience),
    tokenSet(document.except),
    document.externalId ?? null,
    document.updatedAt,
  ];
  return createHash("sha256").update(JSON.stringify(fields)).digest("base64url");
}

/** Each token once, in one fixed order. */
export function tokenSet(tokens: readonly string[]): string[] {
  return [...new Set(tokens)].toSorted();
}
