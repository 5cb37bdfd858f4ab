// Who presents this: one function for every door. It proves a subject or says visitor or invalid; it never denies.
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";

export type Presented =
  | { kind: "visitor" }
  | { kind: "subject"; issuer: string; subject: string }
  | { kind: "invalid"; reason: "malformed" | "expired" | "not_accepted" };

/** An issuer whose access tokens are accepted and whose subjects are ids of people; `keys` finds its signing keys (RFC 7517). */
export interface Issuer {
  issuer: string;
  audience: string;
  keys: JWTVerifyGetKey;
}

const algorithms = ["ES256", "RS256", "EdDSA"];

/** Verifies the bearer token (RFC 6750, RFC 9068) of an Authorization header; keys out of reach mean not accepted. */
export const createVerifier =
  (issuers: readonly Issuer[]) =>
  async (authorization: string | undefined): Promise<Presented> => {
    if (authorization === undefined) return { kind: "visitor" };
    const [scheme = "", token = "", ...rest] = authorization.split(" ");
    if (scheme.toLowerCase() !== "bearer" || token === "" || rest.length > 0)
      return { kind: "invalid", reason: "malformed" };
    let reason: "malformed" | "expired" | "not_accepted" = "not_accepted";
    for (const { issuer, audience, keys } of issuers) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms,
          typ: "at+jwt",
          requiredClaims: ["sub", "exp"],
        });
        if (payload["token_use"] !== "access" || !payload.sub) continue;
        return { kind: "subject", issuer, subject: payload.sub };
      } catch (error) {
        if (error instanceof errors.JWTExpired) reason = "expired";
      }
    }
    return { kind: "invalid", reason };
  };

export type Verifier = ReturnType<typeof createVerifier>;
