// Sounds: what stands for a wrong hanzi of the right sound, and for pinyin, among what one reader sees.
import { pairOf, parsePinyin, piecesOf, readingsOfPair, spokenRuns } from "../pinyin.ts";
import type { Query } from "../query.ts";
import type { Posting } from "../rank.ts";
import type { Spoken } from "./first-pass.ts";
import { type PostingLists, unite } from "./lists.ts";
import { soundToken, wordToken } from "./posting.ts";
import type { Sight } from "./readership.ts";

/** A pair that so many documents hold was meant as it is written. */
const mostMistyped = 5;
/** And what it may have been meant for stands in so many times as many. */
const timesMoreCommon = 10;

/** How a run of letters is read, and what is asked for each pair of syllables. */
export interface Reading {
  readonly way: readonly string[];
  readonly asked: readonly Spoken[];
}

export class Sounds {
  readonly #lists: PostingLists;

  constructor(lists: PostingLists) {
    this.#lists = lists;
  }

  /**
   * One wrong character of the right sound: a pair that hardly anybody writes also stands for the pairs that sound the same,
   * if those are much more common. In documents that do not hold the pair itself.
   */
  homophonesOf(pair: string, own: readonly Posting[], sight: Sight): Spoken | undefined {
    if (own.length > mostMistyped) return undefined;
    const held = new Set(own.map(({ number }) => number));
    const others = this.#spokenAs(readingsOfPair(pair), pair, sight);
    const repeats = others.repeats.map((postings) => postings.filter(({ number }) => !held.has(number)));
    return (repeats[0]?.length ?? 0) > held.size * (timesMoreCommon - 1) ? { ...others, repeats } : undefined;
  }

  /** The documents that hold pairs read so. */
  #spokenAs(readings: readonly string[], of: string, sight: Sight): Spoken {
    const lists = readings.map((reading) => this.#lists.repeatsOf(soundToken(reading), sight, sight.documents) ?? []);
    return { of, readings, repeats: unite(lists.filter((repeats) => repeats.length > 0)) };
  }

  /** Runs of Latin letters that are pinyin: how they are read, and what to ask in their stead. */
  readingsIn(query: Query, sight: Sight): Map<string, Reading> {
    const found = new Map<string, Reading>();
    for (const run of spokenRuns(query.text)) {
      const best = this.#bestWay(run, sight);
      if (best) found.set(run, best);
    }
    return found;
  }

  /** Of the ways to read a run of letters the one most of whose pairs stand in what the reader sees. */
  #bestWay(run: string, sight: Sight): Reading | undefined {
    const ways = parsePinyin(run).filter((way) => way.length > 1);
    if (ways.length === 0 || this.#isWritten(run, ways[0]?.length ?? 0, sight)) return undefined;
    const known = new Map<string, Spoken>();
    const askedFor = (reading: string): Spoken => {
      const before = known.get(reading) ?? this.#spokenAs([reading], reading.replace("~", " "), sight);
      known.set(reading, before);
      return before;
    };
    let best: (Reading & { share: number }) | undefined;
    for (const way of ways) {
      const asked = [...new Set(way.slice(1).map((syllable, at) => pairOf(way[at] ?? "", syllable)))].map(askedFor);
      const share = asked.filter(({ repeats }) => repeats.length > 0).length / asked.length;
      if (share > (best?.share ?? 0)) best = { share, way, asked };
    }
    return best;
  }

  /** Whether a word of the run stands in Latin letters in what the reader sees, and is more than one syllable: `change`, not `shi`. */
  #isWritten(run: string, syllables: number, sight: Sight): boolean {
    const parts = piecesOf(run);
    if (parts.length === syllables) return false;
    return parts.some(
      (part) => (parsePinyin(part)[0]?.length ?? 0) > 1 && this.#lists.frequencyOf(wordToken(part), sight, 0) > 0,
    );
  }
}
