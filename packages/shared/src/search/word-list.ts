// Word lists: the text files of words that search reads, and the hash that names what stands in them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface WordList {
  /** Without comments and empty lines, in the order of the file. */
  readonly lines: readonly string[];
  /** Differs whenever a line differs; comments do not count. */
  readonly version: string;
}

/** Reads `name`.txt among the data of the product: one entry a line, a line that begins with `#` is a comment. */
export function readWordList(name: "dictionary" | "synonyms"): WordList {
  const text = readFileSync(new URL(`../../data/${name}.txt`, import.meta.url), "utf8");
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return { lines, version: createHash("sha256").update(JSON.stringify(lines)).digest("hex").slice(0, 12) };
}
