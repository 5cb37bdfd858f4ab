// Excerpts: the piece of an original text that shows best why it was found, and where in it the query's words stand.
import { segmentGraphemes } from "../segments.ts";
import { foldWithOffsets, originalRange } from "./fold.ts";
import type { Highlight } from "./port.ts";
import { codeSpans, isHan, type Tokens } from "./tokens.ts";

/** In graphemes. */
const excerptLength = 120;
/** How far before the first word shown an excerpt begins, in UTF-16 units, unless a sentence begins nearer. */
const lead = 24;
/** Bounds the effort for texts whose graphemes are endless. */
const mostUnits = 20 * excerptLength;

/** Every character of it is a grapheme for certain: printable ASCII, hanzi and their punctuation. */
const singles = /^[\n -~、-〩一-鿿！-｠]*$/;
const sentenceEnd = /[。！？；!?;\n]/;
const wordCharacter = /[\p{L}\p{N}\p{M}]/u;

/** Where words of the query stand in `text`: whole graphemes' worth of code points, ascending, neighbours merged. */
export function highlightsOf(text: string, query: Tokens): Highlight[] {
  const folded = foldWithOffsets(text);
  const ranges = foundIn(folded.text, query).map(({ start, end }) => originalRange(folded, start, end));
  const merged: [number, number][] = [];
  for (const [start, end] of ranges.toSorted((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** How much text, in UTF-16 units, may still be looked through for one answer: long texts must not make others wait. */
export interface Effort {
  units: number;
}

/** Enough for a hundred texts of 4,000 characters, or for the beginnings of fifty long ones. */
export function newEffort(): Effort {
  return { units: 400_000 };
}

/** A text is looked through piece by piece, until one holds something of the query. */
const piece = 8_000;
/** No word that stands across two pieces is longer. */
const overlap = 64;

/**
 * The window of `text`, at most 120 graphemes and never part of one, with the most of the query in it; the beginning when there
 * is none, or none was found before `effort` was spent.
 */
export function excerptOf(
  text: string,
  query: Tokens,
  effort = newEffort(),
): { text: string; highlights: Highlight[] } {
  for (let from = 0; effort.units > 0; from += piece - overlap) {
    const part = text.slice(clusterAt(text, from), clusterAt(text, from + piece));
    effort.units -= part.length;
    const excerpt = windowOf(part, highlightsOf(part, query));
    if (excerpt.highlights.length > 0) return excerpt;
    if (from + piece >= text.length) break;
  }
  return windowOf(text.slice(0, clusterAt(text, piece)), []);
}

/** Where the grapheme at a place begins. */
function clusterAt(text: string, at: number): number {
  return at >= text.length ? text.length : (segmentGraphemes(text).containing(at)?.index ?? at);
}

function windowOf(text: string, all: readonly Highlight[]): { text: string; highlights: Highlight[] } {
  const start = windowStart(text, bestStart(text, all));
  const end = windowEnd(text, start);
  const highlights = all
    .filter(([from, to]) => from >= start && to <= end)
    .map(([from, to]): Highlight => [from - start, to - start]);
  return { text: text.slice(start, end), highlights };
}

interface Found {
  readonly start: number;
  readonly end: number;
}

function foundIn(folded: string, query: Tokens): Found[] {
  const found: Found[] = [];
  const words = query.words.filter((word) => !isHan(word) || word.length > 1);
  for (const term of new Set([...query.bigrams, ...words])) {
    const whole = !isHan(term);
    for (let start = folded.indexOf(term); start !== -1; start = folded.indexOf(term, start + term.length)) {
      const end = start + term.length;
      if (!whole || standsAlone(folded, start, end)) found.push({ start, end });
    }
  }
  const codes = new Set(query.codes);
  if (codes.size > 0)
    for (const { code, start, end } of codeSpans(folded)) if (codes.has(code)) found.push({ start, end });
  return found;
}

/** Not a piece of a longer word: `ai` is not in `maintain`, but it is in `ai系统`. */
function standsAlone(folded: string, start: number, end: number): boolean {
  const before = folded[start - 1] ?? "";
  const after = folded[end] ?? "";
  return [before, after].every((neighbour) => !wordCharacter.test(neighbour) || isHan(neighbour));
}

/** The highlight from which one window covers the most different highlighted text; 0 when there is none. */
function bestStart(text: string, highlights: readonly Highlight[]): number {
  const shown = new Map<string, number>();
  let worth = 0;
  let best = { worth: 0, start: 0 };
  let first = 0;
  for (const [start, end] of highlights) {
    const seen = shown.get(text.slice(start, end)) ?? 0;
    shown.set(text.slice(start, end), seen + 1);
    worth += seen === 0 ? end - start : 0.1;
    for (let left = highlights[first]; left && end - left[0] > excerptLength - lead; left = highlights[++first]) {
      const leaving = text.slice(...left);
      const rest = (shown.get(leaving) ?? 1) - 1;
      shown.set(leaving, rest);
      worth -= rest === 0 ? left[1] - left[0] : 0.1;
    }
    if (worth > best.worth + 1e-9) best = { worth, start: highlights[first]?.[0] ?? start };
  }
  return best.start;
}

function windowStart(text: string, at: number): number {
  if (at <= lead || text.length <= excerptLength) return 0;
  let start = at - lead;
  for (let back = at - 1; back >= start; back--) if (sentenceEnd.test(text[back] ?? "")) start = back + 1;
  // Near the end the window reaches back instead of showing little.
  start = Math.min(start, text.length - excerptLength);
  return segmentGraphemes(text).containing(start)?.index ?? start;
}

function windowEnd(text: string, start: number): number {
  // One unit more: it must not be a mark that belongs to the one before.
  if (singles.test(text.slice(start, start + excerptLength + 1))) return Math.min(text.length, start + excerptLength);
  let end = start;
  let count = 0;
  for (const { segment } of segmentGraphemes(text.slice(start, start + 2 * mostUnits))) {
    if (++count > excerptLength || end - start + segment.length > mostUnits) break;
    end += segment.length;
  }
  return end;
}
