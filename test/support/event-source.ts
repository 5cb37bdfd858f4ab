// A stream's event source in the cloud, as far as its promises go: batches in order, partial answers, splitting, few tries, and a list of what was given up.
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

export interface Delivered {
  /** Given up after the last try. */
  dead: DynamoDBRecord[];
  /** How often each record was handed over, by its sequence number. */
  tries: Map<string, number>;
}

/** Tries of one batch: the first and five more; splitting it is none. */
const mostTries = 6;

export const numberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? "";

/** Hands records over until they are taken or given up. The lowest number that failed is where it goes on from. */
export const deliver = async (handler: Handler, records: readonly DynamoDBRecord[]): Promise<Delivered> => {
  const delivered: Delivered = { dead: [], tries: new Map() };
  const hand = async (batch: readonly DynamoDBRecord[], tries: number): Promise<void> => {
    if (batch.length === 0) return;
    for (const record of batch) delivered.tries.set(numberOf(record), (delivered.tries.get(numberOf(record)) ?? 0) + 1);
    const failed = await handler({ Records: [...batch] }).then(
      ({ batchItemFailures }) => batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      () => batch.map(numberOf),
    );
    const from = batch.findIndex((record) => failed.includes(numberOf(record)));
    if (from === -1) return;
    const rest = batch.slice(from);
    if (rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await hand(rest.slice(0, middle), tries);
      return hand(rest.slice(middle), tries);
    }
    if (tries + 1 < mostTries) return hand(rest, tries + 1);
    delivered.dead.push(...rest);
  };
  await hand(records, 0);
  return delivered;
};
