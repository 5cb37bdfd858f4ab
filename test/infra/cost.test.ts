// What the README says a month costs: it adds up, grows with the members, and every price tells where it was read.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CostLine, costOf, totalOf } from "../../infra/cost.ts";
import { profiles } from "../../infra/cost-sizes.ts";
import { costSummary, costTables, placeTable } from "../../infra/cost-table.ts";
import { month } from "../../infra/cost-usage.ts";
import { type PriceName, prices } from "../../infra/prices.ts";

const root = resolve(import.meta.dirname, "../..");
const idle = { members: 0 };
const dollars = (lines: readonly CostLine[], price: PriceName): number =>
  lines.find((line) => line.price === price)?.dollars ?? 0;

describe("the price list", () => {
  it.each(Object.entries(prices))("says of %s where it was read, how and when, or that nobody looked", (_, price) => {
    expect(price.dollars / price.per).toBeGreaterThan(0);
    expect(price.source === "not checked").toBe(price.seen === "nowhere");
    if (price.source !== "not checked") expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/$/);
    expect(new Date(price.date).toISOString().slice(0, 10)).toBe(price.date);
  });

  it("is read from memory for little of what is paid: a tenth at most, in every profile, idle or not", () => {
    const remembered = (lines: readonly CostLine[]) =>
      lines.filter(({ price }) => prices[price].source === "not checked");
    for (const profile of profiles)
      for (const members of [0, 1000]) {
        const lines = costOf(profile, { members });
        expect(totalOf(remembered(lines))).toBeLessThan(totalOf(lines) / 10);
      }
  });
});

describe("the cost of a month", () => {
  it.each(profiles)("of a %s adds up: each line its quantity times its price, the total their sum", (profile) => {
    const lines = costOf(profile, { members: 250 });
    for (const { price, quantity, unitPrice, dollars: cost } of lines) {
      expect(unitPrice).toBe(prices[price].dollars / prices[price].per);
      expect(cost).toBeCloseTo(quantity * unitPrice, 10);
      expect(quantity).toBeGreaterThan(0);
    }
    expect(totalOf(lines)).toBeCloseTo(lines.map((line) => line.dollars).reduce((sum, each) => sum + each));
    expect(new Set(lines.map(({ price }) => price)).size).toBe(lines.length);
  });

  it("uses every price", () => {
    const used = profiles.flatMap((profile) => costOf(profile, { members: 1 }).map(({ price }) => price));
    expect(new Set(used)).toEqual(new Set(Object.keys(prices)));
  });

  it("grows in proportion to the members, and never with fewer", () => {
    const added = (profile: (typeof profiles)[number], members: number) =>
      totalOf(costOf(profile, { members })) - totalOf(costOf(profile, idle));
    fc.assert(
      fc.property(fc.constantFrom(...profiles), fc.integer({ min: 1, max: 50_000 }), (profile, members) => {
        expect(added(profile, members) / members).toBeCloseTo(added(profile, 1000) / 1000, 8);
        expect(added(profile, members)).toBeGreaterThan(0);
      }),
    );
  });

  it("costs more to stand ready in three zones than on one node, by what stands and not by what is done", () => {
    const [pilot, production] = [costOf("pilot", idle), costOf("production", idle)];
    expect(totalOf(production)).toBeGreaterThan(5 * totalOf(pilot));
    for (const price of ["invocation", "compute", "tableRead", "tableWrite", "schedule"] as const)
      expect(dollars(production, price)).toBe(dollars(pilot, price));
  });

  it("takes nothing of what only members cause while nobody comes", () => {
    for (const price of ["request", "traffic", "signIn", "filePut"] as const)
      expect(dollars(costOf("production", idle), price)).toBe(0);
  });

  it("counts what runs each minute: a clock and a keeper, and a watcher every five", () => {
    const calls = costOf("pilot", idle).find(({ price }) => price === "schedule")?.quantity;
    expect(calls).toBe(730 * 60 * 2 + 730 * 12);
  });

  it.each([-1, Number.NaN])("refuses %d members", (members) => {
    expect(() => costOf("pilot", { members })).toThrow(RangeError);
  });

  it("names a reason for each thing a member does", () => {
    for (const { times, reads, why } of month) {
      expect(times).toBeGreaterThan(0);
      // Nobody is answered before the actor was read: two items.
      expect(reads).toBeGreaterThanOrEqual(2);
      expect(why).not.toBe("");
    }
  });
});

describe("the tables of the README files", () => {
  it.each(costTables)(
    "$file prints $name as it is computed: else `npm run cost -- --write`",
    ({ file, name, print }) => {
      const text = readFileSync(join(root, file), "utf8");
      expect(placeTable(text, name, print())).toBe(text);
    },
  );

  it("give the same figures in both languages", () => {
    const figures = (text: string) =>
      text
        .split("\n")
        .slice(2)
        .map((line) => line.split("|").slice(2).join("|"));
    expect(figures(costSummary("zh"))).toEqual(figures(costSummary("en")));
  });

  it("shows services to the cent that add up to the total, but for rounding", () => {
    const rows = costSummary("en").replaceAll("*", "").split("\n").slice(2);
    const numbers = rows.map((line) =>
      line
        .split("|")
        .slice(2, 6)
        .map((cell) => Number(cell.replaceAll(/[^\d.]/g, ""))),
    );
    const total = numbers.pop() ?? [];
    total.forEach((sum, column) => {
      const added = numbers.reduce((all, row) => all + (row[column] ?? 0), 0);
      expect(Math.abs(added - sum)).toBeLessThan(0.05);
    });
    expect(total.every((sum) => sum > 0)).toBe(true);
  });

  it("refuses a text without a place for a table", () => {
    expect(() => placeTable("# A text", "summary", "|")).toThrow("no place");
  });
});
