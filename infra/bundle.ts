// Bundles a function: what its handler needs and no more, in a folder laid out as the repository, so that files are found where the code looks.
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import type { FunctionName } from "@lianchuang/shared/env";
import { buildSync, type Metafile } from "esbuild";

const root = resolve(import.meta.dirname, "..");

export interface Bundle {
  /** What is uploaded. */
  readonly folder: string;
  /** As Lambda names it: `functions/api/handler.handler`. */
  readonly handler: string;
  /** What is in it, by output file. */
  readonly outputs: Metafile["outputs"];
  /** Bytes of code that is loaded beside it, from packages that stay as they are. */
  readonly companions: number;
}

/** What code reads or loads while it runs, by the file that does: of our data, of packages. */
const companions: Readonly<Record<string, { data?: readonly string[]; packages?: readonly string[] }>> = {
  "packages/shared/src/search/word-list.ts": { data: ["dictionary.txt", "synonyms.txt"] },
  "packages/shared/src/search/fold.ts": {
    packages: ["package.json", "dist/umd/package.json", "dist/umd/t2cn.js"].map((name) => `opencc-js/${name}`),
  },
  "packages/shared/src/search/pinyin.ts": { packages: ["pinyin-pro/package.json", "pinyin-pro/dist/index.js"] },
  "functions/api/docs.ts": {
    packages: ["package.json", "swagger-ui.css", "swagger-ui-bundle.js"].map((name) => `swagger-ui-dist/${name}`),
  },
};

/** CommonJS within a module asks for Node's own modules by `require`. */
const banner = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** The entry of a function. */
const entryOf = (name: FunctionName): string => `functions/${name}/handler.ts`;

/** Minified modules with source maps, code that is imported late in chunks of its own. The folder is the caller's to remove. */
export const bundle = (name: FunctionName, entry = entryOf(name)): Bundle => {
  const folder = mkdtempSync(join(tmpdir(), `lianchuang-${name}-`));
  try {
    const { metafile } = buildSync({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir: join(folder, `functions/${name}`),
      entryNames: "handler",
      chunkNames: "[name]-[hash]",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node24",
      mainFields: ["module", "main"],
      minify: true,
      sourcemap: "linked",
      sourcesContent: false,
      legalComments: "none",
      banner: { js: banner },
      metafile: true,
      logLevel: "silent",
    });
    let loaded = 0;
    for (const input of Object.keys(metafile.inputs)) {
      const { data = [], packages = [] } = companions[input] ?? {};
      for (const file of data) copy(join(root, "packages/shared/data", file), join(folder, "data", file));
      for (const file of packages) {
        const from = join(root, "node_modules", file);
        copy(from, join(folder, "node_modules", file));
        if (file.endsWith(".js") && !file.startsWith("swagger-ui-dist/")) loaded += statSync(from).size;
      }
    }
    const outputs = Object.fromEntries(
      Object.entries(metafile.outputs).map(([file, output]) => [relative(folder, resolve(root, file)), output]),
    );
    return { folder, handler: `functions/${name}/handler.handler`, outputs, companions: loaded };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};

const copy = (from: string, to: string): void => {
  if (!existsSync(from)) throw new Error(`${from} is missing: run npm ci`);
  cpSync(from, to, { recursive: true });
};
