// A bare clock: the same client asks the index of what is due as often as there are kinds of it, and does nothing.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "@hono/zod-openapi";

const Settings = z.object({ TABLE_NAME: z.string(), OPENSEARCH_URL: z.url() });
const { TABLE_NAME: TableName, OPENSEARCH_URL } = Settings.parse(process.env);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const ExpressionAttributeNames = { "#due": "byDue" };

export const handler = async () => {
  for (const kind of ["coop", "settle", "match"])
    await client.send(
      new QueryCommand({
        TableName,
        IndexName: "byDue",
        KeyConditionExpression: "#due = :kind",
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ":kind": kind },
        Limit: 100,
      }),
    );
  const { Client } = await import("@opensearch-project/opensearch");
  const search = new Client({ node: OPENSEARCH_URL, maxRetries: 1 });
  await search.transport.request({ method: "GET", path: "/_alias/x" }).catch(() => {});
  return {};
};
