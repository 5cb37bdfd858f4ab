// Where a case lies: the sort keys of its items, and the lists that show it.
import { type IndexRange, indexed, padded } from "../table.ts";
import type { CaseState } from "./practice-case.ts";

export const workingPart = (name: string) => `head#text#${name}`;
export const publishedHead = "head#published";
export const publishedPart = (name: string) => `${publishedHead}#text#${name}`;
export const versionHead = (number: number) => `v#${padded(number, 4)}`;
export const versionPart = (number: number, name: string) => `${versionHead(number)}#text#${name}`;

/** A list of cases in an index, newest change first. */
export type CaseList = Pick<IndexRange, "index" | "partition" | "where">;

export const casesOf = (organisationId: string, state?: CaseState): CaseList => ({
  index: "byOwner",
  partition: `case#${organisationId}`,
  ...(state && { where: { state } }),
});

export const casesIn = (state: CaseState): CaseList => ({ index: "byState", partition: `case#${state}` });

/** The published views of an organisation's cases, in the order of their publication: working heads are not in it. */
export const publishedCasesOf = (organisationId: string): CaseList => ({
  index: "byOwner",
  partition: `case#${organisationId}#published`,
});

/** The attributes that place an item of a case in a list. */
export const inList = ({ index, partition }: CaseList, at: string, id: string) =>
  indexed(index, partition, `${at}#${id}`);
