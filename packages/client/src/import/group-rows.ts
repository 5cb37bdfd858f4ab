// Turns lines into requests: parsed and mapped rows, at most fifty and about four megabytes each, and the lines that cannot be sent.
import { maxRows } from "@lianchuang/shared/cases/import/schema";
import { findFault } from "./find-fault.ts";
import type { Mapping } from "./map-record.ts";
import type { Fault, SourceLine } from "./read-lines.ts";
import type { Texts } from "./texts.ts";

export interface Row {
  line: number;
  record: unknown;
}

export interface Group {
  rows: Row[];
  /** Lines that are refused here, before any request. */
  refused: { line: number; fault: Fault }[];
  /** Bytes of the file up to the last line in it. */
  position: number;
}

const maxGroupBytes = 4_000_000;

/** An externalId on two lines is refused on the later one: which of both would win must not depend on their distance. */
export async function* groupRows(
  lines: AsyncIterable<SourceLine>,
  mapping: Mapping,
  texts: Texts,
): AsyncGenerator<Group> {
  const lineOf = new Map<string, number>();
  let group: Group = { rows: [], refused: [], position: 0 };
  let bytes = 0;
  for await (const { line, position, content } of lines) {
    const read = "fault" in content ? content : parse(content.text, mapping, texts);
    const fault = "fault" in read ? read.fault : duplicateOf(read.record, line, lineOf, texts);
    const size = "record" in read && !fault ? Buffer.byteLength(JSON.stringify(read.record)) : 0;
    if (group.rows.length + group.refused.length === maxRows || bytes + size > maxGroupBytes) {
      yield group;
      group = { rows: [], refused: [], position: 0 };
      bytes = 0;
    }
    if (fault) group.refused.push({ line, fault });
    else if ("record" in read) group.rows.push({ line, record: read.record });
    group.position = position;
    bytes += size;
  }
  if (group.position > 0) yield group;
}

const parse = (text: string, mapping: Mapping, texts: Texts): { record: unknown } | { fault: Fault } => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: { pointer: "", code: "not_json", message: texts.notJson(findFault(text)) } };
  }
  return { record: mapping.apply(value) };
};

const duplicateOf = (record: unknown, line: number, lineOf: Map<string, number>, texts: Texts): Fault | undefined => {
  if (typeof record !== "object" || record === null || !("externalId" in record)) return undefined;
  const { externalId } = record;
  if (typeof externalId !== "string") return undefined;
  const earlier = lineOf.get(externalId);
  if (earlier === undefined) lineOf.set(externalId, line);
  else return { pointer: "/externalId", code: "duplicate", message: texts.duplicate(externalId.slice(0, 40), earlier) };
  return undefined;
};
