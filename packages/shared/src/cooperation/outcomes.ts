// Outcomes that both sides confirmed, by organisation: written with the confirmation, counted when a request of its owner's is opened.
import { Raced } from "../command.ts";
import type { Transaction } from "../commit.ts";
import { partitionOf, readRange, type Table } from "../table.ts";

const outcomesOf = (organisationId: string): string => `outcome#${partitionOf(organisationId)}`;
/** More of them say no more. */
const mostCounted = 10;

export const countOutcomes = async (table: Table, organisationId: string): Promise<number> =>
  (await readRange(table, outcomesOf(organisationId), { prefix: "", limit: mostCounted })).length;

/** What a result that both confirmed leaves with each of the two organisations, once. */
export const outcomeItems = (
  interestId: string,
  organisationIds: readonly string[],
  at: string,
): NonNullable<Transaction["extras"]> =>
  organisationIds.map((id) => ({
    item: { pk: outcomesOf(id), sk: interestId, schemaVersion: 1, at },
    taken: () => new Raced(),
  }));
