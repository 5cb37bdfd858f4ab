// Renames the fields of a source record to those of a case, and remembers what was left out.
import { rowFields } from "./options.ts";

export interface Mapping {
  /** The record as it is sent; what is not an object goes as it is, for the door to refuse. */
  apply(record: unknown): unknown;
  /** Source fields that were left out. */
  ignored(): string[];
  /** Source fields that the map names and no record had. */
  unseen(): string[];
}

/** Without a map records go as they are; with one, mapped fields and those that bear a case field's name. */
export const createMapping = (map: ReadonlyMap<string, string> | undefined): Mapping => {
  if (!map) return { apply: (record) => record, ignored: () => [], unseen: () => [] };
  const targets = new Map<string, string[]>();
  for (const [target, source] of map) targets.set(source, [...(targets.get(source) ?? []), target]);
  const seen = new Set<string>();
  const ignored = new Set<string>();
  const targetsOf = (source: string): string[] => {
    const mapped = targets.get(source) ?? [];
    const own = rowFields.includes(source) && !map.has(source) && mapped.length === 0 ? [source] : mapped;
    (own.length > 0 ? seen : ignored).add(source);
    return own;
  };
  return {
    apply: (record) =>
      typeof record === "object" && record !== null && !Array.isArray(record)
        ? Object.fromEntries(
            Object.entries(record).flatMap(([source, value]) => targetsOf(source).map((target) => [target, value])),
          )
        : record,
    ignored: () => [...ignored],
    unseen: () => [...new Set(map.values())].filter((source) => !seen.has(source)),
  };
};
