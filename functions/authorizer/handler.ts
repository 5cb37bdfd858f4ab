// The authorizer of the HTTP API: says who presents a request and lets it pass, for the app answers, in the language of whoever asks.
import { readSettings } from "@lianchuang/shared/env";
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";
import { createRemoteJWKSet } from "jose";
import type { Presented } from "./presented.ts";
import { createVerifier } from "./verify.ts";

/** Less than the function has, so that keys out of reach are an answer and not the gateway's error. */
const keysMilliseconds = 3_000;

const verify = createVerifier(
  readSettings("authorizer").ISSUERS.map(({ jwksUri, ...issuer }) => ({
    ...issuer,
    keys: createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: keysMilliseconds }),
  })),
);

export const handler = async ({
  headers,
}: Pick<APIGatewayRequestAuthorizerEventV2, "headers">): Promise<
  APIGatewaySimpleAuthorizerWithContextResult<Presented>
> => ({ isAuthorized: true, context: await verify(headers?.["authorization"]) });
