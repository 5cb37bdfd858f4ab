// A bare authorizer: verifies the token with the keys of its issuer, and nothing else.
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as z from "zod";

const Issuers = z.array(z.object({ issuer: z.url(), jwksUri: z.url(), audience: z.string() }));
const [first] = Issuers.parse(JSON.parse(process.env["ISSUERS"] ?? "[]"));
if (!first) throw new Error("no issuer");
const { issuer, jwksUri, audience } = first;
const keys = createRemoteJWKSet(new URL(jwksUri));

export const handler = async ({ headers }: { headers: Record<string, string> }) => {
  const token = headers["authorization"]?.split(" ")[1] ?? "";
  const { payload } = await jwtVerify(token, keys, { issuer, audience });
  return { isAuthorized: true, context: { subject: payload.sub } };
};
