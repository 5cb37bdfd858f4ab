// Entries: a document as the index holds it. Pure.
import { inChina } from "../../china.ts";
import { documentKey, hashDocument, isTombstone, type SearchDocument } from "../document.ts";
import { fold } from "../fold.ts";
import { packHanzi } from "../hanzi.ts";
import { lineageOf } from "../narrow.ts";
import { lengthClass, lengthOfClass } from "../rank.ts";
import { type FacetName, factFacets } from "../schema.ts";
import { spell, spellingsOf } from "../spelling.ts";
import { distinctTerms } from "../suggestion.ts";
import { heldTokens, lengthOf } from "../token-lists.ts";
import { isHan, tokenise } from "../tokens.ts";

/** In UTF-16 units: so much of a title is looked at by the second pass. */
const longestTitle = 8_000;
/** In UTF-16 units: the longest word of Latin letters that a correction may offer. */
const longestLatin = 64;

/** Parts a spelling from the term that it is of; no spelling holds it. */
export const parting = "\u0001";

/** A document and its tokens. */
export interface Entry {
  readonly key: string;
  readonly document: SearchDocument;
  readonly tokens: readonly string[];
  /** What is sent to the engine, as JSON. */
  readonly line: string;
}

export function entryOf(document: SearchDocument): Entry {
  const { id, view, kind, version, title, text, externalId, updatedAt, audience, except } = document;
  const key = documentKey(document);
  const gone = isTombstone(document);
  const kept = { role: "document", key, id, view, kind, version, hash: hashDocument(document), updatedAt };
  const base = { ...kept, tombstone: gone, time: Date.parse(updatedAt) };
  if (gone) return { key, document, tokens: [], line: JSON.stringify(base) };
  const folded = fold(`${title}\n${text}`);
  const cut = tokenise(folded);
  const tokens = heldTokens(cut);
  const length = lengthOf(cut);
  const source = {
    ...base,
    title,
    text,
    externalId,
    audience,
    except,
    tokens: tokens.join(" "),
    latin: [...new Set(cut.words.filter((word) => !isHan(word) && word.length <= longestLatin))],
    length,
    size: lengthOfClass(lengthClass(length)),
    hanzi: Buffer.from(packHanzi(folded)).toString("base64"),
    folded: fold(title).slice(0, longestTitle).toWellFormed(),
    ...facetsOf(document),
    ...spelledTitle(title),
    ...spelledTerms(document),
  };
  return { key, document, tokens, line: JSON.stringify(source) };
}

/** Of each facet the value and all that it lies in. */
function facetsOf({ facets, kind, updatedAt }: SearchDocument) {
  const year = String(inChina(Date.parse(updatedAt)).getUTCFullYear()).padStart(4, "0");
  const said: Partial<Record<FacetName, string | readonly string[]>> = { kind, year };
  for (const name of factFacets) {
    const value = facets[name];
    if (value !== undefined) said[name] = lineageOf(name, value);
  }
  return said;
}

function spelledTitle(title: string) {
  const spelled = spell(title);
  const { whole, within } = spellingsOf(spelled);
  return { units: spelled.units.length, begins: [...whole], holds: [...within] };
}

function spelledTerms({ terms }: SearchDocument) {
  const termBegins: string[] = [];
  const termHolds: string[] = [];
  for (const term of distinctTerms(terms)) {
    const { whole, within } = spellingsOf(spell(term));
    for (const spelling of whole) termBegins.push(spelling + parting + term);
    for (const spelling of within) termHolds.push(spelling + parting + term);
  }
  return { termBegins, termHolds };
}
