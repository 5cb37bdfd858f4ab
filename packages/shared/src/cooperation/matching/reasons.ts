// Reasons and gaps in words, for either side: why two requests go together, and what is missing or not known. Pure.
import type { Text } from "../../errors.ts";
import { industryName } from "../../industry.ts";
import { type Region, regions } from "../../members/region.ts";
import type { Direction } from "../schema.ts";
import { type LimitName, type Verdict } from "./eligible.ts";
import { type Fact, factsOf, withoutFact } from "./facts.ts";
import { coversOf } from "./parts.ts";
import { scoreOf } from "./score.ts";
import type { Pair } from "./side.ts";
import type { Weights, WordFacet } from "./weights.ts";

/** `worth`: by how much the score falls without the fact; always above 0. What it says is said to the owner of either side. */
export interface Reason {
  readonly fact: Fact;
  readonly worth: number;
  readonly to: Readonly<Record<Direction, Text>>;
}

/** Something that nobody said, or that one side asks and the other does not name. */
export interface Gap {
  readonly about: LimitName | WordFacet | "industry";
  /** Who could say it. */
  readonly by: Direction;
  readonly to: Readonly<Record<Direction, Text>>;
}

const leastWorth = 0.001;
export const mostReasons = 6;

/** The facts without which the score would be lower, what it would lose most by first: so a reason cannot name what counted for nothing. */
export const reasonsOf = (pair: Pair, both: number, weights: Weights): Reason[] =>
  factsOf(pair, weights)
    .map((fact) => ({ fact, worth: both - scoreOf(withoutFact(pair, fact), weights).both }))
    .filter(({ worth }) => worth >= leastWorth)
    .toSorted((one, other) => other.worth - one.worth)
    .slice(0, mostReasons)
    .map(({ fact, worth }) => ({ fact, worth, to: said(fact) }));

const facetNames: Record<WordFacet, Text> = {
  processes: { en: "process", zh: "工艺" },
  materials: { en: "material", zh: "材料" },
  products: { en: "product", zh: "产品" },
  effects: { en: "effect", zh: "效果" },
};
const limitNames: Record<LimitName, Text> = {
  certificates: { en: "certificates", zh: "资质认证" },
  regions: { en: "region", zh: "地区" },
  date: { en: "date", zh: "时间" },
  quantity: { en: "quantity", zh: "数量" },
  budget: { en: "budget", zh: "预算" },
  languages: { en: "languages", zh: "语言" },
};

const toBoth = (text: Text): Record<Direction, Text> => ({ need: text, offer: text });
const regionName = (code: string): string => regions[code as Region] ?? code;
const industryNamed = (code: string): string => `${code} ${industryName(code) ?? ""}`.trim();

const said = (fact: Fact): Record<Direction, Text> => {
  if (fact.part === "text")
    return toBoth({
      en: `Both texts speak of: ${fact.words.join(", ")}`,
      zh: `双方文本都提到：${fact.words.join("、")}`,
    });
  if (fact.part === "industry") return toBoth(industrySaid(fact));
  if (fact.part === "evidence") return evidenceSaid(fact);
  if (fact.part === "fit") return toBoth("met" in fact ? limitSaid(fact.met) : regionSaid(fact));
  return coverSaid(fact);
};

const industrySaid = ({ need, offer }: { need: string; offer: string }): Text =>
  need === offer
    ? { en: `Both are in the industry ${industryNamed(need)}`, zh: `双方属于同一行业：${industryNamed(need)}` }
    : {
        en: `The industries are near: ${industryNamed(need)} and ${industryNamed(offer)}`,
        zh: `行业相近：${industryNamed(need)} 与 ${industryNamed(offer)}`,
      };

const limitSaid = (met: LimitName): Text => ({
  en: `The ${limitNames[met].en} of both sides agree`,
  zh: `双方的${limitNames[met].zh}相符`,
});

