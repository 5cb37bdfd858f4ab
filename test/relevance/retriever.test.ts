// What a system found, as it is measured.
import { expect, it } from "vitest";
import { settled } from "./retriever.ts";

it("only equals that are neighbours change places, by id", () => {
  const found = [
    { id: "c", score: 3 },
    { id: "b", score: 2 },
    { id: "a", score: 2 },
    { id: "e", score: 4 },
    { id: "d", score: 2 },
  ];
  expect(settled(found)).toEqual(["c", "a", "b", "e", "d"]);
  expect(settled([])).toEqual([]);
});
