// A bare API function: the same router with schemas, the same clients, one route that reads who asks, and nothing of the product.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";

const table = process.env["TABLE_NAME"] ?? "";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env["CURSOR_KEYS"] }));

const app = new OpenAPIHono();
const Me = z.object({ found: z.int() }).openapi("Me");
const content = { "application/json": { schema: Me } };
app.openapi(
  createRoute({ method: "get", path: "/v1/me", responses: { 200: { description: "who asks", content } } }),
  async (c) => {
    const Keys = [
      { pk: "person#01", sk: "head" },
      { pk: "alliance#standing", sk: "head" },
    ];
    const { Responses } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    return c.json({ found: Responses?.[table]?.length ?? 0 }, 200);
  },
);
export const handler = handle(app);
