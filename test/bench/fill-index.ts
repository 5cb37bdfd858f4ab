// Fills the index of a data folder that nobody serves with cases that are in no table: a search reads nothing there but its actor.
import { members } from "@lianchuang/shared/audience";
import { type SearchDocument, tombstone } from "@lianchuang/shared/search";
import { type SearchEngine, untilMerged, withIndex } from "./engines.ts";
import { recordAt } from "./texts.ts";

export interface Built {
  cases: number;
  /** Cases a second, over all that were written now. */
  rate: number;
  /** Of the whole index. */
  bytes: number;
}

const step = 1_000;
/** So many hours of 2026 are shared out among the cases. */
const hours = 365 * 24 * 2;

/** Writes the records from `from` to below `to` by the index's own writer, as published cases. */
export const fillIndex = (data: string, search: SearchEngine, from: number, to: number): Promise<Built> =>
  withIndex(data, search, async (index) => {
    const started = performance.now();
    for (let start = from; start < to; start += step) {
      const records = Array.from({ length: Math.min(step, to - start) }, (_, at) => start + at);
      await index.write(records.flatMap(documentsAt));
    }
    const seconds = (performance.now() - started) / 1_000;
    await untilMerged(search);
    return { cases: to, rate: (to - from) / seconds, bytes: (await index.facts()).bytes };
  });

/** What an indexed case leaves there: the document of its published view, and none of its working view. */
const documentsAt = (n: number): SearchDocument[] => {
  const { externalId, title, body, ...facets } = recordAt(n);
  const updatedAt = new Date(Date.UTC(2025, 0, 1, n % hours)).toISOString();
  const base = { id: `case_${String(n).padStart(26, "0")}`, kind: "case", version: 3, updatedAt } as const;
  const published: SearchDocument = {
    ...base,
    view: "published",
    title,
    text: body,
    terms: [],
    facets: { ...facets, maturity: "innovation" },
    audience: [members],
    except: [],
    externalId,
  };
  return [tombstone({ ...base, view: "working" }), published];
};
