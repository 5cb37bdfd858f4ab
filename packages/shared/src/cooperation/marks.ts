// Which texts are looked through for what tells who wrote them, by which names, and what is kept all the same.

import { AppError } from "../errors.ts";
import { findOrganisation, listOrganisationNames } from "../members/index.ts";
import type { Table } from "../table.ts";
import type { Facts } from "./facts.ts";
import type { Known, Leak } from "./leak-check.ts";
import type { Parts, WholeRequest } from "./request.ts";
import { type RingOf, reaches, ringsOf } from "./rings.ts";
import { type LeakKind, type LeakMark, partNames, type Ring, type RingField } from "./schema.ts";

/** What leads to somebody even where his name is known. */
const waysToReach: readonly LeakKind[] = ["email", "telephone", "wechat"];

/** The kinds that tell readers of a ring what they shall not know: who the owner is, or how to reach him. */
const kindsHidden = (readers: Ring, ringOf: RingOf): ((kind: LeakKind) => boolean) => {
  if (!reaches(readers, ringOf.organisation)) return () => true;
  return reaches(readers, ringOf.contact) ? () => false : (kind) => waysToReach.includes(kind);
};

/** The texts of a request by field; words of the elements as one text, parted by lines. */
const textsOf = (facts: Facts, parts: Parts): [RingField, string][] => {
  const { title, summary, elements, limits, contact } = facts;
  const words = [elements?.processes, elements?.materials, elements?.products, elements?.effects].flatMap(
    (each) => each ?? [],
  );
  const texts: [RingField, string | undefined][] = [
    ["title", title],
    ["summary", summary],
    ["elements", words.join("\n")],
    ["limits", [...(limits?.certificates ?? []), limits?.quantity?.unit ?? ""].join("\n")],
    ["contact", contact],
    ...partNames.map((name): [RingField, string | undefined] => [name, parts[name]]),
  ];
  return texts.flatMap(([field, text]): [RingField, string][] => (text ? [[field, text]] : []));
};

const namesFor = async (table: Table, organisationId: string): Promise<Known> => {
  const [own, members] = await Promise.all([findOrganisation(table, organisationId), listOrganisationNames(table)]);
  return { own: own ? [own.name] : [], members };
};

interface Check {
  readonly known: Known;
  readonly find: (text: string) => readonly Leak[];
}

/** The rules of the check, and the words they know, are loaded with the first text: few requests of a function need them. */
const checkFor = async (table: Table, organisationId: string): Promise<Check> => {
  const [known, { findLeaks }] = await Promise.all([namesFor(table, organisationId), import("./leak-check.ts")]);
  return { known, find: (text) => findLeaks(text, known) };
};

/** Everything in a request that may tell its owner to readers who shall not know him. Two round trips. */
export const marksOf = async (
  table: Table,
  { organisationId, facts, parts }: { organisationId: string; facts: Facts; parts: Parts },
): Promise<LeakMark[]> => {
  const { find } = await checkFor(table, organisationId);
  const ringOf = ringsOf(facts.rings ?? {});
  return textsOf(facts, parts).flatMap(([field, text]) => {
    const isHidden = kindsHidden(ringOf[field], ringOf);
    return find(text)
      .filter(({ kind }) => isHidden(kind))
      .map(({ span: [start, end], ...leak }) => ({ ...leak, field, span: [start, end] as [number, number] }));
  });
};

/** What is marked, in which field of what was sent. */
type Mark = Pick<LeakMark, "text" | "reason"> & { field: string };

/** Everything in a question that may tell anybody who asks. Two round trips. */
export const marksInQuestion = async (table: Table, text: string, askerId: string): Promise<Mark[]> =>
  (await checkFor(table, askerId)).find(text).map((leak) => ({ ...leak, field: "text" }));

/**
 * Everything in an answer that may tell its readers, all members, whose request it is or how to reach him, and any other
 * organisation: its owner does not know who asked, and learns it by nothing that is marked. Two round trips.
 */
export const marksInAnswer = async (
  table: Table,
  text: string,
  { head, opened }: Pick<WholeRequest, "head" | "opened">,
): Promise<Mark[]> => {
  const { known, find } = await checkFor(table, head.organisationId);
  const isHidden = kindsHidden("members", ringsOf((opened?.head ?? head).facts.rings ?? {}));
  const isOwn = (name: string): boolean => known.own.some((own) => own.includes(name));
  return find(text)
    .filter(({ kind, text: marked }) => isHidden(kind) || (kind === "organisation" && !isOwn(marked)))
    .map((leak) => ({ ...leak, field: "text" }));
};

/** The marked texts, each once. @throws AppError `state` naming those that are not accepted. */
export const assertAccepted = (marks: readonly Mark[], accept: readonly string[]): string[] => {
  const open = marks.filter(({ text }) => !accept.includes(text));
  if (open.length > 0) throw tellsWho(open);
  return [...new Set(marks.map(({ text }) => text))];
};

/** So many marks are named in one refusal. */
const mostTold = 20;

const tellsWho = (marks: readonly Mark[]) =>
  new AppError(
    "state",
    {
      en: "Some texts may tell who you are to those who shall not know; change them, or name them in accept.",
      zh: "部分文字可能让不应知道的人看出贵单位的身份，请修改，或在 accept 中列出以保留。",
    },
    {
      issues: marks.slice(0, mostTold).map(({ field, text, reason }) => ({
        pointer: `/${field}`,
        code: "leak",
        message: { en: `"${text}": ${reason.en}`, zh: `“${text}”：${reason.zh}` },
      })),
    },
  );
