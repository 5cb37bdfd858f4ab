// Suggestions while typing, beside a search for the whole word: nobody waits longer for what is offered than for what is found.
import { percentile } from "../relevance/measures.ts";
import { addressOf } from "./growth.ts";
import { fetchText, timeOf } from "./load.ts";
import { type Figure, fixed } from "./report.ts";
import type { Site } from "./site.ts";
import { askings } from "./texts.ts";

/** What of a word has been typed, by turns. */
const typed = (word: string, at: number): string => word.slice(0, 1 + (at % word.length));

export const suggestBeside = async (site: Site, cases: number, count: number): Promise<Figure[]> => {
  // Nothing is said of what is not offered.
  if (!(await fetchText(`${site.url}/v1/openapi.json`, site.member.token)).includes('"/v1/suggest"')) return [];
  const asked = askings(count)["one word"] ?? [];
  const { token } = site.member;
  const suggest = (q: string) => timeOf(`${site.url}/v1/suggest?${new URLSearchParams({ q }).toString()}`, token);
  const times = { suggest: [] as number[], search: [] as number[] };
  for (const kept of [false, true])
    for (const [at, asking] of asked.entries()) {
      const early = at % 2 === 0 ? await suggest(typed(asking.q, at)) : undefined;
      const search = await timeOf(addressOf(site, asking), token);
      const suggestion = early ?? (await suggest(typed(asking.q, at)));
      if (!kept) continue;
      times.suggest.push(suggestion);
      times.search.push(search);
    }
  const p = (of: keyof typeof times, share: number, from = 0, to = count) =>
    percentile(times[of].slice(from, to), share);
  const half = Math.ceil(count / 2);
  return [
    {
      what: `suggest to a search for one word, ${cases} cases, p50 p95 ms`,
      ours: `${fixed(p("suggest", 0.5))} ${fixed(p("suggest", 0.95))}`,
      floor: `${fixed(p("search", 0.5))} ${fixed(p("search", 0.95))}`,
      ratios: [0, half].map((from) => p("suggest", 0.95, from, from + half) / p("search", 0.95, from, from + half)),
      aim: { most: 1 },
    },
  ];
};
