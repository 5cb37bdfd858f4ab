// What is measured: a system filled with texts, asked as its users ask it, or a baseline over the same texts.
import type { Asks, JudgedQuery, Text } from "./sets.ts";

/** The ids of texts, best first. */
export type Ranking = readonly string[];

export type Retriever = (query: JudgedQuery) => Promise<Ranking>;

export interface System {
  /** Names how its index is made: mapping, tokeniser, dictionary. */
  readonly make: string;
  /** A search gives up to the depth the system was opened with, the like of a text up to ten. */
  readonly retrieve: Record<Asks, Retriever>;
  close(): Promise<void>;
}

export interface Measurable {
  readonly name: string;
  /** Fills a new one with texts. */
  open(texts: readonly Text[], depth: number): Promise<System>;
}

export interface Answers {
  /** One for each query, in their order. */
  readonly rankings: readonly Ranking[];
  /** How long a system took for each; nobody waits for a baseline. */
  readonly milliseconds?: readonly number[];
}

/** A system or a baseline, as sets are put to it. */
export interface Contestant {
  readonly name: string;
  readonly answer: (asks: Asks, queries: readonly JudgedQuery[]) => Promise<Answers>;
}

/** Asks a system one query after the other, so that times are those of one reader; what was asked before is not asked again. */
export function timed(name: string, retrieve: Record<Asks, Retriever>): Contestant {
  const known = new Map<string, { ranking: Ranking; milliseconds: number }>();
  const ask = async (asks: Asks, query: JudgedQuery) => {
    const key = `${asks} ${query.text}`;
    const before = known.get(key);
    if (before) return before;
    const start = performance.now();
    const ranking = await retrieve[asks](query);
    const answer = { ranking, milliseconds: performance.now() - start };
    known.set(key, answer);
    return answer;
  };
  return {
    name,
    async answer(asks, queries) {
      const answers: Awaited<ReturnType<typeof ask>>[] = [];
      for (const query of queries) answers.push(await ask(asks, query));
      return {
        rankings: answers.map(({ ranking }) => ranking),
        milliseconds: answers.map(({ milliseconds }) => milliseconds),
      };
    },
  };
}

export interface Found {
  readonly id: string;
  readonly score: number;
}

/**
 * The ids of what was found, neighbours with the same score by id: the product orders these by the id of their case, which
 * is another one in each run.
 */
export function settled(found: readonly Found[]): string[] {
  let place = 0;
  const placed = found.map(({ id, score }, at) => {
    if (score !== found[at - 1]?.score) place = at;
    return { id, place };
  });
  return placed.toSorted((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1)).map(({ id }) => id);
}
