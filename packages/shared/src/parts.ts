// Long parts of a thing: each an item of its own beside a head, which names it with the revision that wrote it. Pure.
import type { Change } from "./commit.ts";
import type { Item } from "./table.ts";

/** By the name of a part the revision that wrote it. */
export type PartRevisions = Readonly<Partial<Record<string, number>>>;
type Contents = Readonly<Partial<Record<string, unknown>>>;
type SortKeyOf = (name: string) => string;

/** What becomes of the parts of a head by a write. */
export interface PartWrites {
  revisions: Record<string, number>;
  puts: NonNullable<Change["puts"]>;
  removes: string[];
}

/** The parts there are. */
export const partsPresent = (parts: Contents): [name: string, content: unknown][] =>
  Object.entries(parts).filter(([, content]) => content !== undefined);

/** Parts that changed, under the revision that changes them; the others keep the revision that wrote them. */
export const writeParts = (
  sortKeyOf: SortKeyOf,
  before: { revisions: PartRevisions; parts: Contents },
  parts: Contents,
  revision: number,
): PartWrites => {
  const revisions = Object.fromEntries(
    partsPresent(parts).map(([name, content]) => {
      const isKept = JSON.stringify(before.parts[name]) === JSON.stringify(content);
      return [name, (isKept ? before.revisions[name] : undefined) ?? revision];
    }),
  );
  return { revisions, ...copyParts(sortKeyOf, before.revisions, revisions, parts) };
};

/** Makes the parts kept for another view what they are under `revisions`; those of the same revision are there already. */
export const copyParts = (
  sortKeyOf: SortKeyOf,
  held: PartRevisions,
  revisions: PartRevisions,
  parts: Contents,
): Pick<PartWrites, "puts" | "removes"> => {
  const changed = partsPresent(parts).filter(([name]) => held[name] !== revisions[name]);
  return {
    puts: Object.fromEntries(
      changed.map(([name, content]) => [sortKeyOf(name), { content, revision: revisions[name] }]),
    ),
    removes: Object.keys(held)
      .filter((name) => !Object.hasOwn(revisions, name))
      .map(sortKeyOf),
  };
};

/** The contents of the parts that a head names; `torn` where a write came between the reading of the two. */
export const partsAmong = (
  items: ReadonlyMap<string, Item>,
  sortKeyOf: SortKeyOf,
  revisions: PartRevisions,
): Record<string, unknown> | "torn" => {
  const parts: Record<string, unknown> = {};
  for (const [name, revision] of Object.entries(revisions)) {
    const item = items.get(sortKeyOf(name));
    if (item?.["revision"] !== revision) return "torn";
    parts[name] = item?.["content"];
  }
  return parts;
};
