// How a case is kept: working head, published view beside it, long parts as items of their own, immutable versions.
import * as audience from "../audience.ts";
import type { Change } from "../commit.ts";
import { unavailable } from "../errors.ts";
import { revisionAfter } from "../head.ts";
import {
  type IndexRange,
  type Item,
  indexed,
  key,
  type Place,
  padded,
  placeOf,
  readIndex,
  readMany,
  readRange,
  type Table,
  Torn,
} from "../table.ts";
import {
  allParts,
  type CaseState,
  Parts,
  PracticeCase,
  PublishedCase,
  type ViewMoved,
  type WholeCase,
  workingAudience,
} from "./practice-case.ts";

const workingPart = (name: string) => `head#text#${name}`;
const publishedHead = "head#published";
const publishedPart = (name: string) => `${publishedHead}#text#${name}`;
const version = (number: number) => `v#${padded(number, 4)}`;

/** The case read whole in one consistent round trip; a part of another revision than its head means a write came between: read once more. */
export const findWhole = async (table: Table, id: string): Promise<WholeCase | undefined> => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const whole = assemble(await readRange(table, key(id).pk, { prefix: "head" }));
    if (whole !== "torn") return whole;
  }
  throw unavailable(new Torn());
};

const assemble = (items: readonly Item[]): WholeCase | undefined | "torn" => {
  const bySort = new Map(items.map((item) => [item.sk, item]));
  const item = bySort.get("head");
  if (!item) return undefined;
  const head = PracticeCase.parse(item);
  const parts = partsOf(head.parts, (name) => bySort.get(workingPart(name)));
  if (parts === "torn") return "torn";
  if (!head.published) return { head, parts };
  const view = bySort.get(publishedHead);
  const published = view && PublishedCase.parse(view);
  if (published?.version !== head.published.version) return "torn";
  const publishedParts = partsOf(published.parts, (name) => bySort.get(publishedPart(name)));
  return publishedParts === "torn" ? "torn" : { head, parts, published: { head: published, parts: publishedParts } };
};

const partsOf = (revisions: PracticeCase["parts"], find: (name: string) => Item | undefined): Parts | "torn" => {
  const parts: Record<string, unknown> = {};
  for (const name of allParts) {
    if (revisions[name] === undefined) continue;
    const item = find(name);
    if (item?.["revision"] !== revisions[name]) return "torn";
    parts[name] = item["content"];
  }
  return Parts.parse(parts);
};

/** What a case shall be after a write. */
export interface NextCase {
  state: CaseState;
  organisationId: string;
  createdBy: string;
  reader: PracticeCase["reader"];
  facts: PracticeCase["facts"];
  parts: Parts;
  reason?: string;
  /** `put` publishes what is written, `drop` takes the published view away, `keep` leaves it. */
  publication: "put" | "drop" | "keep";
  /** Keeps an immutable version even of what is not published: what an import wrote can be restored. */
  versioned?: boolean;
}

/** The case as it would be, to be changed by a verb. */
export const asNext = (whole: WholeCase): NextCase => {
  const { state, organisationId, createdBy, reader, facts } = whole.head;
  return { state, organisationId, createdBy, reader, facts, parts: whole.parts, publication: "keep" };
};

