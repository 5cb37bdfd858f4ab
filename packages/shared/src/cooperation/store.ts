// How a request is kept: working head, what was opened, the views of the outer rings, long parts as items of their own; and who saw its inner rings.
import { unavailable } from "../errors.ts";
import { partsAmong } from "../parts.ts";
import {
  type Item,
  idOfPartition,
  key,
  type Place,
  placeOf,
  readIndex,
  readMany,
  readRange,
  type Table,
  Torn,
} from "../table.ts";
import { dueRequests, openedHead, openedPart, outerHead, type RequestList, workingPart } from "./keys.ts";
import { CooperationRequest, OpenedRequest, OuterRequest, outerRings, Parts, type WholeRequest } from "./request.ts";

/** The request read whole in one consistent round trip; a part of another revision than its head means a write came between: read once more. */
export const findWhole = async (table: Table, id: string): Promise<WholeRequest | undefined> => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const whole = assemble(await readRange(table, key(id).pk, { prefix: "head" }));
    if (whole !== "torn") return whole;
  }
  throw unavailable(new Torn());
};

const assemble = (items: readonly Item[]): WholeRequest | undefined | "torn" => {
  const bySort = new Map(items.map((item) => [item.sk, item]));
  const item = bySort.get("head");
  if (!item) return undefined;
  const head = CooperationRequest.parse(item);
  const working = partsAmong(bySort, workingPart, head.parts);
  if (working === "torn") return "torn";
  const outer: WholeRequest["outer"] = {};
  for (const ring of outerRings) {
    const view = bySort.get(outerHead(ring));
    if (view) outer[ring] = OuterRequest.parse(view);
    if ((outer[ring]?.sequence ?? head.sequence) !== head.sequence) return "torn";
  }
  const whole = { head, parts: Parts.parse(working), outer };
  const shown = bySort.get(openedHead);
  if (!shown) return whole;
  const opened = OpenedRequest.parse(shown);
  if (opened.sequence !== head.sequence) return "torn";
  const parts = partsAmong(bySort, openedPart, opened.parts);
  return parts === "torn" ? "torn" : { ...whole, opened: { head: opened, parts: Parts.parse(parts) } };
};

/** Working heads and members' views of several requests in one go, without their parts; absent requests are left out. */
export const readHeads = async (table: Table, ids: readonly string[]) => {
  const sorts = ["head", openedHead, ...outerRings.map(outerHead)];
  const items = await readMany(
    table,
    ids.flatMap((id) => sorts.map((sort) => key(id, sort))),
  );
  return ids.flatMap((_, position) => {
    const [head, opened, members, everyone] = items.slice(position * sorts.length);
    if (!head) return [];
    return [
      {
        head: CooperationRequest.parse(head),
        ...(opened && { opened: { head: OpenedRequest.parse(opened) } }),
        outer: {
          ...(members && { members: OuterRequest.parse(members) }),
          ...(everyone && { public: OuterRequest.parse(everyone) }),
        },
      },
    ];
  });
};

/** A request as all members see it, and whose it is. */
export interface MembersView {
  view: OuterRequest;
  organisationId: string;
}

/** The members' views of several requests by id, without their parts; those that have none are left out. A second round trip only for views that do not name whose they are. */
export const readMembersViews = async (table: Table, ids: readonly string[]): Promise<Map<string, MembersView>> => {
  const items = await readMany(
    table,
    ids.map((id) => key(id, outerHead("members"))),
  );
  const views = items.flatMap((item) => (item ? [OuterRequest.parse(item)] : []));
  const nameless = views.filter(({ organisationId }) => organisationId === undefined).map(({ id }) => id);
  const heads = await readMany(
    table,
    nameless.map((id) => key(id)),
  );
  const owners = new Map(
    nameless.map((id, at) => [id, heads[at] && CooperationRequest.parse(heads[at]).organisationId]),
  );
  return new Map(
    views.flatMap((view) => {
      const organisationId = view.organisationId ?? owners.get(view.id);
      return organisationId === undefined ? [] : [[view.id, { view, organisationId }] as const];
    }),
  );
};

/** A page of a list: working heads as they are now, each with its place in the list; what is gone is left out. */
export const readList = async (table: Table, list: RequestList, limit: number, after: Place | undefined) => {
  const page = await readIndex(table, { ...list, newestFirst: true, limit, ...(after && { after }) });
  const items = await readMany(table, page.entries);
  const entries = page.entries.flatMap((entry, position) => {
    const item = items[position];
    return item ? [{ place: placeOf(list.index, entry), head: CooperationRequest.parse(item) }] : [];
  });
  return { entries, last: page.last };
};

/** A page of the ids of requests with something due by then, the longest due first. One round trip; the index lags. */
export const pageDue = async (table: Table, until: Date, limit: number, after: Place | undefined) => {
  // "$" follows "#", which ends the time of an entry.
  const between = ["0", `${until.toISOString()}$`] as const;
  const page = await readIndex(table, { ...dueRequests, between, limit, ...(after && { after }) });
  return { ids: page.entries.map(({ pk }) => idOfPartition(pk)), last: page.last };
};
