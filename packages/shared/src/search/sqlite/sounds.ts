// Sounds: what stands for a wrong hanzi of the right sound, and for pinyin, among what one reader sees.
import { readingsOfPair, spokenRuns } from "../pinyin.ts";
import type { Query } from "../query.ts";
import type { Posting } from "../rank.ts";
import { bestReading, isMistyped, mostMistyped, readingsOfRun, writtenWords } from "../spoken.ts";
import { soundToken, wordToken } from "../token-lists.ts";
import type { Spoken } from "./first-pass.ts";
import { type PostingLists, unite } from "./lists.ts";
import type { Sight } from "./readership.ts";

/** How a run of letters is read, and what is asked for each pair of syllables. */
export interface Heard {
  readonly way: readonly string[];
  readonly asked: readonly Spoken[];
}

export class Sounds {
  readonly #lists: PostingLists;

  constructor(lists: PostingLists) {
    this.#lists = lists;
  }

  /** What a pair that may be mistyped also stands for, in documents that do not hold the pair itself. */
  homophonesOf(pair: string, own: readonly Posting[], sight: Sight): Spoken | undefined {
    if (own.length > mostMistyped) return undefined;
    const held = new Set(own.map(({ number }) => number));
    const others = this.#spokenAs(readingsOfPair(pair), pair, sight);
    const repeats = others.repeats.map((postings) => postings.filter(({ number }) => !held.has(number)));
    return isMistyped(held.size, repeats[0]?.length ?? 0) ? { ...others, repeats } : undefined;
  }

  /** The documents that hold pairs read so. */
  #spokenAs(readings: readonly string[], of: string, sight: Sight): Spoken {
    const lists = readings.map((reading) => this.#lists.repeatsOf(soundToken(reading), sight, sight.documents) ?? []);
    return { of, readings, repeats: unite(lists.filter((repeats) => repeats.length > 0)) };
  }

  /** Runs of Latin letters that are pinyin: how they are read, and what to ask in their stead. */
  readingsIn(query: Query, sight: Sight): Map<string, Heard> {
    const found = new Map<string, Heard>();
    for (const run of spokenRuns(query.text)) {
      const heard = this.#hear(run, sight);
      if (heard) found.set(run, heard);
    }
    return found;
  }

  #hear(run: string, sight: Sight): Heard | undefined {
    const ways = readingsOfRun(run);
    if (ways.length === 0) return undefined;
    if (writtenWords(run).some((word) => this.#lists.frequencyOf(wordToken(word), sight, 0) > 0)) return undefined;
    const known = new Map<string, Spoken>();
    const askedFor = (pair: string): Spoken => {
      const before = known.get(pair) ?? this.#spokenAs([pair], pair.replace("~", " "), sight);
      known.set(pair, before);
      return before;
    };
    const best = bestReading(ways, (pair) => askedFor(pair).repeats.length > 0);
    return best && { way: best.way, asked: best.pairs.map(askedFor) };
  }
}
