// How a case is kept: working head, published view beside it, long parts as items of their own, immutable versions.
import { unavailable } from "../errors.ts";
import { partsAmong } from "../parts.ts";
import { type Item, key, type Place, placeOf, readIndex, readMany, readRange, type Table, Torn } from "../table.ts";
import { type CaseList, publishedHead, publishedPart, versionHead, workingPart } from "./keys.ts";
import type { NextCase } from "./next-case.ts";
import { Parts, PracticeCase, PublishedCase, type WholeCase } from "./practice-case.ts";

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
  const working = partsAmong(bySort, workingPart, head.parts);
  if (working === "torn") return "torn";
  const parts = Parts.parse(working);
  if (!head.published) return { head, parts };
  const view = bySort.get(publishedHead);
  const published = view && PublishedCase.parse(view);
  if (published?.version !== head.published.version) return "torn";
  const shown = partsAmong(bySort, publishedPart, published.parts);
  return shown === "torn" ? "torn" : { head, parts, published: { head: published, parts: Parts.parse(shown) } };
};

/** The content of an immutable version. */
export const findVersion = async (
  table: Table,
  id: string,
  number: number,
): Promise<Pick<NextCase, "reader" | "facts" | "parts"> | undefined> => {
  const prefix = versionHead(number);
  const found = await readRange(table, key(id).pk, { prefix });
  // v#1000 is where v#10000 begins, too.
  const items = found.filter(({ sk }) => sk === prefix || sk.startsWith(`${prefix}#`));
  const [item] = items;
  if (!item) return undefined;
  const { reader, facts } = PublishedCase.pick({ reader: true, facts: true }).parse(item);
  const parts = Object.fromEntries(items.slice(1).map((part) => [part.sk.split("#").at(-1), part["content"]]));
  return { reader, facts, parts: Parts.parse(parts) };
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
