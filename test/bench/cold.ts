// Measures cold starts: from the start of a process to its first answer, each bundled function against a bare one of the same libraries, in turn.
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { FunctionName } from "@lianchuang/shared/env";
import { newCursorKey } from "@lianchuang/shared/page";
import { openTable } from "@lianchuang/shared/table";
import { ensureTable } from "@lianchuang/shared/upkeep";
import { type Bundle, bundle } from "../../infra/bundle.ts";
import { clientFor, startEngine } from "../../packages/local/src/engine.ts";
import { startFunction } from "../engines/lambda.ts";
import { type Figure, fixed, median } from "./report.ts";

const aim = 1.5;
const megabyte = 1_000_000;
const most = { entry: 1.5, all: 2.5 };
const measured = ["api", "authorizer", "indexer", "clock"] as const;

/** Answers every request with the same JSON. */
const serve = async (body: object): Promise<string> => {
  const server = createServer((_, answer) =>
    answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body)),
  );
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const issuer = "https://issuer.example";
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token, and where the keys that prove it are. */
const newIdentity = async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const claims = { iss: issuer, aud: "lianchuang", sub: "person", token_use: "access", exp: 4_000_000_000 };
  const signed = `${encode({ alg: "ES256", typ: "at+jwt" })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
  const keys = [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", use: "sig" }];
  return { token: `${signed}.${signature.toString("base64url")}`, jwksUri: await serve({ keys }) };
};

const request = (path: string) => ({
  version: "2.0",
  rawPath: path,
  rawQueryString: "",
  headers: { host: "door" },
  requestContext: { http: { method: "GET", path }, authorizer: { lambda: { kind: "person", id: "person_none" } } },
  isBase64Encoded: false,
});
const record = { eventID: "1", dynamodb: { Keys: { pk: { S: "case#1" }, sk: { S: "head" } }, SequenceNumber: "1" } };

interface Timed {
  readonly ours: number[];
  readonly bare: number[];
}

/** Alternately, so that a slow moment of the machine meets both. */
const time = async (
  name: FunctionName,
  bundles: readonly [Bundle, Bundle],
  variables: Record<string, string>,
  event: object,
  rounds: number,
): Promise<Timed> => {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++)
    for (const [at, made] of bundles.entries()) {
      const began = performance.now();
      const lambda = await startFunction(name, { variables, timeoutSeconds: 60 }, made);
      await lambda.invoke(event);
      times[at]?.push(performance.now() - began);
      await lambda.stop();
    }
  return { ours: times[0], bare: times[1] };
};

const figureOf = (name: string, { ours, bare }: Timed): Figure => ({
  what: `${name}: process start to first answer`,
  ours: `${fixed(median(ours), 0)} ms`,
  floor: `${fixed(median(bare), 0)} ms`,
  ratios: ours.map((each, at) => each / (bare[at] ?? 1)),
  aim: { most: aim },
});

/** Entry and what it imports at once, and everything, in bytes of code; companions count as chunks. */
const sizesOf = ({ outputs, companions }: Bundle) => {
  const code = Object.keys(outputs).filter((file) => file.endsWith(".mjs"));
  const named = (path: string) => code.find((file) => basename(file) === basename(path));
  const reached = new Set<string>();
  const reach = (file: string | undefined): void => {
    if (file === undefined || reached.has(file)) return;
    reached.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === "import-statement") reach(named(path));
  };
  reach(named("handler.mjs"));
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + (outputs[file]?.bytes ?? 0), 0);
  return { entry: sum(reached), all: sum(code) + companions };
};

const sizeFigures = (made: Bundle): Figure[] => {
  const sizes = sizesOf(made);
  return (["entry", "all"] as const).map((what) => ({
    what: what === "entry" ? "api: entry with its static chunks" : "api: all chunks",
    ours: `${fixed(sizes[what] / megabyte)} MB`,
    floor: "",
    value: sizes[what] / megabyte,
    aim: { most: most[what] },
  }));
};

export const benchCold = async (quick: boolean): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "cold-"));
  const engine = await startEngine(join(folder, "table.db"));
  const table = openTable({ name: "cold", client: clientFor(engine.endpoint) });
  await ensureTable(table);
  const { token, jwksUri } = await newIdentity();
  const secrets = await serve({ SecretString: JSON.stringify([newCursorKey()]) });
  const variables = {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
    TABLE_NAME: "cold",
    // Nothing listens there: what is measured is the way to the question, not the engine's.
    OPENSEARCH_URL: "http://127.0.0.1:9",
    CURSOR_KEYS: "keys",
    ISSUERS: JSON.stringify([{ issuer, jwksUri, audience: "lianchuang" }]),
  };
  const events = {
    api: request("/v1/me"),
    authorizer: { headers: { authorization: `Bearer ${token}` } },
    indexer: { Records: [record] },
    clock: {},
  };
  const made: Bundle[] = [];
  const figures: Figure[] = [];
  try {
    for (const name of measured) {
      const pair = [bundle(name), bundle(name, `test/bench/bare/${name}.ts`)] as const;
      made.push(...pair);
      if (name === "api") figures.push(...sizeFigures(pair[0]));
      figures.push(figureOf(name, await time(name, pair, variables, events[name], quick ? 3 : 15)));
    }
    return figures;
  } finally {
    for (const { folder: each } of made) rmSync(each, { recursive: true, force: true });
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
