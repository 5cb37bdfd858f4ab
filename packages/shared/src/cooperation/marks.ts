// Which texts of a request are looked through for what tells its owner, and by which names.
import { findOrganisation, listOrganisationNames } from "../members/index.ts";
import type { Table } from "../table.ts";
import { findLeaks } from "./leak-check.ts";
import type { Facts, Parts } from "./request.ts";
import { type RingOf, reaches, ringsOf } from "./rings.ts";
import { type LeakKind, type LeakMark, partNames, type RingField } from "./schema.ts";

/** What leads to somebody even where his name is known. */
const waysToReach: readonly LeakKind[] = ["email", "telephone", "wechat"];

/** The kinds that tell in a field what its readers shall not know: who the owner is, or how to reach him. */
const kindsHidden = (field: RingField, ringOf: RingOf): ((kind: LeakKind) => boolean) => {
  if (!reaches(ringOf[field], ringOf.organisation)) return () => true;
  return reaches(ringOf[field], ringOf.contact) ? () => false : (kind) => waysToReach.includes(kind);
};

/** The texts of a request by field; words of the elements as one text, parted by lines. */
const textsOf = (facts: Facts, parts: Parts): [RingField, string][] => {
  const { title, summary, elements } = facts;
  const words = [elements?.processes, elements?.materials, elements?.products, elements?.effects].flatMap(
    (each) => each ?? [],
  );
  const texts: [RingField, string | undefined][] = [
    ["title", title],
    ["summary", summary],
    ["elements", words.join("\n")],
    ...partNames.map((name): [RingField, string | undefined] => [name, parts[name]]),
  ];
  return texts.flatMap(([field, text]): [RingField, string][] => (text ? [[field, text]] : []));
};

/** Everything in a request that may tell its owner to readers who shall not know him. Two round trips. */
export const marksOf = async (
  table: Table,
  { organisationId, facts, parts }: { organisationId: string; facts: Facts; parts: Parts },
): Promise<LeakMark[]> => {
  const [owner, members] = await Promise.all([findOrganisation(table, organisationId), listOrganisationNames(table)]);
  const known = { own: owner ? [owner.name] : [], members };
  const ringOf = ringsOf(facts.rings ?? {});
  return textsOf(facts, parts).flatMap(([field, text]) => {
    const isHidden = kindsHidden(field, ringOf);
    return findLeaks(text, known)
      .filter(({ kind }) => isHidden(kind))
      .map(({ span: [start, end], ...leak }) => ({ ...leak, field, span: [start, end] as [number, number] }));
  });
};
