// Who presents this: one function for every door. It proves a subject or says visitor or invalid; it never denies.
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from "jose";
import type { Presented } from "./presented.ts";

/** An issuer whose access tokens are accepted; `keys` finds its signing keys (RFC 7517). */
export interface Issuer {
  issuer: string;
  keys: JWTVerifyGetKey;
  /** Whom its tokens are for (RFC 9068); without it they are Amazon Cognito's, which name the client instead. */
  audience?: string | undefined;
  /** The client that its tokens were given to. */
  clientId?: string | undefined;
  /** Its subjects are ids of people. */
  own?: boolean | undefined;
}

const algorithms = ["ES256", "RS256", "EdDSA"];

/** Verifies the bearer token (RFC 6750) of an Authorization header; keys out of reach mean not accepted. */
export const createVerifier =
  (issuers: readonly Issuer[]) =>
  async (authorization: string | undefined): Promise<Presented> => {
    if (authorization === undefined) return { kind: "visitor" };
    const [scheme = "", token = "", ...rest] = authorization.split(" ");
    if (scheme.toLowerCase() !== "bearer" || token === "" || rest.length > 0)
      return { kind: "invalid", reason: "malformed" };
    let reason: "malformed" | "expired" | "not_accepted" = "not_accepted";
    for (const issuer of issuers) {
      try {
        const { payload } = await jwtVerify(token, issuer.keys, claimsOf(issuer));
        if (!isAccess(issuer, payload) || !payload.sub) continue;
        if (issuer.own) return { kind: "person", id: payload.sub };
        return { kind: "subject", issuer: issuer.issuer, subject: payload.sub };
      } catch (error) {
        if (error instanceof errors.JWTExpired) reason = "expired";
      }
    }
    return { kind: "invalid", reason };
  };

const claimsOf = ({ issuer, audience }: Issuer): JWTVerifyOptions => ({
  issuer,
  algorithms,
  requiredClaims: ["sub", "exp"],
  ...(audience !== undefined && { audience, typ: "at+jwt" }),
});

/** An access token for us: by its type and audience already, or by what Cognito says (`token_use`, `client_id`). */
const isAccess = ({ audience, clientId }: Issuer, payload: JWTPayload): boolean =>
  audience !== undefined
    ? (payload["token_use"] ?? "access") === "access"
    : payload["token_use"] === "access" && clientId !== undefined && payload["client_id"] === clientId;

export type Verifier = ReturnType<typeof createVerifier>;
