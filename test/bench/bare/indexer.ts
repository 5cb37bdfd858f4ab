// A bare reader of a stream: the same client and the same answer for each record, and nothing that is done with one.
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "@hono/zod-openapi";
import type { DynamoDBStreamEvent } from "aws-lambda";

const Keys = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = (event: DynamoDBStreamEvent) =>
  processPartialResponse(
    event,
    async ({ dynamodb }: DynamoDBStreamEvent["Records"][number]) => {
      const { pk, sk } = Keys.parse(dynamodb?.Keys);
      if (sk.S.startsWith("event#"))
        await client.send(new GetCommand({ TableName: process.env["TABLE_NAME"], Key: { pk: pk.S, sk: "head" } }));
    },
    new BatchProcessor(EventType.DynamoDBStreams),
    { throwOnFullBatchFailure: false },
  );
