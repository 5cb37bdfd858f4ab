// Suggests: looks up what was typed in the vocabulary of one reader, and says where it stands. Synchronous.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SearchKind } from "../document.ts";
import { fold } from "../fold.ts";
import type { Suggestion } from "../port.ts";
import { spell } from "../spelling.ts";
import { byCount, type Candidate, type CountedTerm, mixed, oneTerm, type SuggestionKind } from "../suggestion.ts";
import { lookUpsFor, placeOf, type Typed, typedOf } from "../typed.ts";
import type { Columns } from "./columns.ts";
import { afterReaders, firstVisible, lastVisible, unpackPosting } from "./posting.ts";
import type { Sight } from "./readership.ts";
import { expressionFor, isWithin, longestListed, numberOf, type Place } from "./vocabulary.ts";

/** So many entries of each kind, the first in their order, are candidates for one answer, and all that are as long as the last. */
const mostEntries = 300;
/** Rows read at once; what of them is hidden or too long was read in vain. */
const chunk = 500;

/** Numbers of documents or terms by their place, in the order of places. */
type Entries = readonly (readonly [place: Place, numbers: ReadonlySet<number>])[];

export class Suggester {
  readonly #columns: Columns;
  readonly #rows: StatementSync;
  readonly #title: StatementSync;
  readonly #terms: StatementSync;

  constructor(database: DatabaseSync, columns: Columns) {
    this.#columns = columns;
    // Why the casts: see lists.ts.
    this.#rows = database.prepare(
      `SELECT rowid FROM completion
        WHERE completion MATCH ? AND rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER) ORDER BY rowid LIMIT ?`,
    );
    this.#rows.setReturnArrays(true);
    this.#title = database.prepare("SELECT id, title FROM document JOIN body USING (number) WHERE number = ?");
    this.#terms = database.prepare(
      `SELECT term.id, text, readership, documents FROM json_each(?) JOIN term ON term.id = value
        JOIN carried ON carried.term = value`,
    );
    this.#terms.setReturnArrays(true);
  }

  suggest(q: string, sight: Sight, limit: number): Suggestion[] {
    const typed = typedOf(q);
    if (typed.units.length === 0) return [];
    const titles = (kind: SearchKind) => this.#titles(kind, this.#entries(kind, typed, sight), typed, limit);
    const term = this.#termsOf(this.#entries("term", typed, sight), typed, sight, limit);
    const [cases, organisation, request] = [titles("case"), titles("organisation"), titles("request")];
    return mixed({ term, case: cases, organisation, request }, limit);
  }

  /**
   * The visible entries that what was typed is looked up in. Which they are depends on nothing hidden: as many in the order
   * of places as make `mostEntries`, up to the end of the last place, whoever reads them.
   */
  #entries(kind: SuggestionKind, typed: Typed, { visible }: Sight): Entries {
    const lookUps = lookUpsFor(typed);
    const expression = lookUps
      .map(({ wanted, beside }) => [wanted, ...beside].map((each) => expressionFor(kind, each)).join(" AND "))
      .map((each) => `(${each})`)
      .join(" OR ");
    // A list of its own streams; anything else FTS5 gathers before it gives the first row, so that is read at once.
    const most = typed.units.length <= longestListed && lookUps.length === 1 ? chunk : Number.MAX_SAFE_INTEGER;
    const found = new Places();
    const to = lastVisible(visible);
    for (let from = firstVisible(visible, 0); from <= to; ) {
      const rows = this.#rows.all(expression, from, to, most) as unknown as [number][];
      for (const [row] of rows) {
        const posting = unpackPosting(row, visible);
        if (posting) found.add(posting.lengthClass, numberOf(posting.number));
      }
      const end = rows.at(-1)?.[0];
      if (end === undefined || rows.length < most) break;
      const last = unpackPosting(end, visible);
      from = firstVisible(visible, last && last.lengthClass > found.last() ? afterReaders(end) : end + 1);
    }
    return found.first();
  }

  /** Titles that hold what was typed: places in order, the newest first, no text twice. */
  #titles(kind: SearchKind, entries: Entries, typed: Typed, limit: number): Candidate[] {
    const found = new Map<string, Candidate>();
    let read = 0;
    for (const [place, numbers] of entries)
      for (const number of this.#columns.newestFirst([...numbers])) {
        if (found.size >= limit || read++ >= mostEntries) return [...found.values()];
        const { id, title: text } = this.#title.get(number) as { id: string; title: string };
        const within = isWithin(place);
        const highlight = found.has(text) ? undefined : placeOf(spell(text), typed, within);
        if (highlight) found.set(text, { within, suggestion: { kind, text, highlights: [highlight], id } });
      }
    return [...found.values()];
  }

  /** Terms that hold what was typed: those that begin so first, then by how many visible things carry them. */
  #termsOf(entries: Entries, typed: Typed, sight: Sight, limit: number): Candidate[] {
    const terms = this.#read(new Set(entries.flatMap(([, numbers]) => [...numbers])), sight);
    const found: Candidate[] = [];
    const given = new Set<CountedTerm>();
    for (const within of [false, true]) {
      const numbers = entries.filter(([place]) => isWithin(place) === within).flatMap(([, each]) => [...each]);
      const asked = new Set(numbers.flatMap((number) => terms.get(number) ?? []));
      for (const term of [...asked].toSorted(byCount)) {
        if (found.length >= limit) return found;
        const highlight = given.has(term) ? undefined : placeOf(spell(term.text), typed, within);
        if (!highlight) continue;
        given.add(term);
        const { text, count } = term;
        found.push({ within, suggestion: { kind: "term", text, highlights: [highlight], count } });
      }
    }
    return found;
  }

  /** What is known of terms to one reader, those that fold to the same as one, called as most call it. */
  #read(numbers: ReadonlySet<number>, { visible }: Sight): Map<number, CountedTerm> {
    const rows = this.#terms.all(JSON.stringify([...numbers])) as unknown as TermRow[];
    const forms = new Map<number, { text: string; count: number }>();
    for (const [number, text, readership, documents] of rows) {
      if (visible[readership] !== 1) continue;
      const form = forms.get(number) ?? { text, count: 0 };
      form.count += documents;
      forms.set(number, form);
    }
    const terms = new Map<number, CountedTerm>();
    for (const same of Map.groupBy(forms, ([, { text }]) => fold(text)).values()) {
      const term = oneTerm(same.map(([, form]) => form));
      for (const [number] of same) terms.set(number, term);
    }
    return terms;
  }
}

/** Entries as they are found, in whatever order. */
class Places {
  readonly #numbers = new Map<Place, Set<number>>();

  add(place: Place, number: number): void {
    const numbers = this.#numbers.get(place);
    if (numbers) numbers.add(number);
    else this.#numbers.set(place, new Set([number]));
  }

  /** The place beyond which there are enough. */
  last(): Place {
    return this.first().at(-1)?.[0] ?? 0;
  }

  /** The first `mostEntries` and all at the last one's place. */
  first(): Entries {
    const first: [Place, Set<number>][] = [];
    let count = 0;
    for (const entry of [...this.#numbers].toSorted(([one], [other]) => one - other)) {
      if (count >= mostEntries) break;
      first.push(entry);
      count += entry[1].size;
    }
    return first;
  }
}

type TermRow = readonly [number: number, text: string, readership: number, documents: number];
