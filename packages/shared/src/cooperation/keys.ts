// Where a cooperation request lies: the sort keys of its items, and the lists that show it.
import { type IndexRange, indexed, type Key, partitionOf } from "../table.ts";
import type { OuterRing } from "./request.ts";
import type { RequestState } from "./schema.ts";

export const workingPart = (name: string) => `head#text#${name}`;
export const openedHead = "head#opened";
export const openedPart = (name: string) => `${openedHead}#text#${name}`;
export const outerHead = (ring: OuterRing) => `head#${ring}`;

/** A list of requests in an index, newest change first. */
export type RequestList = Pick<IndexRange, "index" | "partition" | "where">;

export const requestsOf = (organisationId: string, state?: RequestState): RequestList => ({
  index: "byOwner",
  partition: `coop#${organisationId}`,
  ...(state && { where: { state } }),
});
export const requestsIn = (state: RequestState): RequestList => ({ index: "byState", partition: `coop#${state}` });
/** What is to be screened, of whatever state. */
export const toScreen: RequestList = { index: "byState", partition: "coop#edition#screening" };

/** All that time alone will do something with, the soonest first. */
export const dueRequests: RequestList = { index: "byDue", partition: "coop" };

export const inList = ({ index, partition }: RequestList, at: string, id: string) =>
  indexed(index, partition, `${at}#${id}`);

/** Who saw inner rings of a request: a log of its own, outside the sequence of the request. */
export const sightsOf = (id: string): string => `sight#${partitionOf(id)}`;
export const sightKey = (id: string, at: string, sightId: string): Key => ({
  pk: sightsOf(id),
  sk: `${at}#${sightId}`,
});
