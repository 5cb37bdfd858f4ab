// Checks rows one by one before anything is read: each is fit to be written, or says why not. Pure.
import type { Issue } from "../../errors.ts";
import { issuesOf } from "../../issues.ts";
import { findShapeFault } from "../../json.ts";
import { isIndustry, unknownIndustry } from "../../members/index.ts";
import { hashOf } from "../../table.ts";
import type { RowOutcome } from "./batch.ts";
import { ImportRecord, type ImportRows } from "./schema.ts";

/** A row whose record is whole. `hash` is of the record alone. */
export interface ReadyRow {
  line: number;
  externalId: string;
  input: ImportRecord;
  hash: string;
}

/** In the order of the rows. A line or an external id that comes twice counts the first time. */
export const checkRows = ({ rows }: ImportRows): (ReadyRow | RowOutcome)[] => {
  const lines = new Set<number>();
  const lineOf = new Map<string, number>();
  return rows.map(({ line, record }) => {
    const refused = (...issues: Issue[]): RowOutcome => ({ line, outcome: "invalid", issues });
    if (lines.has(line)) return refused(lineTwice(line));
    lines.add(line);
    const fault = findShapeFault(record);
    if (fault) return refused(fault);
    const parsed = ImportRecord.safeParse(record);
    if (!parsed.success) return refused(...issuesOf(parsed.error, record));
    const { externalId, industry } = parsed.data;
    const earlier = lineOf.get(externalId);
    if (earlier !== undefined) return refused(idTwice(externalId, earlier));
    if (industry !== undefined && !isIndustry(industry))
      return refused(...unknownIndustry("/industry", industry).issues);
    lineOf.set(externalId, line);
    return { line, externalId, input: parsed.data, hash: hashOf(JSON.stringify(parsed.data)) };
  });
};

const lineTwice = (line: number): Issue => ({
  pointer: "/line",
  code: "duplicate",
  message: { en: `line ${line} comes twice in this request`, zh: `此请求中第 ${line} 行出现两次` },
});

const idTwice = (externalId: string, line: number): Issue => ({
  pointer: "/externalId",
  code: "duplicate",
  message: { en: `${externalId} is on line ${line} already`, zh: `${externalId} 已出现在第 ${line} 行` },
});
