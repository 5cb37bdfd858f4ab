// The words of the scripted world: each request chooses among those of its field, and some write in traditional script.
import type { Draft } from "./cells.ts";
import phrases from "./phrases.json" with { type: "json" };
import type { Random } from "./random.ts";
import traditional from "./traditional.json" with { type: "json" };

/** Each chooses among the words of the field for himself, and a third names nothing in parts. */
export const wordsOf = ({ part, problem, context }: Draft, random: Random) => {
  const isNeed = part === "need";
  const inScript = random.chance(0.1) ? toTraditional : (text: string) => text;
  const chosen = {
    X: random.pick(problem.processes),
    P: random.pick(context.products),
    M: random.pick(context.materials),
    E: random.pick(problem.effects),
  };
  const fill = (text: string) =>
    inScript(text.replaceAll(/\{([XPME])\}/g, (_, name: keyof typeof chosen) => chosen[name]));
  const { titles, texts } = isNeed ? problem.asks : problem.gives;
  const sentences = [
    ...random.some(texts, 2),
    ...(random.chance(0.5) ? [`{P}，{M}，{E}。`] : []),
    ...random.some(isNeed ? phrases.needs : phrases.offers, 2),
  ];
  const names = random.chance(0.65);
  const maybe = (name: keyof typeof chosen) => (names && random.chance(0.8) ? [fill(chosen[name])] : undefined);
  const industry = isNeed || random.chance(0.6) ? context.industry : context.near;
  const elements = {
    ...(names && industry !== "" && random.chance(0.85) && { industries: [industry] }),
    processes: maybe("X"),
    materials: maybe("M"),
    products: maybe("P"),
    effects: maybe("E"),
  };
  return { title: fill(random.pick(titles)), text: random.some(sentences, 9).map(fill).join(""), elements };
};

const traditionalOf = new Map(
  Array.from(traditional.simplified, (hanzi, at) => [hanzi, Array.from(traditional.traditional)[at]]),
);
const toTraditional = (text: string): string => Array.from(text, (hanzi) => traditionalOf.get(hanzi) ?? hanzi).join("");
