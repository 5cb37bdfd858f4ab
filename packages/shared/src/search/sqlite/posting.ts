// Postings: how a document and its tokens are written down in FTS5, and how a query's tokens are looked up there.
import { lengthClass, mostRepeats, type Posting } from "../rank.ts";
import { heldTokens, type QueryToken } from "../token-lists.ts";
import type { Tokens } from "../tokens.ts";

// A rowid is the set of readers (20 bits), the class of the length (7 bits) and the number (26 bits): 53 bits, so that
// JavaScript holds it exactly and filtering and ranking need no second look-up.
const numbers = 2 ** 26;
const lengths = 2 ** 7;
const perReadership = lengths * numbers;
export const mostReaderships = 2 ** 20;

export function packPosting(readership: number, tokens: number, number: number): number {
  return packRow(readership, lengthClass(tokens), number);
}

/** `place` below 128: between rows with the same readers it decides which comes first. */
export function packRow(readership: number, place: number, number: number): number {
  if (number >= numbers || readership >= mostReaderships) throw new Error("the index is full");
  return (readership * lengths + place) * numbers + number;
}

export function readershipOf(rowid: number): number {
  return Math.floor(rowid / perReadership);
}

/** The posting of a rowid when its readers are among `visible` (by id of the set), else nothing. */
export function unpackPosting(rowid: number, visible: Uint8Array): Posting | undefined {
  const high = Math.floor(rowid / numbers);
  return visible[high >>> 7] === 1 ? { number: rowid - high * numbers, lengthClass: high & (lengths - 1) } : undefined;
}

/** The lowest rowid from `rowid` on whose readers can be among `visible`; infinite when there is none. */
export function firstVisible(visible: Uint8Array, rowid: number): number {
  const readership = readershipOf(rowid);
  if (visible[readership] === 1) return rowid;
  const next = visible.indexOf(1, readership);
  return next === -1 ? Number.POSITIVE_INFINITY : next * perReadership;
}

/** The lowest rowid of the set of readers after that of `rowid`. */
export function afterReaders(rowid: number): number {
  return (readershipOf(rowid) + 1) * perReadership;
}

/** The highest rowid whose readers can be among `visible`; negative when there is none. */
export function lastVisible(visible: Uint8Array): number {
  return (visible.lastIndexOf(1) + 1) * perReadership - 1;
}

/** What FTS5 indexes of a text: each token it holds, again as `token^2` when it stands there twice, and so on. */
export function indexedTokens(tokens: Tokens): string {
  const repeats = new Map<string, number>();
  const indexed: string[] = [];
  for (const token of heldTokens(tokens)) {
    const count = (repeats.get(token) ?? 0) + 1;
    repeats.set(token, count);
    if (count <= mostRepeats) indexed.push(repeated(token, count));
  }
  return indexed.join(" ");
}

/** The FTS5 expression for the documents that hold a token at least `count` times. Tokens hold no quotes, so nothing of FTS5's syntax can be reached. */
export function matchExpression({ token, alone }: Pick<QueryToken, "token" | "alone">, count: number): string {
  return alone ? `"${token}" *` : `"${repeated(token, count)}"`;
}

function repeated(token: string, count: number): string {
  return count === 1 ? token : `${token}^${count}`;
}
