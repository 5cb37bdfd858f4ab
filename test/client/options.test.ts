import { describe, expect, it } from "vitest";
import { readCommand } from "../../packages/client/src/import/options.ts";
import { productUrl, textsIn } from "../../packages/client/src/import/texts.ts";

describe("the import command's options", () => {
  it("have the product's own address where none is named", () => {
    const words = ["--token", "t", "--kind", "case", "file.jsonl"];
    expect(readCommand(words)).toMatchObject({ url: "http://127.0.0.1:8787", file: "file.jsonl" });
    expect(readCommand(["--url", "https://example.org", ...words])).toMatchObject({ url: "https://example.org" });
    expect(readCommand(["--token", "t", "--undo", "imp_01JD0000000000000000000000"])).toMatchObject({
      url: productUrl,
      verb: "undo",
    });
  });

  it.each(["zh-CN", "en"] as const)(
    "are explained in %s: each one, the address, standard input, unknown fields",
    (language) => {
      const { usage } = textsIn(language);
      const named = [
        "url",
        "map",
        "publish",
        "audience",
        "organisation",
        "dry-run",
        "resume",
        "undo",
        "errors",
        "language",
      ];
      for (const name of named) expect(usage).toContain(`\n  --${name} `);
      expect(usage).toContain(productUrl);
      expect(usage).toMatch(/JSON Lines.* - |；- /);
      expect(usage.split("\n").find((line) => line.startsWith("  --map "))).toMatch(/(不用|without) --map/);
    },
  );
});
