// Hits: what is shown of documents that were found, and what each was found by.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { newEffort } from "../excerpt.ts";
import type { Hit, Resemblance } from "../port.ts";
import type { Ranked } from "../rank.ts";
import { type Cause, hitOf, type Kept, resemblanceOf } from "../shown.ts";
import { type Tokens, tokenise } from "../tokens.ts";
import type { Found } from "./first-pass.ts";
import type { Resembling } from "./similar.ts";

const noTokens = tokenise("");

export class Hits {
  readonly #row: StatementSync;

  constructor(database: DatabaseSync) {
    this.#row = database.prepare(
      `SELECT id, view, kind, version, externalId, updatedAt, title, text
         FROM document JOIN body USING (number) WHERE number = ?`,
    );
  }

  /** Hits in the order given; `found` is what they were found with, if by a query. */
  of(items: readonly Ranked[], query: Tokens = noTokens, found?: Found): Hit[] {
    const causes = causesOf(items, found);
    const effort = newEffort();
    return items.map(({ number, score }) => hitOf(this.keptOf(number), score, causes.get(number) ?? [], query, effort));
  }

  /** Those that resemble a document, of the first `excerpts` of them with a piece that holds what they share. */
  resembling({ ranked, shared }: Resembling, excerpts = ranked.length): Resemblance[] {
    const effort = newEffort();
    return ranked.map(({ number, score }, at) => {
      const kept = this.keptOf(number);
      return resemblanceOf(at < excerpts ? kept : { ...kept, text: "" }, score, shared.get(number) ?? [], effort);
    });
  }

  keptOf(number: number): Kept {
    return this.#row.get(number) as unknown as Kept;
  }
}

/** Of a page's documents what each was found by, in the order of the query. */
function causesOf(items: readonly Ranked[], found: Found | undefined): Map<number, Cause[]> {
  const causes = new Map(items.map(({ number }) => [number, [] as Cause[]]));
  // Few of all that was found stand on a page, and most are told by a look at an array.
  const onPage = new Uint8Array(Math.max(0, ...causes.keys()) + 1);
  for (const number of causes.keys()) onPage[number] = 1;
  for (const { postings, ...cause } of found?.evidence ?? [])
    for (const { number } of postings) if (onPage[number] === 1) causes.get(number)?.push(cause);
  return causes;
}
