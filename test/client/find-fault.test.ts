import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFault } from "../../packages/client/src/import/find-fault.ts";

describe("the place where a text stops being JSON", () => {
  it.each([
    ["", 1],
    ["  ", 3],
    ["abc", 1],
    ["{a:1}", 2],
    ['{"a" 1}', 6],
    ['{"a":1,}', 8],
    ['{"a":tru}', 6],
    ['{"a":01}', 7],
    ['{"a":"一\t二"}', 8],
    ['{"a":"\\x"}', 7],
    ['{"a":"未完', 9],
    ["[1,2", 5],
    ["[1 2]", 4],
    ["[1}", 3],
    ['{"😀":}', 6],
    ['{"a":1} {"b":2}', 9],
  ])("%j: column %i", (text, column) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(findFault(text)).toBe(column);
  });

  it("is where the engine sees it, or begins the number, word or escape in which the engine sees it", () => {
    const signs = fc.constantFrom("", ",", "}", "]", '"', ":", "\n", "\\", "{", "0", "t");
    const damaged = fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(), signs).map(([json, at, sign]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + sign + json.slice(place + 1);
    });
    let compared = 0;
    fc.assert(
      fc.property(damaged, (text) => {
        try {
          JSON.parse(text);
        } catch (error) {
          const seen = /at position (\d+)/.exec((error as Error).message)?.[1];
          if (seen === undefined) return;
          compared += 1;
          const found = Array.from(text)
            .slice(0, findFault(text) - 1)
            .join("").length;
          expect(found).toBeLessThanOrEqual(Number(seen));
          expect(text.slice(found, Number(seen))).toMatch(/^(?:\\(?:u[\da-f]{0,4})?|[\w.+-]*)$/i);
        }
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it("is found in a megabyte of one string and of nothing but brackets", () => {
    expect(findFault(`"${"长".repeat(1_000_000)}`)).toBe(1_000_002);
    expect(findFault("[".repeat(1_000_000))).toBe(1_000_001);
  });
});
