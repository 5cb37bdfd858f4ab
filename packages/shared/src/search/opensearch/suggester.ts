// Suggests: looks up what was typed among what titles and terms may be typed as, and says where it stands.
import type { SearchKind } from "../document.ts";
import { fold } from "../fold.ts";
import type { Suggestion, SuggestQuery } from "../port.ts";
import { searchKinds } from "../schema.ts";
import { spell } from "../spelling.ts";
import { byCount, type Candidate, mixed, oneTerm } from "../suggestion.ts";
import { type LookUp, lookUpsFor, placeOf, type Typed, typedOf, type Wanted } from "../typed.ts";
import type { Cluster } from "./client.ts";
import { multiSearch } from "./counter.ts";
import { parting } from "./entry.ts";
import { all, any, type Clause, visibleTo } from "./queries.ts";

/** So many titles, the shortest first, are candidates for one answer. */
const mostTitles = 300;
/** So many spellings of terms, those that most things carry first. */
const mostSpellings = 2_000;

interface Found {
  readonly hits: { readonly hits: readonly { readonly _source: { readonly id: string; readonly title: string } }[] };
  readonly aggregations?: {
    readonly spellings: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
  };
}

/** First what begins with what was typed; what holds it within only where there is not enough of that. */
export async function suggestFor(cluster: Cluster, index: string, query: SuggestQuery): Promise<Suggestion[]> {
  const { q, audience, limit } = query;
  const typed = typedOf(q);
  if (typed.units.length === 0) return [];
  const lookUps = lookUpsFor(typed);
  const found: Record<"term" | SearchKind, Candidate[]> = { term: [], case: [], organisation: [], request: [] };
  for (const within of [false, true]) {
    const short = (["term", ...searchKinds] as const).filter((kind) => found[kind].length < limit);
    const searches = short.map((kind) => searchFor(kind, lookUps, within, audience));
    const answers = await multiSearch<Found>(cluster, index, searches);
    for (const [at, kind] of short.entries()) {
      const answer = answers[at];
      if (!answer) continue;
      const more = kind === "term" ? termsOf(answer, typed, within) : titlesOf(answer, kind, typed, within);
      const known = new Set(found[kind].map(({ suggestion: { text } }) => textOf(kind, text)));
      const fresh = more.filter(({ suggestion: { text } }) => !known.has(textOf(kind, text)));
      found[kind] = [...found[kind], ...fresh].slice(0, limit);
    }
  }
  return mixed(found, limit);
}

/** Terms that fold to the same are one. */
function textOf(kind: "term" | SearchKind, text: string): string {
  return kind === "term" ? fold(text) : text;
}

function searchFor(
  kind: "term" | SearchKind,
  lookUps: readonly LookUp[],
  within: boolean,
  audience: readonly string[],
) {
  if (kind !== "term") {
    const clause = lookingUp(lookUps, within ? "holds" : "begins", ({ spelling, begun }) => ({ spelling, begun }));
    return {
      query: all(visibleTo(audience), { term: { kind } }, clause),
      sort: [{ units: "asc" }, { time: "desc" }, { key: "desc" }],
      size: mostTitles,
      _source: ["id", "title"],
      track_total_hits: false,
    };
  }
  const field = within ? "termHolds" : "termBegins";
  // A whole spelling ends where its term begins.
  const whole = ({ spelling, begun }: Wanted) => ({ spelling: begun ? spelling : spelling + parting, begun: true });
  const include = lookUps
    .flatMap(({ wanted, beside }) => [wanted, ...beside])
    .map(whole)
    .map(({ spelling }) => `${escaped(spelling)}.*`)
    .join("|");
  return {
    query: all(visibleTo(audience), lookingUp(lookUps, field, whole)),
    aggs: { spellings: { terms: { field, include, size: mostSpellings } } },
    track_total_hits: false,
  };
}

function lookingUp(lookUps: readonly LookUp[], field: string, as: (wanted: Wanted) => Wanted): Clause {
  const clauseOf = (wanted: Wanted): Clause => {
    const { spelling, begun } = as(wanted);
    return begun ? { prefix: { [field]: { value: spelling } } } : { term: { [field]: { value: spelling } } };
  };
  return any(...lookUps.map(({ wanted, beside }) => all(...[wanted, ...beside].map(clauseOf))));
}

/** Letters, digits, marks and hanzi as Lucene's regular expressions take them for themselves. */
function escaped(spelling: string): string {
  return spelling.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, (mark) => (mark === parting ? mark : `\\${mark}`));
}

/** Titles that hold what was typed: the shortest first, of these the newest, no text twice. */
function titlesOf({ hits }: Found, kind: SearchKind, typed: Typed, within: boolean): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const {
    _source: { id, title: text },
  } of hits.hits) {
    const highlight = found.has(text) ? undefined : placeOf(spell(text), typed, within);
    if (highlight) found.set(text, { within, suggestion: { kind, text, highlights: [highlight], id } });
  }
  return [...found.values()];
}

/** Terms that hold what was typed, by how many visible things carry them; those that fold to the same as one, called as most call it. */
function termsOf({ aggregations }: Found, typed: Typed, within: boolean): Candidate[] {
  const forms = new Map<string, number>();
  for (const { key, doc_count } of aggregations?.spellings.buckets ?? [])
    forms.set(key.slice(key.indexOf(parting) + parting.length), doc_count);
  const counted = [...forms].map(([text, count]) => ({ text, count }));
  const terms = [...Map.groupBy(counted, ({ text }) => fold(text)).values()].map(oneTerm);
  return terms.toSorted(byCount).flatMap(({ text, count }) => {
    const highlight = placeOf(spell(text), typed, within);
    return highlight ? [{ within, suggestion: { kind: "term", text, highlights: [highlight], count } as const }] : [];
  });
}
