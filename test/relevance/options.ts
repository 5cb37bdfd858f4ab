// What the command takes.
import { parseArgs } from "node:util";

export interface Options {
  /** The folder of the judged sets. */
  readonly data: string;
  /** Only these sets; all when not given. */
  readonly sets?: readonly string[];
  /** At most so many queries of each set. */
  readonly queries?: number;
  /** Whether what is measured becomes the recorded run. */
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
      record: { type: "boolean", default: false },
    },
  });
  const { data, sets, queries, record } = values;
  if (data === undefined) throw new Error("say where the judged sets are: --data DIR");
  if (queries !== undefined && !/^[1-9]\d{0,5}$/.test(queries))
    throw new Error(`--queries takes a whole number from 1 to 999999, not ${queries}`);
  if (queries !== undefined && record) throw new Error("--record keeps whole sets: leave out --queries");
  return {
    data,
    ...(sets !== undefined && { sets: sets.split(",").map((name) => name.trim()) }),
    ...(queries !== undefined && { queries: Number(queries) }),
    record,
  };
}