/** The write that takes a case from what was read to what it shall be. Pure; `at` is the time of publication. */
export const changeOf = (
  id: string,
  whole: WholeCase | undefined,
  next: NextCase,
  event: Change["event"],
  at: string,
): Change => {
  const from = whole?.head;
  const revision = revisionAfter(from);
  const puts: NonNullable<Change["puts"]> = {};
  const removes: string[] = [];
  const parts: PracticeCase["parts"] = {};
  for (const [name, text] of Object.entries(next.parts) as [keyof Parts, unknown][]) {
    if (text === undefined) continue;
    const kept = isSame(whole?.parts[name], text) ? from?.parts[name] : undefined;
    parts[name] = kept ?? revision;
    if (kept === undefined) puts[workingPart(name)] = { content: text, revision };
  }
  for (const name of Object.keys(from?.parts ?? {})) if (!Object.hasOwn(parts, name)) removes.push(workingPart(name));

  const content = { organisationId: next.organisationId, reader: next.reader, facts: next.facts, parts };
  const publishes = next.publication === "put";
  const number = (from?.versions ?? 0) + (publishes || next.versioned ? 1 : 0);
  const published = publishes
    ? { version: number, revision, at }
    : next.publication === "keep"
      ? from?.published
      : undefined;
  const texts = Object.entries(parts).map(([name, partRevision]) => {
    const item = { content: next.parts[name as keyof Parts], revision: partRevision };
    return { name: name as keyof Parts, item };
  });
  const appends: NonNullable<Change["appends"]> = {};
  if (publishes || next.versioned) {
    appends[version(number)] = { ...content, id, revision, version: number };
    for (const { name, item } of texts) appends[`${version(number)}#text#${name}`] = item;
  }
  const readers = [next.reader === "public" ? audience.everyone : audience.members];
  if (publishes) {
    puts[publishedHead] = {
      ...content,
      id,
      audience: readers,
      revision,
      sequence: (from?.sequence ?? 0) + 1,
      version: number,
      publishedAt: at,
      createdAt: from?.createdAt ?? at,
      ...inList(publishedCasesOf(next.organisationId), at, id),
    };
    for (const { name, item } of texts)
      if (whole?.published?.head.parts[name] !== item.revision) puts[publishedPart(name)] = item;
  }
  for (const name of Object.keys(whole?.published?.head.parts ?? {}))
    if (published === undefined || (publishes && !Object.hasOwn(parts, name))) removes.push(publishedPart(name));
  const dropped = published === undefined ? whole?.published?.head : undefined;
  if (dropped) removes.push(publishedHead);
  const view: ViewMoved | undefined = publishes
    ? { version: number, audience: readers }
    : dropped && { version: dropped.version, audience: dropped.audience };

  return {
    id,
    ...(from === undefined ? {} : { from }),
    next: {
      ...content,
      state: next.state,
      audience: workingAudience(next.organisationId),
      createdBy: next.createdBy,
      versions: number,
      ...(next.reason === undefined ? {} : { reason: next.reason }),
      ...(published === undefined ? {} : { published }),
      ...inList(casesOf(next.organisationId), at, id),
      ...inList(casesIn(next.state), at, id),
    },
    event: view === undefined ? event : { ...event, data: { ...event.data, view } },
    puts,
    removes,
    appends,
  };
};

/** The content of an immutable version. */
export const findVersion = async (
  table: Table,
  id: string,
  number: number,
): Promise<Pick<NextCase, "reader" | "facts" | "parts"> | undefined> => {
  const items = await readRange(table, key(id).pk, { prefix: version(number) });
  const [item] = items;
  if (!item) return undefined;
  const { reader, facts } = PublishedCase.pick({ reader: true, facts: true }).parse(item);
  const parts = Object.fromEntries(items.slice(1).map((part) => [part.sk.split("#").at(-1), part["content"]]));
  return { reader, facts, parts: Parts.parse(parts) };
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The case as written, without reading it again. */
export const afterChange = (head: PracticeCase, next: NextCase, whole: WholeCase | undefined): WholeCase => {
  const parts = Object.fromEntries(Object.entries(next.parts).filter(([, text]) => text !== undefined)) as Parts;
  return next.publication === "keep" && whole?.published
    ? { head, parts, published: whole.published }
    : { head, parts };
};

/** Working heads and published views of several cases in one go, without their parts; absent cases are left out. */
export const readHeads = async (table: Table, ids: readonly string[]) => {
  const items = await readMany(
    table,
    ids.flatMap((id) => [key(id), key(id, publishedHead)]),
  );
  return ids.flatMap((_, position) => {
    const head = items[position * 2];
    const published = items[position * 2 + 1];
    if (!head) return [];
    return [{ head: PracticeCase.parse(head), ...(published && { published: PublishedCase.parse(published) }) }];
  });
};

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

const inList = ({ index, partition }: CaseList, at: string, id: string) => indexed(index, partition, `${at}#${id}`);

/** A page of a list: heads or views as they are now, each with its place in the list; what is gone is left out. */
export const readList = async (table: Table, list: CaseList, limit: number, after: Place | undefined) => {
  const page = await readIndex(table, { ...list, newestFirst: true, limit, ...(after && { after }) });
  const items = await readMany(table, page.entries);
  const entries = page.entries.flatMap((entry, position) => {
    const item = items[position];
    if (!item) return [];
    const place = placeOf(list.index, entry);
    return [
      item.sk === publishedHead
        ? { place, published: PublishedCase.parse(item) }
        : { place, head: PracticeCase.parse(item) },
    ];
  });
  return { entries, last: page.last };
};
