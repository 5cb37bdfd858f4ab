// The local token issuer: signs access tokens with the claims of any OIDC issuer, publishes its public key as a JWKS.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { Issuer } from "@lianchuang/functions/authorizer/verify";
import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, SignJWT } from "jose";
import * as z from "zod";
import { type Folder, secret } from "./folder.ts";

const IssuerKey = z.object({ issuer: z.string(), key: z.record(z.string(), z.unknown()) });
const audience = "lianchuang";

export interface LocalIssuer extends Issuer {
  jwks: JSONWebKeySet;
  /** An access token (RFC 9068) for a person. */
  sign(personId: string, hours: number): Promise<string>;
}

/** The issuer of a data folder; its name and key stay the same as long as the folder lives. */
export const localIssuer = (folder: Folder): LocalIssuer => {
  const { issuer, key } = secret(folder, "issuer", IssuerKey, () => {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const id = randomUUID();
    return {
      issuer: `urn:lianchuang:${id}`,
      key: { ...pair.privateKey.export({ format: "jwk" }), kid: id.slice(0, 8), alg: "ES256", use: "sig" },
    };
  });
  const { d: _, ...publicKey } = key as JWK;
  const jwks: JSONWebKeySet = { keys: [publicKey] };
  return {
    issuer,
    audience,
    jwks,
    own: true,
    keys: createLocalJWKSet(jwks),
    async sign(personId, hours) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ token_use: "access", client_id: "operator" })
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: publicKey.kid ?? "" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(personId)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + Math.round(hours * 3600))
        .sign(await importJWK(key as JWK, "ES256"));
    },
  };
};
