// The cost of a month as Markdown: by service for a newcomer, and line by line with where each price comes from.
import { costOf, totalOf } from "./cost.ts";
import { type Profile, profiles } from "./cost-sizes.ts";
import { month } from "./cost-usage.ts";
import { type Price, type PriceName, priceList, prices } from "./prices.ts";

const words = {
  en: {
    month: `${priceList.currency} a month, ${priceList.region}`,
    idle: { pilot: "pilot, idle", production: "production, idle" },
    more: "+ 1,000 members",
    others: "the others",
    total: "total",
  },
  zh: {
    month: `每月（${priceList.currency}，${priceList.region}）`,
    idle: { pilot: "试点，空闲", production: "生产，空闲" },
    more: "+ 1,000 名成员",
    others: "其余",
    total: "合计",
  },
} as const;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[]): string =>
  [row(head), row(head.map((_, at) => (numbers.includes(at) ? "--:" : "---"))), ...rows.map(row)].join("\n");

/** To the cent; what rounds to none is told from nothing. */
const money = (dollars: number): string => {
  if (dollars === 0) return "–";
  return dollars < 0.005
    ? "<0.01"
    : dollars.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
};

const count = (number: number): string =>
  number.toLocaleString("en-US", { maximumFractionDigits: number < 100 ? 2 : 0 });

/** What some services cost a profile: idle, and what a thousand active members add. */
const dollarsOf = (profile: Profile, services: readonly string[]): readonly [idle: number, more: number] => {
  const of = (members: number) =>
    totalOf(costOf(profile, { members }).filter(({ service }) => services.includes(service)));
  const idle = of(0);
  return [idle, of(1000) - idle];
};

const cellsOf = (services: readonly string[]) => profiles.flatMap((profile) => dollarsOf(profile, services));
const worthARow = 1;

/** A row for each service that costs a dollar somewhere, one for the others, a total; two columns for each profile. */
export const costSummary = (language: keyof typeof words): string => {
  const { month: title, idle, more, others, total } = words[language];
  const services = [...new Set(Object.values(prices).map(({ service }) => service))];
  const large = services.filter((service) => cellsOf([service]).some((dollars) => dollars >= worthARow));
  const small = services.filter((service) => !large.includes(service));
  const rows = large.map((service) => [service, ...cellsOf([service]).map(money)]);
  const rest = [others, ...cellsOf(small).map(money)];
  const sums = [total, ...cellsOf(services).map(money)].map((cell) => `**${cell}**`);
  const head = [title, ...profiles.flatMap((profile) => [idle[profile], more])];
  return table(head, [...rows, rest, sums], [1, 2, 3, 4]);
};

const sourceOf = ({ source, seen, date }: Price): string =>
  source === "not checked" ? `not checked, written down ${date}` : `[${seen}](${source}), ${date}`;

/** Every line: how much of it a profile takes idle and with a thousand active members, at which price, from where. */
export const costDetails = (): string => {
  const quantities = profiles.flatMap((profile) =>
    [0, 1000].map((members) => new Map(costOf(profile, { members }).map((line) => [line.price, line.quantity]))),
  );
  const head = [
    "what",
    "unit",
    ...profiles.flatMap((profile) => [`${profile}, idle`, `${profile}, 1,000`]),
    "USD",
    "source",
  ];
  const rows = (Object.keys(prices) as PriceName[]).map((name) => {
    const price = prices[name];
    const per = price.per === 1 ? "" : ` per ${count(price.per)}`;
    const taken = quantities.map((lines) => count(lines.get(name) ?? 0));
    return [`${price.service}: ${price.what}`, price.unit, ...taken, `${price.dollars}${per}`, sourceOf(price)];
  });
  return table(head, rows, [2, 3, 4, 5]);
};

/** What an active member is taken to do in a month, and why. */
export const usageTable = (): string =>
  table(
    ["an active member's month", "times", "read units each", "write units each", "why"],
    month.map(({ what, times, reads, writes, why }) => [what, `${times}`, `${reads}`, `${writes}`, why]),
    [1, 2, 3],
  );

/** Where each table stands: between `<!-- cost: NAME -->` and `<!-- /cost -->` of a file. */
export const costTables: readonly { readonly file: string; readonly name: string; readonly print: () => string }[] = [
  { file: "README.md", name: "summary", print: () => costSummary("en") },
  { file: "README.zh-CN.md", name: "summary", print: () => costSummary("zh") },
  { file: "infra/README.md", name: "details", print: costDetails },
  { file: "infra/README.md", name: "usage", print: usageTable },
];

/** @throws Error where the text has no such place */
export const placeTable = (text: string, name: string, printed: string): string => {
  const [begin, end] = [`<!-- cost: ${name} -->`, "<!-- /cost -->"];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`there is no place for a table between ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${printed}\n\n${text.slice(to)}`;
};
