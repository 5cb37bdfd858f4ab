// Standing queries: what waits in the index for documents that are not written yet. A second engine matches them its own way.

/** A query that waits, as search may know it: a function of one head. */
export interface StandingQuery {
  /** Of the thing that asks; it is no document's key. */
  readonly id: string;
  /** The head's sequence. */
  readonly version: number;
  /** As `SearchQuery.q`: a document may answer it when it holds one of its tokens, any document when it is empty. Without it the query waits no more. */
  readonly q?: string | undefined;
}

/** A thing that a standing query may find since a document of it was written: whoever reads it asks the query itself, then settles it. */
export interface Due {
  /** The id of the standing query. */
  readonly query: string;
  /** The id of the thing. */
  readonly thing: string;
  /** Another each time the pair becomes due. */
  readonly mark: number;
}
