// Keys of cursors change turn by turn, and whoever read them a turn before or after still understands everybody else.
import { createCursors, newCursorKey } from "@lianchuang/shared/page";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { keysOf, turn } from "../../functions/secrets.ts";

const generated = "what-was-generated-with-the-stack";
const turns = [keysOf(generated)];
for (let count = 0; count < 4; count++) turns.push(turn(turns.at(-1) ?? []));

describe("the keys of a secret", () => {
  it("are made of a text that was only generated yet, the same by everybody", () => {
    expect(keysOf(generated)).toEqual(keysOf(generated));
    expect(keysOf(generated)).not.toEqual(keysOf(`${generated}.`));
    expect(JSON.stringify(keysOf(generated))).not.toContain(generated);
  });

  it("are refused where they are none", () => {
    for (const wrong of ["[]", "[1]", '[{"id":"abcd"}]', "[}"])
      expect(() => keysOf(wrong)).toThrow(/JSON|invalid|too small/i);
  });

  it("are three at most, and none comes twice", () => {
    const [first] = keysOf(generated);
    const made = [{ ...newCursorKey(), id: first?.id ?? "" }, newCursorKey()];
    const next = made.at(-1);
    expect(turn(keysOf(generated), () => made.shift() ?? newCursorKey())).toEqual([first, next]);
    for (const keys of turns) expect(new Set(keys.map(({ id }) => id)).size).toBe(keys.length);
    expect(turns.map(({ length }) => length)).toEqual([1, 2, 3, 3, 3]);
  });

  it("open what a function sealed that read them a turn before or a turn after", () => {
    const schema = z.object({ at: z.int() });
    const opens = (sealer: number, opener: number): boolean => {
      const cursor = createCursors(turns[sealer] ?? []).seal({ at: 7 }, ["list"]);
      try {
        return createCursors(turns[opener] ?? []).open(cursor, ["list"], schema).at === 7;
      } catch {
        return false;
      }
    };
    for (let at = 1; at < turns.length; at++)
      expect([at, opens(at, at), opens(at - 1, at), opens(at, at - 1)]).toEqual([at, true, true, true]);
    // A key ends: what was sealed long ago opens no more.
    expect(opens(1, 4)).toBe(false);
  });
});
