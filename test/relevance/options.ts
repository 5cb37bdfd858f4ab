// What the command takes.
import { parseArgs } from "node:util";

export const engineNames = ["embedded", "opensearch"] as const;
export type EngineName = (typeof engineNames)[number];

export interface Options {
  /** The folder of the judged sets. */
  readonly data: string;
  /** Only these sets; all when not given. */
  readonly sets?: readonly string[];
  /** At most so many queries of each set. */
  readonly queries?: number;
  /** The search engines the product is measured on, in the order of their names above; all that run here when not given. */
  readonly engines?: readonly EngineName[];
  /** Whether what is measured becomes the recorded run: what it finds on its embedded engine. */
  readonly record: boolean;
}

/** @throws Error saying which option is wrong and what is allowed. */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      data: { type: "string" },
      sets: { type: "string" },
      queries: { type: "string" },
      engines: { type: "string" },
      record: { type: "boolean", default: false },
    },
  });
  const { data, sets, queries, record } = values;
  const engines = values.engines === undefined ? undefined : readEngines(values.engines);
  if (data === undefined) throw new Error("say where the judged sets are: --data DIR");
  if (queries !== undefined && !/^[1-9]\d{0,5}$/.test(queries))
    throw new Error(`--queries takes a whole number from 1 to 999999, not ${queries}`);
  if (queries !== undefined && record) throw new Error("--record keeps whole sets: leave out --queries");
  if (record && engines?.includes("embedded") === false)
    throw new Error("--record keeps what the embedded engine finds: have it among --engines");
  return {
    data,
    ...(sets !== undefined && { sets: sets.split(",").map((name) => name.trim()) }),
    ...(queries !== undefined && { queries: Number(queries) }),
    ...(engines !== undefined && { engines }),
    record,
  };
}

function readEngines(text: string): EngineName[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !engineNames.some((known) => known === name));
  if (unknown.length > 0)
    throw new Error(`--engines takes ${engineNames.join(", ")}, not ${unknown.map((name) => `"${name}"`).join(", ")}`);
  return engineNames.filter((name) => names.includes(name));
}
