// The house rules that no type can hold: who may import whom, and which few files touch the outside.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const sources = [
  "infra",
  "functions",
  ...["shared", "local", "client", "ops"].map((name) => `packages/${name}/src`),
].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
    .map((file) => join(folder, file)),
);
const text = (file: string): string => readFileSync(join(root, file), "utf8");

interface Import {
  from: string;
  to: string;
}
const statement = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

/** Imports as pairs of repository paths; packages keep their names. */
const imports: Import[] = sources.flatMap((from) =>
  [...text(from).matchAll(statement)].map((match) => {
    const to = match[1] ?? "";
    if (to.startsWith(".")) return { from, to: relative(root, resolve(root, dirname(from), to)) };
    if (to.startsWith("@lianchuang/shared"))
      return { from, to: to.replace("@lianchuang/shared", "packages/shared/src") };
    return {
      from,
      to: to
        .replace(/^@lianchuang\/(functions|infra)/, "$1")
        .replace(/^@lianchuang\/(local|client|ops)/, "packages/$1/src"),
    };
  }),
);

const order = [
  "ground",
  "search",
  "collab",
  "blobs",
  "members",
  "searches",
  "ballots",
  "notices",
  "cases",
  "cooperation",
  "standards",
  "functions",
  "local",
  "ops",
];

const roomOf = (path: string): string | undefined => {
  const inShared = /^packages\/shared\/src\/([^/]+)(\/|$)/.exec(path);
  if (inShared) return path.split("/").length === 4 && !order.includes(inShared[1] ?? "") ? "ground" : inShared[1];
  if (path.startsWith("functions/")) return "functions";
  return /^packages\/(local|ops)\//.exec(path)?.[1];
};

const offenders = (matches: (file: string) => boolean, allowed: (file: string) => boolean): string[] =>
  sources.filter((file) => matches(file) && !allowed(file));
const importersOf = (pattern: RegExp): string[] => [
  ...new Set(imports.filter(({ to }) => pattern.test(to)).map(({ from }) => from)),
];

describe("the house", () => {
  it("was looked at whole", () => {
    expect(sources.length).toBeGreaterThan(70);
    expect(imports.length).toBeGreaterThan(250);
    expect(imports.filter(({ to }) => roomOf(to) !== undefined).length).toBeGreaterThan(150);
  });

  it("imports only from the left: ground, search, members, cases, functions, local", () => {
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [roomOf(from), roomOf(to)];
      return here !== undefined && there !== undefined && order.indexOf(there) > order.indexOf(here);
    });
    expect(wrong).toEqual([]);
    expect(imports.filter(({ from }) => roomOf(from) !== undefined && !order.includes(roomOf(from) ?? ""))).toEqual([]);
  });

  it("enters a domain of shared from outside it only by its index or its schema", () => {
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [roomOf(from), roomOf(to)];
      if (there === undefined || there === "ground" || here === there || !to.startsWith("packages/shared/src/"))
        return false;
      return !/^packages\/shared\/src\/[^/]+(\/index\.ts|(\/\w+)?\/schema(\.ts)?|\/region\.ts|\/(sqlite|opensearch))?$/.test(
        to,
      );
    });
    expect(wrong).toEqual([]);
  });

  it("lets the client see only the schema faces, and infra only env and indexes", () => {
    const client = imports.filter(
      ({ from, to }) => from.startsWith("packages/client/") && to.startsWith("packages/shared"),
    );
    expect(client.filter(({ to }) => !/\/schema(\.ts)?$/.test(to))).toEqual([]);
    const infra = imports.filter(({ from, to }) => from.startsWith("infra/") && to.startsWith("packages/"));
    expect(infra.filter(({ to }) => !/shared\/src\/(env|indexes)(\.ts)?$/.test(to))).toEqual([]);
  });

  it("keeps clients of engines and frameworks behind their walls", () => {
    const within = (pattern: RegExp, allowed: RegExp) => importersOf(pattern).filter((file) => !allowed.test(file));
    expect(
      within(
        /^@aws-sdk\//,
        /^(packages\/shared\/src\/(table|commit|upkeep|search\/opensearch\/client)|functions\/(secrets|(rotation|watcher)\/handler)|packages\/ops\/src\/\w+)\.ts$/,
      ),
    ).toEqual([]);
    expect(
      within(/^node:sqlite$|^@opensearch/, /^packages\/(shared\/src\/search|local\/src\/backup|ops\/src\/drill-here)/),
    ).toEqual([]);
    expect(within(/^@?hono/, /^(functions\/api|packages\/local)\//)).toEqual([]);
    expect(within(/^aws-cdk-lib|^constructs$|^cdk-nag$/, /^infra\//)).toEqual([]);
    expect(within(/^yjs/, /^packages\/shared\/src\/collab\//)).toEqual([]);
  });

  it("reads the environment, the clock and chance only where it says so", () => {
    expect(
      offenders(
        (file) => /process\.env/.test(text(file)),
        (file) => /^(packages\/shared\/src\/env\.ts|infra\/app\.ts|packages\/local\/)/.test(file),
      ),
    ).toEqual([]);
    expect(
      offenders(
        (file) => /new Date\(\)|Date\.now\(\)/.test(text(file)),
        (file) => /^(packages\/(local|client|ops)\/|functions\/cloud\.ts$)/.test(file),
      ),
    ).toEqual([]);
    expect(
      offenders(
        (file) => /randomUUID|ulid\(/.test(text(file)),
        (file) => /^packages\/(shared\/src\/ids\.ts|local\/|client\/)/.test(file),
      ),
    ).toEqual([]);
  });

  it("opens every file with one sentence that says which room it is, and names no room utils", () => {
    expect(sources.filter((file) => !/^(#!.*\n)?\/\/ \S/.test(text(file)))).toEqual([]);
    expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types)(\.ts|\/)/.test(file))).toEqual([]);
  });
});
