// Sends the rows of one request; a row that makes the door refuse the whole request is found and stops no other.
import type { RowResult } from "@lianchuang/shared/cases/import/schema";
import { ApiProblem, type Client } from "../client.ts";
import type { Row } from "./group-rows.ts";

/** One result per row, in their order. @throws ApiProblem, Unreachable, the signal's reason. */
export const sendRows = async (
  client: Client,
  batch: string,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<RowResult[]> => {
  if (rows.length === 0) return [];
  try {
    const answer = await client.call("importRows", { params: { id: batch }, body: { rows: [...rows] }, signal });
    return answer.body.results;
  } catch (error) {
    if (!(error instanceof ApiProblem) || !aboutTheBody.includes(error.problem.status)) throw error;
    const [row, second] = rows;
    if (row && !second) return [refusedRow(row.line, error)];
    const half = Math.ceil(rows.length / 2);
    const first = await sendRows(client, batch, rows.slice(0, half), signal);
    return [...first, ...(await sendRows(client, batch, rows.slice(half), signal))];
  }
};

const aboutTheBody = [400, 413, 422];

const refusedRow = (line: number, { problem }: ApiProblem): RowResult => {
  const issues = problem.issues ?? [{ pointer: "", code: problem.reason, message: problem.title }];
  const inRow = issues.map((issue) => ({ ...issue, pointer: issue.pointer.replace(/^\/rows\/0\/(record|line)/, "") }));
  return { line, outcome: "invalid", issues: inRow };
};
