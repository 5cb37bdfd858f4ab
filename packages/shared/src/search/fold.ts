// Folding: what makes two spellings of one text equal to search, with the way back to the original for highlights.
import { createRequire } from "node:module";
import type * as OpenCC from "opencc-js/t2cn";

/** A folded text. `starts[i]` is where, in UTF-16 units of the original, the cluster begins that gave unit `i` of `text`. */
export interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  /** Length of the original in UTF-16 units. */
  readonly length: number;
}

/**
 * NFKC, lower case, traditional → simplified hanzi, without characters that nobody sees (zero width, direction marks).
 * Works cluster by cluster (a character with its combining marks) and hanzi by hanzi, never by phrase, so that a part of a
 * text folds as it does within the whole: for clusters, fold(a + b) = fold(a) + fold(b).
 */
export function fold(text: string): string {
  return run(text);
}

/**
 * As `fold`, but phrase by phrase as Taiwan writes them, where the text holds traditional hanzi: 軟體 → 软件. For queries
 * alone: a part of a text may fold otherwise than within the whole.
 */
export function foldByPhrase(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase();
  return toSimplified(plain) === plain ? fold(text) : fold(phrasesToSimplified(plain));
}

/** As `fold`, with the offsets by which a piece of the folded text is found in the original. */
export function foldWithOffsets(text: string): Folded {
  const starts: number[] = [];
  return { text: run(text, starts), starts, length: text.length };
}

/** The smallest range of the original, whole clusters only, that folds to something containing `[start, end)` of the folded text; start < end. */
export function originalRange(folded: Folded, start: number, end: number): [start: number, end: number] {
  const { starts, length } = folded;
  let next = end;
  while (next < starts.length && starts[next] === starts[end - 1]) next++;
  return [starts[start] ?? length, starts[next] ?? length];
}

const library = () => createRequire(import.meta.url)("opencc-js/t2cn") as typeof OpenCC;
/** A converter is made with the first text: its dictionary takes longer than most requests of a function that has just started. */
const converterFrom = (from: "hk" | "twp") => {
  let made: ((text: string) => string) | undefined;
  return (text: string): string => (made ??= library().Converter({ from, to: "cn" }))(text);
};
// Single hanzi only: by phrase, 乾 would fold one way inside 乾燥 and another alone. `hk` holds the variants of `t` and some more.
const toSimplified = converterFrom("hk");
const phrasesToSimplified = converterFrom("twp");

// What joins the character before it: marks, what is invisible, half-width voicing marks, Hangul vowels and finals.
const joins = /^[\p{M}\p{Default_Ignorable_Code_Point}\uFF9E\uFF9F\u1160-\u11FF\uD7B0-\uD7FB]/u;
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

const unknown = 0;
const itself = 1;
const other = 2;
const joiner = 3;
const surrogate = 4;
/** How each UTF-16 unit behaves, found out when first met; and what those that are `other` fold to alone. */
const behaviour = new Uint8Array(0x10000);
const folds = new Map<string, string>();

function behaviourOf(unit: number): number {
  const known = behaviour[unit] ?? unknown;
  return known === unknown ? learn(unit) : known;
}

function learn(unit: number): number {
  const character = String.fromCharCode(unit);
  let found = itself;
  if (unit >= 0xd800 && unit <= 0xdfff) found = surrogate;
  else if (joins.test(character)) found = joiner;
  else {
    const folded = foldCluster(character);
    if (folded !== character) {
      found = other;
      folds.set(character, folded);
    }
  }
  behaviour[unit] = found;
  return found;
}

function foldCluster(cluster: string): string {
  const visible = cluster.replace(invisible, "").normalize("NFKC").toLowerCase();
  // Again, because each step can leave work for another: a filler may hide in what NFKC gives, a mark in a lower case.
  const plain = visible.replace(invisible, "").normalize("NFKC").replaceAll("ς", "σ");
  let simplified = "";
  // Twice, because one variant leads to another: 薴 → 苧 → 苎.
  for (const character of plain) simplified += character < "⺀" ? character : toSimplified(toSimplified(character));
  return simplified;
}

function run(text: string, starts?: number[]): string {
  let folded = "";
  let kept = 0;
  let at = 0;
  while (at < text.length) {
    const kind = behaviourOf(text.charCodeAt(at));
    let end = at + 1;
    const simple = kind <= other && (end === text.length || behaviourOf(text.charCodeAt(end)) <= other);
    if (!simple) end = clusterEnd(text, at);
    if (simple && kind === itself) {
      starts?.push(at);
      at = end;
      continue;
    }
    const cluster = text.slice(at, end);
    const piece = (simple ? folds.get(cluster) : undefined) ?? foldCluster(cluster);
    folded += text.slice(kept, at) + piece;
    if (starts) for (let unit = 0; unit < piece.length; unit++) starts.push(at);
    kept = end;
    at = end;
  }
  return kept === 0 ? text : folded + text.slice(kept);
}

function clusterEnd(text: string, start: number): number {
  let end = start + width(text, start);
  while (end < text.length) {
    const kind = behaviourOf(text.charCodeAt(end));
    if (kind === surrogate ? !joins.test(String.fromCodePoint(text.codePointAt(end) ?? 0)) : kind !== joiner) break;
    end += width(text, end);
  }
  return end;
}

function width(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
