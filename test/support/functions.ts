// What functions do, on a test's own table and index: by their code in this process, or as they are deployed, each in a process of its own.
import { type SearchIndex, SearchUnavailable } from "@lianchuang/shared/search";
import { openTable } from "@lianchuang/shared/table";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { createRemoteJWKSet } from "jose";
import { inject, onTestFinished } from "vitest";
import type { Presented } from "../../functions/authorizer/presented.ts";
import { createVerifier, type Issuer } from "../../functions/authorizer/verify.ts";
import { runDue } from "../../functions/clock/run-due.ts";
import { createStreamHandler } from "../../functions/indexer/stream.ts";
import { clientFor } from "../../packages/local/src/engine.ts";
import { type LambdaFunction, type LambdaOptions, startFunction } from "../engines/lambda.ts";
import { settingsOf } from "./bundled-door.ts";
import { system, type World } from "./world.ts";

/** Ends with the test. */
const start = async (name: Parameters<typeof startFunction>[0], options: LambdaOptions): Promise<LambdaFunction> => {
  const lambda = await startFunction(name, options);
  onTestFinished(() => lambda.stop());
  return lambda;
};

const away = (): SearchIndex => {
  throw new SearchUnavailable(new Error("no index answers"));
};

interface Ran {
  /** How many steps, by what they are. */
  readonly done: Readonly<Record<string, number>>;
  /** The things with which nothing could be done. */
  readonly failed: readonly string[];
}

interface On {
  /** Where the table is asked; by itself, or through a proxy. */
  readonly endpoint?: string;
  /** Away where none is given. */
  readonly index?: () => SearchIndex;
}

/** Lets the clock run once at a time. */
export const runClock = async (
  world: World,
  until: Date,
  { endpoint = inject("endpoint"), index = away }: On = {},
): Promise<Ran> => {
  if (inject("bundled")) {
    const variables = { ...settingsOf(world.table, index), AWS_ENDPOINT_URL_DYNAMODB: endpoint };
    const lambda = await start("clock", { variables, stoppedAt: until });
    const { alerts: _, ...done } = await lambda.invoke<Record<string, number>>({});
    const lines = lambda.said().split("\n").filter(Boolean);
    const said = lines.map((line) => JSON.parse(line) as { message: string; id: string });
    return { done, failed: said.filter(({ message }) => message.startsWith("due, but")).map(({ id }) => id) };
  }
  const failed: string[] = [];
  const ctx = world.as(system, {
    now: () => until,
    table: openTable({ name: world.table.name, client: clientFor(endpoint) }),
  });
  return { done: await runDue(ctx, until, { index, failed: (id) => void failed.push(id) }), failed };
};

type Handler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** What takes the records of a table's stream. What it has written is found at once. */
export const indexerOf = async ({ table }: World, index: () => SearchIndex = away): Promise<Handler> => {
  if (!inject("bundled")) return createStreamHandler({ table, index, log: () => {} });
  const settings = settingsOf(table, index);
  const lambda = await start("indexer", { variables: settings, timeoutSeconds: 120 });
  return async (event) => {
    const answer = await lambda.invoke<DynamoDBBatchResponse>(event);
    await fetch(`${settings.OPENSEARCH_URL}/${settings.SEARCH_PREFIX}-*/_refresh`, { method: "POST" });
    return answer;
  };
};

type Accepted = Omit<Issuer, "keys"> & { readonly jwksUri: string };

/** Says whom a header proves, where tokens of one issuer are accepted. */
export const authorizerOf = async ({
  jwksUri,
  ...issuer
}: Accepted): Promise<(header: string | undefined) => Promise<Presented>> => {
  if (!inject("bundled")) return createVerifier([{ ...issuer, keys: createRemoteJWKSet(new URL(jwksUri)) }]);
  const lambda = await start("authorizer", { variables: { ISSUERS: JSON.stringify([{ ...issuer, jwksUri }]) } });
  return async (authorization) =>
    (
      await lambda.invoke<{ context: Presented }>({
        headers: { ...(authorization !== undefined && { authorization }) },
      })
    ).context;
};
