// The HTTP door over a small alliance, as everybody else meets it: real tokens, verified by the real authorizer.
import { generateKeyPairSync, sign } from "node:crypto";
import { type Actor, actorId } from "@lianchuang/shared/actor";
import { createCursors, newCursorKey } from "@lianchuang/shared/page";
import { SearchUnavailable } from "@lianchuang/shared/search";
import { inject } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import type { Dependencies } from "../../functions/api/door.ts";
import { createVerifier } from "../../functions/authorizer/verify.ts";
import { keepSearch } from "../../packages/local/src/keeper.ts";
import { bundledDoor } from "./bundled-door.ts";
import type { World } from "./world.ts";

export interface TestDoor {
  app: ReturnType<typeof createApp>;
  /** An access token (ES256, RFC 9068) of this actor, good for an hour; `claims` replaces any claim. */
  tokenOf(actor: Actor, claims?: Record<string, unknown>): string;
  /** Does what was left for later, and forgets it. */
  doChores(): Promise<void>;
  /** The app behind the signature of `fetch`, bundled and behind a gateway where the run says so; the origin of the address does not matter. */
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

const issuer = "https://issuer.example";
const audience = "lianchuang";
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** `over` replaces any dependency of the app; without one, search is unavailable and nothing is rebuilt. */
export const newDoor = (world: Pick<World, "table">, over: Partial<Dependencies> = {}): TestDoor => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const tokenOf = (actor: Actor, claims: Record<string, unknown> = {}): string => {
    const iat = Math.floor(Date.now() / 1000);
    const sub = actorId(actor);
    const payload = { iss: issuer, aud: audience, sub, iat, exp: iat + 3600, token_use: "access", ...claims };
    const signed = `${encode({ alg: "ES256", typ: "at+jwt" })}.${encode(payload)}`;
    const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
    return `${signed}.${signature.toString("base64url")}`;
  };
  const none = (): never => {
    throw new SearchUnavailable(new Error("no index in this test"));
  };
  const chores: (() => Promise<void>)[] = [];
  const { index = none, table = world.table } = over;
  const app = createApp({
    table,
    index,
    keeper: keepSearch(table, { index, rebuilding: () => undefined, rebuild: none }, { lagSeconds: () => 0 }),
    later: (work) => chores.push(work),
    cursors: createCursors([newCursorKey()]),
    presented: createVerifier([{ issuer, audience, keys: () => publicKey, own: true }]),
    now: () => new Date(),
    log: () => {},
    origins: [],
    ready: () => Promise.resolve({ table: true }),
    ...over,
  });
  const inProcess = async (input: string | URL | Request, init?: RequestInit) => app.fetch(new Request(input, init));
  // A benchmark has a door, too, and is told nothing.
  const isBundled =
    process.env["VITEST"] && inject("bundled") && Object.keys(over).every((name) => replacedInBundles.has(name));
  return {
    app,
    tokenOf,
    doChores: async () => {
      for (const work of chores.splice(0)) await work();
    },
    fetch: isBundled ? bundledDoor({ table, index, issuer, audience, publicKey }) : inProcess,
  };
};

/** What of the app's dependencies a function in the cloud makes for itself out of its settings. */
const replacedInBundles: ReadonlySet<string> = new Set<keyof Dependencies>(["table", "index", "keeper"]);
