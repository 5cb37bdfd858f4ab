// The floor: a server that does the same work without our layers. Arguments: data folder, table endpoint. Prints its address when ready.

import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { createAdaptorServer } from "@hono/node-server";
import { currentGeneration, openGeneration } from "@lianchuang/shared/search/sqlite";
import { pathOf } from "@lianchuang/shared/search/sqlite/file";
import { key, openTable } from "@lianchuang/shared/table";
import { Hono } from "hono";
import { createVerifier } from "../../functions/authorizer/verify.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { localIssuer } from "../../packages/local/src/issuer.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { openPlainSql } from "./plain-sql.ts";

const [data = "", endpoint = ""] = process.argv.slice(2);
const folder = openFolder(data);
const { client } = openTable({ name: tableName, client: clientFor(endpoint) });
const verify = createVerifier([localIssuer(folder)]);
const generation = (await currentGeneration(folder.indexFolder)) ?? "";
const index = await openGeneration(folder.indexFolder, generation);
const plainSql = openPlainSql(pathOf(folder.indexFolder, generation));

/** The token check and the consistent read of person and standing. */
const readActor = async (authorization: string | undefined): Promise<unknown> => {
  const presented = await verify(authorization);
  if (presented.kind !== "subject") throw new Error("a token is needed");
  const Keys = [{ ...key(presented.subject) }, { pk: "alliance#standing", sk: "head" }];
  return client.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }));
};

const app = new Hono();
app.get("/cases/:id", async (c) => {
  await readActor(c.req.header("authorization"));
  const { Items } = await client.send(
    new QueryCommand({
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :head)",
      ExpressionAttributeValues: { ":pk": key(c.req.param("id")).pk, ":head": "head" },
    }),
  );
  return c.json(Items);
});
/** The caller says which audience tokens the actor holds: deriving them is one of our layers. */
app.get("/search", async (c) => {
  await readActor(c.req.header("authorization"));
  return c.json(
    await index.search({ q: c.req.query("q") ?? "", audience: c.req.queries("audience") ?? [], limit: 20 }),
  );
});
app.get("/sql", async (c) => {
  await readActor(c.req.header("authorization"));
  return c.json(plainSql(c.req.query("q") ?? "", c.req.queries("audience") ?? []));
});

const server = createAdaptorServer({ fetch: app.fetch });
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}\n`);
});
process.on("SIGTERM", () => process.exit(0));
