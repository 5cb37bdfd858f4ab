// Brings the client up to the door: writes openapi.json and paths.ts from the app itself. Run by "npm run client".
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createCursors, newCursorKey } from "@lianchuang/shared/page";
import { openTable } from "@lianchuang/shared/table";
import { createApp } from "../../functions/api/app.ts";
import { createVerifier } from "../../functions/authorizer/verify.ts";
import { type Document, generatePaths } from "../../packages/client/src/generate.ts";
import { clientFor } from "../../packages/local/src/engine.ts";

const root = new URL("../../", import.meta.url);

/** The files as they should be, by their path from the root; nothing is asked of any store. */
export const generated = async (): Promise<Record<string, string>> => {
  const none = () => {
    throw new Error("there is no index behind the document");
  };
  const app = createApp({
    table: openTable({ name: "none", client: clientFor("http://127.0.0.1:9") }),
    index: none,
    keeper: { state: none, redrive: none, rebuild: none },
    later: none,
    cursors: createCursors([newCursorKey()]),
    presented: createVerifier([]),
    now: () => new Date(),
    log: () => {},
    origins: [],
    ready: () => Promise.resolve({}),
  });
  const answer = await app.request("/v1/openapi.json");
  const document = (await answer.json()) as Document;
  return {
    "packages/client/openapi.json": format("openapi.json", JSON.stringify(document, null, 2)),
    "packages/client/src/paths.ts": format("paths.ts", generatePaths(document)),
  };
};

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
const format = (name: string, text: string): string => {
  const options = { cwd: root, input: text, encoding: "utf8" } as const;
  return execFileSync(process.execPath, [biome, "check", "--write", `--stdin-file-path=${name}`], options);
};

if (import.meta.main)
  for (const [path, text] of Object.entries(await generated())) await writeFile(new URL(path, root), text);
