// Who a token proves: the right one of an accepted issuer and no other, and nobody is denied, only named invalid.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { presentedBy } from "../../functions/authorizer/presented.ts";
import { serveKeys } from "../support/bundled-door.ts";
import { authorizerOf } from "../support/functions.ts";

const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const [ours, theirs] = [pair(), pair()];
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = (from = 0): number => Math.floor(Date.now() / 1000) + from;

interface Told {
  header?: object;
  claims?: object;
  key?: KeyObject;
}
const tokenOf = (claims: object, { header = {}, claims: over = {}, key = ours.privateKey }: Told): string => {
  const signed = `${encode({ alg: "ES256", kid: "1", ...header })}.${encode({ ...claims, ...over })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
};

const jwksUri = await serveKeys(ours.publicKey);
const iss = "https://issuer.example";
const standard = { issuer: iss, audience: "lianchuang", jwksUri };
const cognito = { issuer: iss, clientId: "console", jwksUri };
const common = { iss, sub: "0f3c", exp: seconds(600), iat: seconds() };
const atJwt = (told: Told = {}) =>
  tokenOf({ ...common, aud: "lianchuang" }, { ...told, header: { typ: "at+jwt", ...told.header } });
const ofCognito = (told: Told = {}) => tokenOf({ ...common, token_use: "access", client_id: "console" }, told);

const present = async (issuer: Parameters<typeof authorizerOf>[0], token: string) =>
  (await authorizerOf(issuer))(`Bearer ${token}`);
const subject = { kind: "subject", issuer: iss, subject: "0f3c" };
const refused = { kind: "invalid", reason: "not_accepted" };

describe("an access token (RFC 9068)", () => {
  it("proves its subject, of our own issuer a person", async () => {
    expect(await present(standard, atJwt())).toEqual(subject);
    expect(await present({ ...standard, own: true }, atJwt())).toEqual({ kind: "person", id: "0f3c" });
  });

  it.each<[what: string, told: Told]>([
    ["of another issuer", { claims: { iss: "https://other.example" } }],
    ["for another audience", { claims: { aud: "other" } }],
    ["for none", { claims: { aud: undefined } }],
    ["without a subject", { claims: { sub: undefined } }],
    ["without an end", { claims: { exp: undefined } }],
    ["signed by another key", { key: theirs.privateKey }],
    ["that is an ID token by its type", { header: { typ: "JWT" } }],
    ["that is an ID token by its use", { claims: { token_use: "id" } }],
    ["whose key is named by a path", { header: { kid: "../../etc/passwd" } }],
    ["with an extension that must be understood", { header: { crit: ["b64"], b64: false } }],
  ])("%s proves nobody", async (_, told) => {
    expect(await present(standard, atJwt(told))).toEqual(refused);
  });

  it("that ended a second ago is told as expired, and nothing else is", async () => {
    expect(await present(standard, atJwt({ claims: { exp: seconds(-1) } }))).toEqual({
      kind: "invalid",
      reason: "expired",
    });
    expect(await present(standard, atJwt({ claims: { exp: seconds(-1) }, key: theirs.privateKey }))).toEqual(refused);
  });

  it("without a signature, or signed with the public key as a secret, proves nobody", async () => {
    const unsigned = `${encode({ alg: "none", typ: "at+jwt" })}.${encode({ ...common, aud: "lianchuang" })}.`;
    const body = `${encode({ alg: "HS256", typ: "at+jwt", kid: "1" })}.${encode({ ...common, aud: "lianchuang" })}`;
    const secret = ours.publicKey.export({ format: "pem", type: "spki" });
    const confused = `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
    for (const token of [unsigned, confused]) expect(await present(standard, token)).toEqual(refused);
  });
});

describe("an access token of Amazon Cognito", () => {
  it("proves its subject, though it names no audience", async () => {
    expect(await present(cognito, ofCognito())).toEqual(subject);
  });

  it.each<[what: string, told: Told]>([
    ["of another client", { claims: { client_id: "other" } }],
    ["of no client", { claims: { client_id: undefined } }],
    ["that is an ID token", { claims: { token_use: "id", client_id: undefined, aud: "console" } }],
    ["that does not say what it is for", { claims: { token_use: undefined } }],
    ["of another pool", { claims: { iss: "https://other.example" } }],
    ["signed by another key", { key: theirs.privateKey }],
  ])("%s proves nobody", async (_, told) => {
    expect(await present(cognito, ofCognito(told))).toEqual(refused);
  });

  it("is none for an issuer that names audiences, nor the other way round", async () => {
    expect(await present(standard, ofCognito())).toEqual(refused);
    expect(await present(cognito, atJwt())).toEqual(refused);
  });
});

describe("a request", () => {
  it("without a token is a visitor's, and one with anything else than a bearer token is malformed", async () => {
    const verify = await authorizerOf(standard);
    expect(await verify(undefined)).toEqual({ kind: "visitor" });
    for (const given of ["", "Bearer", "Bearer ", "Basic eDp5", `Bearer ${atJwt()} x`, atJwt()])
      expect([given, await verify(given)]).toEqual([given, { kind: "invalid", reason: "malformed" }]);
  });

  it("proves nobody while the keys of its issuer are out of reach", async () => {
    const server = createServer((_, answer) => answer.writeHead(500).end());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const away = { ...standard, jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` };
    expect(await present(away, atJwt())).toEqual(refused);
    server.close();
    await once(server, "close");
    expect(await present(away, atJwt())).toEqual(refused);
  });

  it("that came past the authorizer, or with a word it does not say, is nobody's", () => {
    const by = (lambda: unknown) => presentedBy({ requestContext: { authorizer: { lambda } } });
    expect(by({ kind: "visitor" })).toEqual({ kind: "visitor" });
    expect(by({ kind: "person", id: "person_1" })).toEqual({ kind: "person", id: "person_1" });
    for (const context of [undefined, null, {}, { kind: "staff" }, { kind: "person" }, { kind: "person", id: "" }])
      expect(by(context)).toEqual(refused);
    for (const request of [undefined, {}, { requestContext: {} }]) expect(presentedBy(request)).toEqual(refused);
  });
});
