// Follows the table's stream in the cloud: from a batch of records it takes which things changed, and answers record by record.
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { nameOf } from "@lianchuang/shared/errors";
import { isEventKey } from "@lianchuang/shared/events";
import type { SearchIndex } from "@lianchuang/shared/search";
import { idOfPartition, type Table } from "@lianchuang/shared/table";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Log } from "../api/door.ts";
import { indexThings, isSearchable } from "./index-things.ts";

interface Options {
  table: Table;
  index: () => SearchIndex;
  log: Log;
}

/** Everything written is new to who waits for it. */
const dueSince = "";

/**
 * The handler of a stream's batches, for an event source that takes partial answers. A record says no more than which thing
 * changed; the thing is read as it is now and written under its sequence, so records may come twice, late or in any order.
 * What cannot be indexed is set aside in the index and is no failure of its record: reading it again mends it. Failures are
 * records that cannot be read, and, while an engine does not answer, all of the batch.
 */
export const createStreamHandler =
  ({ table, index, log }: Options) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const trouble = await indexChanged(table, index, event.Records.flatMap(readable)).catch((error: unknown) => error);
    if (trouble !== undefined) log("index is behind", { records: event.Records.length, cause: nameOf(trouble) });
    const answerFor = async (record: DynamoDBRecord): Promise<void> => {
      thingOf(record);
      if (trouble !== undefined) throw trouble;
    };
    const processor = new BatchProcessor(EventType.DynamoDBStreams);
    return processPartialResponse(event, answerFor, processor, { throwOnFullBatchFailure: false });
  };

const indexChanged = async (table: Table, index: () => SearchIndex, ids: readonly string[]): Promise<undefined> => {
  const wanted = [...new Set(ids)].filter(isSearchable);
  if (wanted.length > 0) await indexThings(table, index(), wanted, { dueSince });
  return undefined;
};

const readable = (record: DynamoDBRecord): string[] => {
  try {
    return thingOf(record);
  } catch {
    return [];
  }
};

/** The thing whose event a record is; nothing for a record of another item. @throws Error for what is no record of the table */
const thingOf = ({ dynamodb }: DynamoDBRecord): string[] => {
  const { pk, sk } = dynamodb?.Keys ?? {};
  if (pk?.S === undefined || sk?.S === undefined) throw new Error("the record has no keys of the table");
  return isEventKey(sk.S) ? [idOfPartition(pk.S)] : [];
};