const regionSaid = ({ region, other }: { region: string; other: string }): Text =>
  region === other
    ? { en: `Both are in ${regionName(region)}`, zh: `双方都在${regionName(region)}` }
    : {
        en: `Both are in one part of the country: ${regionName(region)}, ${regionName(other)}`,
        zh: `双方地区相邻：${regionName(region)}、${regionName(other)}`,
      };

const evidenceSaid = ({ of, cases, outcomes }: Extract<Fact, { part: "evidence" }>): Record<Direction, Text> => {
  const counted = {
    en: `${cases} related cases, ${outcomes} confirmed outcomes`,
    zh: `相关案例 ${cases} 个，已确认成果 ${outcomes} 项`,
  };
  const theirs = { en: `The other side has shown: ${counted.en}`, zh: `对方已有：${counted.zh}` };
  const own = { en: `You have shown: ${counted.en}`, zh: `您已有：${counted.zh}` };
  return of === "need" ? { need: own, offer: theirs } : { need: theirs, offer: own };
};

const coverSaid = ({ part, asker, asked, by }: Extract<Fact, { asked: string }>): Record<Direction, Text> => {
  const { en, zh } = facetNames[part];
  const others = { en: by.map(({ term }) => `“${term}”`).join(", "), zh: by.map(({ term }) => `“${term}”`).join("、") };
  if (asker === "need")
    return {
      need: {
        en: `For your ${en} “${asked}” the offer names ${others.en}`,
        zh: `您需要的${zh}“${asked}”，对方提供${others.zh}`,
      },
      offer: {
        en: `The need asks for the ${en} “${asked}”; you name ${others.en}`,
        zh: `对方需要${zh}“${asked}”，您提供${others.zh}`,
      },
    };
  return {
    need: {
      en: `You name ${others.en}; the offer is about the ${en} “${asked}”`,
      zh: `您提到${others.zh}，对方的${zh}为“${asked}”`,
    },
    offer: {
      en: `For your ${en} “${asked}” the need names ${others.en}`,
      zh: `您的${zh}“${asked}”，对方需求提到${others.zh}`,
    },
  };
};

/** What both should talk about first: limits that only one side speaks of, and what the need asks and the offer does not name. */
export const gapsOf = ({ need, offer }: Pair, { unknown }: Verdict, weights: Weights): Gap[] => [
  ...unknown.map((name): Gap => {
    const by = isSaid(need, name) ? "offer" : "need";
    return { about: name, by, to: askedOf(by, limitNames[name]) };
  }),
  ...coversOf(need, offer, weights)
    .filter(({ degree }) => degree === 0)
    .map(({ facet, asked }): Gap => ({ about: facet, by: "offer", to: notNamed(facetNames[facet], asked) })),
  ...[need, offer]
    .filter(({ elements }) => (elements?.industries ?? []).length === 0)
    .map(
      ({ direction }): Gap => ({
        about: "industry",
        by: direction,
        to: askedOf(direction, { en: "industry", zh: "行业" }),
      }),
    ),
];

const isSaid = (side: Pair["need"], name: LimitName): boolean => {
  const value = name === "languages" ? side.languages : side.limits?.[name];
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
};

const askedOf = (by: Direction, { en, zh }: Text): Record<Direction, Text> => {
  const own = { en: `You do not say it comparably: ${en}`, zh: `您未说明（或无法比较）：${zh}` };
  const theirs = {
    en: `The other side does not say it comparably: ${en}; ask`,
    zh: `对方未说明（或无法比较）：${zh}，请询问`,
  };
  return by === "need" ? { need: own, offer: theirs } : { need: theirs, offer: own };
};

const notNamed = ({ en, zh }: Text, asked: string): Record<Direction, Text> => ({
  need: { en: `The offer does not name your ${en} “${asked}”`, zh: `对方未提到您需要的${zh}“${asked}”` },
  offer: {
    en: `The need asks for the ${en} “${asked}”, which you do not name`,
    zh: `对方需要${zh}“${asked}”，您未提到`,
  },
});
