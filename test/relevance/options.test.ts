// What the command takes, and what it refuses.
import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";

describe("the options", () => {
  it("are the data and, where wanted, some sets, queries or engines, or a record", () => {
    expect(readOptions(["--data", "d"])).toEqual({ data: "d", record: false });
    expect(readOptions(["--data", "d", "--sets", "csl title, lecoqa keyword", "--queries", "20"])).toEqual({
      data: "d",
      sets: ["csl title", "lecoqa keyword"],
      queries: 20,
      record: false,
    });
    expect(readOptions(["--data", "d", "--record"]).record).toBe(true);
    expect(readOptions(["--data", "d", "--engines", "opensearch, embedded"]).engines).toEqual([
      "embedded",
      "opensearch",
    ]);
  });

  it("are refused with what is allowed", () => {
    expect(() => readOptions([])).toThrow("--data DIR");
    for (const count of ["0", "-1", "2.5", "many", ""])
      expect(() => readOptions(["--data", "d", `--queries=${count}`])).toThrow("from 1 to 999999");
    expect(() => readOptions(["--data", "d", "--record", "--queries", "9"])).toThrow("leave out --queries");
    for (const engines of ["sqlite", "embedded,", ""])
      expect(() => readOptions(["--data", "d", `--engines=${engines}`])).toThrow(
        "--engines takes embedded, opensearch, not",
      );
    expect(() => readOptions(["--data", "d", "--record", "--engines", "opensearch"])).toThrow("among --engines");
    expect(() => readOptions(["--data", "d", "--baseline"])).toThrow("--baseline");
  });
});
