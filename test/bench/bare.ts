// The floor: a server that does the same work without our layers. Arguments: data folder, table endpoint, address of OpenSearch where it is asked. Prints its address when ready.

import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { createAdaptorServer } from "@hono/node-server";
import { pathOf } from "@lianchuang/shared/search/sqlite/file";
import { key, openTable } from "@lianchuang/shared/table";
import { Hono } from "hono";
import { createVerifier } from "../../functions/authorizer/verify.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { openFolder } from "../../packages/local/src/folder.ts";
import { localIssuer } from "../../packages/local/src/issuer.ts";
import { tableName } from "../../packages/local/src/operator.ts";
import { storeOf } from "./engines.ts";
import { openPlainSql } from "./plain-sql.ts";
import { openTape, type Sent, senderTo } from "./tape.ts";

const [data = "", endpoint = "", cluster = ""] = process.argv.slice(2);
const folder = openFolder(data);
const { client } = openTable({ name: tableName, client: clientFor(endpoint) });
const verify = createVerifier([localIssuer(folder)]);
const tape = cluster === "" ? undefined : await openTape(cluster);
const { generations } = await storeOf(data, tape ?? {});
const generation = (await generations.current()) ?? "";
const index = await generations.open(generation);
if (!index) throw new Error("this folder has no index");

/** The token check and the consistent read of person and standing. */
const readActor = async (authorization: string | undefined): Promise<unknown> => {
  const presented = await verify(authorization);
  if (presented.kind !== "person") throw new Error("a token is needed");
  const Keys = [{ ...key(presented.id) }, { pk: "alliance#standing", sk: "head" }];
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
if (tape) {
  const recorded = new Map<string, readonly Sent[]>();
  const send = senderTo(cluster);
  /** Says how many requests the adapter sends for this query, and keeps them. */
  app.get("/record", async (c) => {
    const q = c.req.query("q") ?? "";
    tape.take();
    await index.search({ q, audience: c.req.queries("audience") ?? [], limit: 20 });
    const sent = tape.take();
    recorded.set(q, sent);
    return c.text(String(sent.length));
  });
  app.get("/replay", async (c) => {
    await readActor(c.req.header("authorization"));
    let last = new Uint8Array();
    for (const sent of recorded.get(c.req.query("q") ?? "") ?? []) {
      const { status, body } = await send(sent);
      if (status !== 200) throw new Error(`OpenSearch answered ${status}`);
      last = new Uint8Array(body);
    }
    return c.body(last, 200, { "content-type": "application/json" });
  });
} else {
  const plainSql = openPlainSql(pathOf(folder.indexFolder, generation));
  app.get("/sql", async (c) => {
    await readActor(c.req.header("authorization"));
    return c.json(plainSql(c.req.query("q") ?? "", c.req.queries("audience") ?? []));
  });
}

const server = createAdaptorServer({ fetch: app.fetch });
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}\n`);
});
process.on("SIGTERM", () => process.exit(0));
