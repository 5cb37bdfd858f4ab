// The leak check: what in a text may tell who wrote it, marked before the text goes out. Pure.
import type { Text } from "../errors.ts";
import { originalRange } from "../search/index.ts";
import { findEmails, findLinks } from "./leaks/addresses.ts";
import { findBrands } from "./leaks/brands.ts";
import { findForeignOrganisations } from "./leaks/foreign-organisations.ts";
import { findKnownNames } from "./leaks/names.ts";
import { findPatents, findRegistrations } from "./leaks/numbers.ts";
import { findChineseOrganisations } from "./leaks/organisations.ts";
import { findFamiliarPeople, findPeopleInEnglish, findPeopleInRoles, findTitledPeople } from "./leaks/people.ts";
import { readText } from "./leaks/reading.ts";
import { type Found, rules } from "./leaks/rules.ts";
import { findAccounts, findTelephones } from "./leaks/telephones.ts";
import type { LeakKind } from "./schema.ts";

/** Something that may tell who wrote a text; `span` is [start, end) in its UTF-16 units. */
export interface Leak {
  readonly kind: LeakKind;
  readonly span: readonly [start: number, end: number];
  readonly text: string;
  readonly reason: Text;
}

/** Names of organisations: of who writes, and of the alliance's members. */
export interface Known {
  readonly own: readonly string[];
  readonly members: readonly string[];
}

/**
 * What in a text may tell who wrote it, in order of place; no two overlap: the longer wins, and of two as long the one found
 * by the more specific rule. Time grows with length. By rules alone, so it also marks what is harmless and misses what has no
 * form of its own (famous short names, bare names of people, street addresses): the owner decides, and the secretariat reads.
 */
export const findLeaks = (text: string, known: Known): Leak[] => {
  const reading = readText(text);
  const found = [
    ...findEmails(reading),
    ...findLinks(reading),
    ...findPatents(reading),
    ...findRegistrations(reading),
    ...findTelephones(reading),
    ...findAccounts(reading),
    ...findKnownNames(reading, known.own, known.members),
    ...findBrands(reading),
    ...findChineseOrganisations(reading),
    ...findForeignOrganisations(reading),
    ...findTitledPeople(reading),
    ...findFamiliarPeople(reading),
    ...findPeopleInRoles(reading),
    ...findPeopleInEnglish(reading),
  ];
  return apart(found).map(({ rule, start, end }) => {
    const span = originalRange(reading.folded, start, end);
    return { ...rules[rule], span, text: text.slice(...span) };
  });
};

/** Without those that a longer one overlaps; `found` stands in the order of how specific its rules are. */
function apart(found: readonly Found[]): Found[] {
  const taken = new Set<number>();
  const kept: Found[] = [];
  for (const each of found.toSorted((one, other) => other.end - other.start - (one.end - one.start))) {
    if (each.end <= each.start || taken.has(each.start) || taken.has(each.end - 1)) continue;
    for (let at = each.start; at < each.end; at++) taken.add(at);
    kept.push(each);
  }
  return kept.toSorted((one, other) => one.start - other.start);
}
