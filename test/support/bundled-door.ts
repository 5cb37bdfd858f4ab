// The HTTP door as it stands in the cloud: authorizer and API bundled, each in a process of its own, behind a gateway.
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { newCursorKey } from "@lianchuang/shared/page";
import { type SearchIndex, SearchUnavailable } from "@lianchuang/shared/search";
import type { Table } from "@lianchuang/shared/table";
import { inject } from "vitest";
import { openGateway } from "../engines/gateway.ts";
import { startFunction } from "../engines/lambda.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether the door is met as it stands in the cloud. */
    bundled: boolean | undefined;
  }
}

interface Parts {
  table: Table;
  index: () => SearchIndex;
  issuer: string;
  audience: string;
  publicKey: KeyObject;
}

/** Where the services of the cloud are on this machine. */
export const services = (): Record<string, string> => ({ AWS_ENDPOINT_URL: inject("endpoint") });

/** How the functions of a stage find a table and, by one of its generations, an index. */
export const settingsOf = (table: Table, index: () => SearchIndex) => ({
  ...services(),
  TABLE_NAME: table.name,
  OPENSEARCH_URL: inject("openSearch") ?? "",
  SEARCH_PREFIX: prefixOf(index),
});

/** A name is prefix, make and count; of a test without an index it is that of none. */
const prefixOf = (index: () => SearchIndex): string => {
  try {
    return index().name.replace(/-[0-9a-f]{12}-\d+$/, "");
  } catch (error) {
    if (error instanceof SearchUnavailable) return "none";
    throw error;
  }
};

/** A secret of its own in the secrets manager of the run. @returns its ARN. */
export const newSecret = async (SecretString: string): Promise<string> => {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SecretsManagerClient({ endpoint: inject("endpoint"), region: "local", credentials });
  const { ARN = "" } = await client.send(new CreateSecretCommand({ Name: crypto.randomUUID(), SecretString }));
  return ARN;
};

/** The address of a set of signing keys (RFC 7517). */
export const serveKeys = async (publicKey: KeyObject): Promise<string> => {
  const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "1", alg: "ES256", use: "sig" }];
  const server = createServer((_, answer) =>
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ keys })),
  );
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
};

const open = async ({ table, index, issuer, audience, publicKey }: Parts) => {
  const [jwksUri, CURSOR_KEYS] = await Promise.all([serveKeys(publicKey), newSecret(JSON.stringify([newCursorKey()]))]);
  const [authorizer, api] = await Promise.all([
    startFunction("authorizer", {
      variables: { ISSUERS: JSON.stringify([{ issuer, audience, jwksUri, own: true }]) },
    }),
    startFunction("api", { variables: { ...settingsOf(table, index), CURSOR_KEYS } }),
  ]);
  return openGateway({ authorizer, api });
};

/** Behind the signature of `fetch`; started with the first request. */
export const bundledDoor = (parts: Parts) => {
  let gateway: ReturnType<typeof open> | undefined;
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    gateway ??= open(parts);
    return (await gateway).fetch(new Request(input, init));
  };
};
